"""Toponym resolution against geoparsing corpora: gold spans given, how far from the truth are the places found.

Reads the XML of LGL, TR-News and GeoWebNews (`articles > article > text`, `toponyms > toponym` with `start`, `end`,
`phrase` and a `gaztag` with `geonameid`, `lat`, `lon`) and of GeoVirus (`locations > location` with `name`, `lat`,
`lon`). Measures as in Gritta, Pilehvar and Collier, "A Pragmatic Guide to Geoparsing Evaluation" (2020): accuracy
within 161 km (100 miles), median and mean error, and the area under the curve of logarithmic errors (0 is best).
"""

from __future__ import annotations

import math
import statistics
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.errors import EmptyInput, InputError

WITHIN_KM = 161.0
#: Half the circumference of the Earth: the error of a toponym that was not resolved, in km.
FARTHEST_KM = 20039.0
_ID_NAMES = ("geonameid", "geonameId", "geonamesID", "geonames_id", "geoname_id")


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A toponym of a corpus: characters `start` to `end` of its article, where it is, its GeoNames id if given."""

    phrase: str
    start: int
    end: int
    lat: float
    lon: float
    geonames: str | None = None


@dataclass(frozen=True, slots=True)
class GeoArticle:
    """An article of a corpus with its toponyms. `address` is that of the publication, where the corpus tells it."""

    name: str
    text: str
    toponyms: tuple[GoldToponym, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A place that was found for a toponym: its point, and its GeoNames id if it has one."""

    lat: float
    lon: float
    geonames: str | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A toponym that was resolved elsewhere than within 161 km."""

    article: str
    toponym: GoldToponym
    answer: Answer | None
    km: float


@dataclass(frozen=True, slots=True)
class GeoReport:
    """The measures. Shares are from 0 to 1; `exact` and `ids_held` are of the toponyms that have a GeoNames id."""

    toponyms: int
    accuracy_161km: float
    exact: float | None
    median_km: float
    mean_km: float
    auc: float
    ids_held: float | None
    misses: tuple[Miss, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The measures by name."""
        return {
            "toponyms": self.toponyms,
            "accuracy_161km": self.accuracy_161km,
            "exact": self.exact,
            "median_km": self.median_km,
            "mean_km": self.mean_km,
            "auc": self.auc,
            "ids_held": self.ids_held,
        }

    def as_text(self, *, errors: bool = False) -> str:
        """The measures as lines, and what was missed."""
        lines = [f"{name:16}{'-' if value is None else value}" for name, value in self.as_dict().items()]
        if errors:
            for miss in self.misses:
                found = f"{miss.answer.lat:.2f}, {miss.answer.lon:.2f}" if miss.answer else "nothing"
                gold = f"{miss.toponym.lat:.2f}, {miss.toponym.lon:.2f}"
                lines.append(f"{miss.article}: {miss.toponym.phrase}: {found} for {gold}, {miss.km:.0f} km")
        return "\n".join(lines) + "\n"


Resolve = Callable[[GeoArticle], Sequence[Answer | None]]


