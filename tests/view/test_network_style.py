"""How actors and ties look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.graph.ontology import actor_kinds, edge_predicates, ontology, relation_predicates
from kg.resources import resource_dir
from kg.view.style import ASSETS, style


def test_every_kind_of_actor_has_a_look_and_those_listed_are_of_the_ontology() -> None:
    assert set(style().kinds) <= set(actor_kinds())
    assert all(style().kind(name).colour for name in actor_kinds())
    assert style().kind("Police") is style().kinds["StateForces"]
    assert style().kind("NoSuchKind") is style().kinds["Actor"]


def test_no_two_kinds_and_no_two_relations_look_the_same() -> None:
    kinds = [(one.colour, one.shape) for one in style().kinds.values()]
    relations = [(one.colour, one.dash) for one in style().relations.values()]
    assert len(set(kinds)) == len(kinds)
    assert len(set(relations)) == len(relations)


def test_every_relation_that_a_graph_may_hold_has_a_look_of_its_own() -> None:
    written = {*edge_predicates(), *relation_predicates()} - {"backs"}  # the graph turns `backs` round to `backedBy`
    assert set(style().relations) - {"other"} == written
    unknown = style().relation("noSuchRelation")
    assert (unknown.label, unknown.colour) == ("noSuchRelation", style().relations["other"].colour)


def test_ties_without_a_direction_are_the_symmetric_properties() -> None:
    text = (resource_dir("ontology") / "conflict.ttl").read_text(encoding="utf-8")
    symmetric = set(re.findall(r"^kg:(\w+) a [^.;]*owl:SymmetricProperty", text, re.MULTILINE))
    assert {name for name, one in style().relations.items() if one.mutual} == symmetric & set(ontology().terms)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('[[kind]]\nname = "Person"\ncolour = "#8c63c9"\nshape = "heart"', "no shape"),
        ('[[kind]]\nname = "Person"\ncolour = "purple"\nshape = "star"', "no colour"),
        ('[[kind]]\nname = "Person"\ncolour = "#8c63c9"\nshape = "star"\nsize = 3', "'size'"),
        ('[[relation]]\nname = "leads"\ncolour = "#8c63c9"\ndash = [0]', "'dash'"),
        ("[[kind", "cannot be read"),
        ("", "lacks 'Actor'"),
    ],
)
def test_a_style_that_is_not_as_it_should_be_is_told_with_its_place(tmp_path: Path, entry: str, message: str) -> None:
    path = tmp_path / "style.toml"
    path.write_text(entry, encoding="utf-8")
    with pytest.raises(DataError, match=rf"style\.toml.*{message}"):
        style(path)


def test_scripts_of_the_page_never_set_markup() -> None:
    for path in sorted(ASSETS.glob("*.js")):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function",
                             path.read_text(encoding="utf-8")), path.name  # fmt: skip
