"""`python -m kg.evaluate GOLD_DIR --predictions DIR`: score records that were written before."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from kg.errors import KgError
from kg.evaluate.directory import evaluate_predictions


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the score; returns 0, or 2 where the input cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m kg.evaluate", description=__doc__)
    parser.add_argument("gold", type=Path, help="folder with NAME.txt and NAME.gold.json, or with documents.json")
    parser.add_argument("--predictions", type=Path, required=True, help="folder with NAME.jsonl of event records")
    parser.add_argument("--errors", action="store_true", help="list each miss, false record and wrong field")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        report = evaluate_predictions(options.gold, options.predictions)
    except KgError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, sort_keys=True))
    else:
        print(report.as_text(errors=options.errors), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
