"""A table that is damaged is named, with what is wrong in it."""

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.link import tables
from kg.link.ranking import load_weights
from kg.link.typewords import load_features


@pytest.mark.parametrize("content", [None, "threshold = ", "threshold = 1.0", 'threshold = "much"'])
def test_a_damaged_table_of_weights_is_named(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "DATA", tmp_path)
    if content is not None:
        (tmp_path / "weights.toml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"weights\.toml"):
        load_weights.__wrapped__()


def test_a_group_that_is_not_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (tables.DATA / "features.toml").read_text(encoding="utf-8")
    damaged = whole.replace("[kinds]\n", '[kinds]\nNowhere = ["no-such-group"]\n')
    assert damaged != whole
    (tmp_path / "features.toml").write_text(damaged, encoding="utf-8")
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with pytest.raises(DataError, match="no-such-group"):
        load_features.__wrapped__()