def evaluate_geo(
    path: Path, resolve: Resolve, held: Callable[[set[str]], set[str]], distance: Callable[..., float]
) -> GeoReport:
    """Resolves the toponyms of a corpus and measures the answers.

    `resolve` gives an answer for each toponym of an article, in their order; `held` those of some GeoNames ids that
    the gazetteer has; `distance` km between two points (lat, lon, lat, lon). An answer with the id of the gold is the
    same entry of the same gazetteer and has no error, whatever point either of them gives for it.
    Raises InputError where the file is no such corpus.
    """
    errors: list[float] = []
    misses: list[Miss] = []
    ids: list[str] = []
    right = 0
    for article in read_corpus(path):
        for gold, answer in zip(article.toponyms, resolve(article), strict=True):
            same = answer is not None and gold.geonames is not None and answer.geonames == gold.geonames
            if gold.geonames is not None:
                ids.append(gold.geonames)
                right += same
            km = FARTHEST_KM if answer is None else distance(gold.lat, gold.lon, answer.lat, answer.lon)
            errors.append(0.0 if same else km)
            if errors[-1] > WITHIN_KM:
                misses.append(Miss(article.name, gold, answer, errors[-1]))
    if not errors:
        raise EmptyInput("no toponyms with coordinates", where=str(path), remedy="Give a corpus like LGL or GeoVirus")
    there = held(set(ids))
    return GeoReport(
        toponyms=len(errors),
        accuracy_161km=round(sum(km <= WITHIN_KM for km in errors) / len(errors), 4),
        exact=round(right / len(ids), 4) if ids else None,
        median_km=round(statistics.median(errors), 2),
        mean_km=round(statistics.fmean(errors), 2),
        auc=round(area_under_errors(errors), 4),
        ids_held=round(sum(one in there for one in ids) / len(ids), 4) if ids else None,
        misses=tuple(misses),
    )


def area_under_errors(errors: Sequence[float]) -> float:
    """The area under the sorted curve of ln(error + 1), as a share of the worst possible; 0 is best."""
    curve = sorted(math.log(min(error, FARTHEST_KM) + 1) for error in errors)
    if len(curve) == 1:
        return curve[0] / math.log(FARTHEST_KM + 1)
    area = sum((one + other) / 2 for one, other in pairwise(curve))
    return area / (math.log(FARTHEST_KM + 1) * (len(curve) - 1))


def read_corpus(path: Path) -> Iterator[GeoArticle]:
    """The articles of a corpus, one after another. Toponyms without coordinates are left out.

    Offsets that do not hold the phrase (GeoVirus counts from one) are set right by the nearest place that does.
    Raises InputError where the file cannot be read or is no such XML.
    """
    number = 0
    try:
        for _, element in ElementTree.iterparse(path, events=("end",)):
            if element.tag == "article":
                number += 1
                yield _article(element, number)
                element.clear()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from error
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(
            f"no corpus of articles with toponyms ({error})", where=str(path), remedy="Give XML in the form of LGL"
        ) from error
    if not number:
        raise EmptyInput("no articles", where=str(path), remedy="Give XML in the form of LGL or GeoVirus")


def _article(element: Any, number: int) -> GeoArticle:
    text = element.findtext("text") or ""
    found = [*element.iter("toponym"), *element.iter("location")]
    toponyms = [gold for one in found if (gold := _toponym(one, text)) is not None]
    name = element.get("docid") or element.get("id") or element.findtext("title") or str(number)
    address = element.findtext("url") or element.findtext("domain") or element.get("source") or ""
    return GeoArticle(name.strip(), text, tuple(toponyms), address.strip())


def _toponym(element: Any, text: str) -> GoldToponym | None:
    phrase = (element.findtext("phrase") or element.findtext("name") or "").strip()
    tag = element.find("gaztag")
    tag = element if tag is None else tag
    lat, lon = _number(tag, "lat", "latitude"), _number(tag, "lon", "lng", "longitude")
    if lat is None or lon is None or not phrase:
        return None
    start = int(element.findtext("start") or 0)
    start = _placed(phrase, start, text)
    given = next((value for name in _ID_NAMES if (value := tag.get(name) or tag.findtext(name))), None)
    return GoldToponym(phrase, start, start + len(phrase), lat, lon, given.strip() if given else None)


def _number(element: Any, *names: str) -> float | None:
    for name in names:
        value = element.findtext(name) or element.get(name)
        if value and value.strip():
            return float(value)
    return None


def _placed(phrase: str, start: int, text: str) -> int:
    """The start of the occurrence of a phrase nearest to where it is said to be; that itself where there is none."""
    if text.startswith(phrase, start):
        return start
    before, after = text.rfind(phrase, 0, start + len(phrase)), text.find(phrase, start)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - start)) if found else start
