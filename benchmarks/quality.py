"""What `kg evaluate` finds on the gold that there is, with the trained component and without it (the ablation).

`tests/gold/dev` was looked at while the rules were written; `tests/gold/unseen` never was, so that its figures are the
honest ones. Gold that lies beside a checkout (`../shared/data`) is measured too where it is there.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
MEASURES = {
    "events F1": "event_f1",
    "precision": "event_p",
    "recall": "event_r",
    "agents F1": "agents_f1",
    "targets F1": "targets_f1",
    "fatalities": "fatalities_acc_aligned",
    "all tolls": "tolls_acc_aligned",
    "counts": "count_acc_aligned",
    "places": "place_acc_aligned",
    "times": "time_acc_aligned",
    "modality": "modality_acc_aligned",
    "claimants": "claimed_by_acc_aligned",
    "parts": "part_of_acc_aligned",
}


def measure_quality() -> dict[str, dict[str, Mapping[str, float | None]]]:
    """Figures by set of gold and pipeline."""
    from kg.evaluation import evaluate
    from kg.pipeline import BuildOptions

    found: dict[str, dict[str, Mapping[str, float | None]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        sets = {"tests/gold/dev": ROOT / "tests/gold/dev", "tests/gold/unseen": ROOT / "tests/gold/unseen"}
        if SHARED.is_dir():
            both = Path(folder) / "shared"
            both.mkdir()
            for part in ("seed", "dev"):
                for path in (SHARED / part).iterdir():
                    shutil.copy(path, both / path.name)
            sets["../shared/data: seed and dev"] = both
        for name, directory in sets.items():
            found[name] = {
                pipeline: evaluate(directory, BuildOptions(pipeline=pipeline)).measures
                for pipeline in ("full", "rules")
            }
    return found


def as_table(found: Mapping[str, Mapping[str, Mapping[str, float | None]]]) -> str:
    """The figures as a table in Markdown."""
    lines = [
        "## Quality",
        "",
        "`kg evaluate tests/gold/unseen` and so on, with `--pipeline full` and `--pipeline rules`. The figures from",
        "fatalities on are shares of what was right on the events that were found.",
        "",
        "| gold | pipeline | " + " | ".join(MEASURES) + " |",
        "| --- | --- | " + " | ".join("---:" for _ in MEASURES) + " |",
    ]
    for name, pipelines in found.items():
        for pipeline, figures in pipelines.items():
            values = [figures.get(key) for key in MEASURES.values()]
            cells = " | ".join("–" if v is None else f"{v:.2f}" for v in values)
            lines.append(f"| {name} | {pipeline} | {cells} |")
    return "\n".join([*lines, ""])
