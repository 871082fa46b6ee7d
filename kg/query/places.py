"""Which place a word of a question means where no report has a place of that name: by code, identifier or gazetteer.

The only place where questions look into the gazetteers. What is not there is not built for a question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.countries import Country, load_countries
from kg.graph.terms import GEONAMES, KG, WIKIDATA

if TYPE_CHECKING:
    from kg.query.source import Queryable

_DIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_ITEM = re.compile(r"Q[1-9]\d*")
_NUMBER = re.compile(r"[1-9]\d*")
_CODE = re.compile(r"[A-Z]{2,3}")
#: What the countries of a graph count for a name that is in several, together.
_COUNTRIES = 3.0
_LEAST_SCORE = 0.2
_CODES = f"""
SELECT ?code (COUNT(DISTINCT ?place) AS ?places) WHERE {{
  ?place a <{KG}Place> ; <{KG}countryCode> ?code
}} GROUP BY ?code"""


def identified(word: str) -> list[NamedNode | Literal]:
    """What an identifier of a place stands for in a question: the code of a country or division (ISO 3166), the address
    of a place in GeoNames or Wikidata. Empty for a word that is no identifier.
    """
    bare = word.strip().strip("<>")
    for start in (GEONAMES, GEONAMES.replace("https", "http"), "https://www.geonames.org/", "geonames:"):
        if bare.startswith(start):
            bare = bare.removeprefix(start).partition("/")[0]
    for start in (WIKIDATA, "https://www.wikidata.org/wiki/", "wd:", "wikidata:"):
        bare = bare.removeprefix(start)
    country = _country(bare)
    if country is not None:
        return [Literal(country.alpha2)]
    if _DIVISION.fullmatch(bare):
        return [Literal(bare)]
    if _NUMBER.fullmatch(bare):
        return [NamedNode(f"{GEONAMES}{bare}/")]
    if _ITEM.fullmatch(bare):
        return [_item(bare)]
    return []


def _country(bare: str) -> Country | None:
    countries = load_countries()
    if _CODE.fullmatch(bare):
        return countries.by_code(bare)
    return next((one for one in countries.all if bare and bare in (one.wikidata, one.geonames)), None)


def _item(item: str) -> NamedNode:
    """The GeoNames address of a Wikidata item that a gazetteer knows, else that of the item."""
    from kg.link.cache import gazetteers_at_hand
    from kg.link.lookup import find_entry

    entry = find_entry(item, gazetteers_at_hand())
    if entry is not None and entry.source == "geonames":
        return NamedNode(f"{GEONAMES}{entry.id}/")
    return NamedNode(WIKIDATA + item)


def country_named(word: str) -> list[NamedNode | Literal]:
    """The code of the country that a name names; empty where it names none."""
    country = load_countries().by_name(word)
    return [Literal(country.alpha2)] if country is not None else []


def looked_up(word: str, graph: Queryable) -> list[NamedNode | Literal]:
    """What a gazetteer has under a name, by any spelling: first in the countries that the graph's places lie in.

    Empty where it has nothing that is likely.
    """
    from kg.link.cache import gazetteers_at_hand
    from kg.link.lookup import find_place

    gazetteers = gazetteers_at_hand()
    if not gazetteers:
        return []
    found = find_place(word, _countries(graph), gazetteers)
    if not found or found[0].score < _LEAST_SCORE or found[0].source != "geonames":
        return []
    best = found[0]
    country = load_countries().by_code(best.country or "")
    if country is not None and country.geonames == best.id:
        return [Literal(country.alpha2)]
    return [NamedNode(f"{GEONAMES}{best.id}/")]


def _countries(graph: Queryable) -> dict[str, float]:
    """How much of a graph lies in each country."""
    answer = graph.query(_CODES)
    assert isinstance(answer, QuerySolutions)
    counts = {row["code"].value: int(row["places"].value) for row in answer}
    total = sum(counts.values())
    return {code: _COUNTRIES * number / total for code, number in counts.items()}
