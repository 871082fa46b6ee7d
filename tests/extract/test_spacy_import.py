"""spaCy comes without its command line, and with it for who asks."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from kg.extract import Extractor
assert "spacy.cli" not in sys.modules and "weasel" not in sys.modules
import spacy
assert not hasattr(spacy, "cli")
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert spacy.cli.info is sys.modules["spacy.cli"].info and spacy.cli.app is not None
"""


def test_the_command_line_of_spacy_is_imported_only_when_it_is_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
