"""The linker under `kg evaluate geo`: toponyms of a corpus resolved by the gazetteers at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.evaluate.geo import Answer, GeoArticle, GeoReport, GoldToponym, evaluate_geo

if TYPE_CHECKING:
    from kg.link.gazetteer import Gazetteer

#: Under this score a place is less likely than the one that is named nearest.
_UNLIKELY = 0.03
#: The same for a place that merely sounds like the name.
_UNLIKELY_BY_SOUND = 0.3


def evaluate(path: Path, gazetteers: Sequence[Gazetteer] | None = None) -> GeoReport:
    """Measures how well the toponyms of a corpus (XML in the form of LGL or GeoVirus) are resolved.

    `gazetteers` as for `kg.link.Linker`. Each toponym gets the best place by its name; one that has none, or none that
    is likely, the place that the text names nearest to it.
    Raises InputError where the file is no such corpus.
    """
    from kg.link.choices import distance_km
    from kg.link.gazetteer import Gazetteers
    from kg.link.home import country_of_address
    from kg.link.ranking import BY_SOUND, load_weights
    from kg.link.toponyms import Toponym, ToponymResolver

    if gazetteers is None:
        from kg.link.cache import open_gazetteers

        gazetteers = open_gazetteers()
    both = Gazetteers(gazetteers)
    resolver = ToponymResolver(both)
    publisher = load_weights().hints["publisher"]

    def resolve(article: GeoArticle) -> list[Answer | None]:
        groups = occurrences(article.toponyms, article.text)
        toponyms = [Toponym(group[0].phrase, tuple((one.start, one.end) for one in group)) for group in groups]
        country = country_of_address(article.address)
        found: dict[GoldToponym, Answer | None] = {}
        for group, resolved in zip(
            groups,
            resolver.resolve(toponyms, article.text, {country: publisher} if country else {}, article.address),
            strict=True,
        ):
            best = resolved.best
            if best is None or best.score() < (_UNLIKELY_BY_SOUND if best.features["name"] <= BY_SOUND else _UNLIKELY):
                best = resolved.around() or best
            place = best.place if best else None
            answer = None
            if place is not None and place.lat is not None and place.lon is not None:
                answer = Answer(place.lat, place.lon, place.code if place.source == "geonames" else None)
            found.update(dict.fromkeys(group, answer))
        return [found[one] for one in article.toponyms]

    return evaluate_geo(path, resolve, both.held, distance_km)


def occurrences(toponyms: Sequence[GoldToponym], text: str) -> list[list[GoldToponym]]:
    """The toponyms by what they can mean together: one name, in capitals or not, means one place in an article, unless
    the text follows it with different names of what it lies in ("Springfield, Ill.", "Springfield, Mo.").
    """
    starts = {one.start: one.phrase for one in toponyms}
    groups: dict[tuple[str, str], list[GoldToponym]] = {}
    first: dict[str, str] = {}
    for one in toponyms:
        gap = text[one.end : one.end + 2]
        behind = starts.get(one.end + 2, "") if gap in (", ", " (") else ""
        name = one.phrase.casefold()
        if behind and not first.get(name):
            first[name] = behind
        groups.setdefault((name, behind), []).append(one)
    for phrase, behind in first.items():
        if (phrase, "") in groups:
            groups[phrase, behind].extend(groups.pop((phrase, "")))
    return list(groups.values())
