"""Gold files and event records as they lie on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kg.errors import DataError, InputError

GOLD_SUFFIX = ".gold.json"
Record = Mapping[str, Any]
Names = tuple[str, ...]
Role = Literal["agents", "targets"]
TollField = Literal["fatalities", "injuries", "captives", "displaced"]
ROLES: tuple[Role, ...] = ("agents", "targets")
TOLL_FIELDS: tuple[TollField, ...] = ("fatalities", "injuries", "captives", "displaced")
Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class GoldToll:
    """A figure with its accepted names of the group; `accepted` are all bounds that are right."""

    group: Names
    bounds: Bounds
    accepted: frozenset[Bounds]


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """What an analyst finds in one statement, with everything that two analysts may differ in.

    `types` are class names, best first. `agents` and `targets` are accepted names of each participant;
    `optional_agents` and `optional_targets` are neither required nor wrong. `tolls` are flat: a part stands
    beside its total. `times`, `places`, `counts` and `modalities` hold the main answer first; the `any_…`
    flags take a field out of the score. `any_target` says that one right target of several will do.
    """

    id: str
    types: Names
    cue: str
    also_cues: Names
    agents: tuple[Names, ...]
    targets: tuple[Names, ...]
    optional_agents: tuple[Names, ...]
    optional_targets: tuple[Names, ...]
    place: Names
    other_places: Names
    coordinates: tuple[float, float] | None
    times: tuple[str | None, ...]
    counts: tuple[int | None, ...]
    modalities: Names
    claimed_by: Names
    part_of: str | None
    tolls: Mapping[TollField, tuple[GoldToll, ...]]
    optional_tolls: Mapping[TollField, tuple[GoldToll, ...]]
    optional: bool = False
    any_time: bool = False
    any_place: bool = False
    any_count: bool = False
    any_target: bool = False
    any_captives: bool = False
    publisher_claims: bool = False
    unharmed: bool = False

    def participants(self, role: Role) -> tuple[Names, ...]:
        """The required participants of a role."""
        return self.agents if role == "agents" else self.targets

    def optional_participants(self, role: Role) -> tuple[Names, ...]:
        """Participants of a role that are neither required nor wrong."""
        return self.optional_agents if role == "agents" else self.optional_targets


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A relation between two actors; `predicates` are all that are right, best first."""

    subject: Names
    predicates: Names
    object: Names
    cue: str


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A stated total and the sum of its parts: a discrepancy where they differ, else an agreement."""

    kind: str
    stated: int
    total: int


@dataclass(frozen=True, slots=True)
class GoldReport:
    """One report with what is to be found in it. `name` is the file's name without its suffix."""

    name: str
    path: Path
    text: str
    published: str | None
    publisher: str | None
    publisher_names: Names
    events: tuple[GoldEvent, ...]
    actors: tuple[Names, ...]
    places: tuple[Names, ...]
    relations: tuple[GoldRelation, ...]
    discrepancies: tuple[GoldFigure, ...]
    agreements: tuple[GoldFigure, ...]
    links: tuple[tuple[str, str, str], ...] = ()


def read_gold_directory(directory: Path) -> list[GoldReport]:
    """All reports `NAME.txt` of a folder that have a `NAME.gold.json` beside them, in order of name.

    Raises `InputError` where the folder has none, or a text is missing; `DataError` where a gold file is unsound.
    """
    paths = sorted(directory.glob(f"*{GOLD_SUFFIX}"))
    if not paths:
        raise InputError(
            "no gold files in this folder", where=str(directory), remedy=f"Put NAME{GOLD_SUFFIX} beside each NAME.txt"
        )
    return [read_gold(path) for path in paths]


def read_gold(path: Path) -> GoldReport:
    """One gold file with its report. Line ends of the text are kept as they are."""
    name = path.name.removesuffix(GOLD_SUFFIX)
    text_path = path.with_name(f"{name}.txt")
    if not text_path.exists():
        raise InputError("the gold file has no report", where=str(path), remedy=f"Put {text_path.name} beside it")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        with text_path.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        publisher = content.get("publisher")
        return GoldReport(
            name=name,
            path=text_path,
            text=text,
            published=content.get("published"),
            publisher=publisher,
            publisher_names=(publisher or "", *content.get("publisher_aliases", ())),
            events=tuple(_event(event) for event in content["events"]),
            actors=tuple(tuple(names) for names in content.get("actors", ())),
            places=tuple(tuple(place["names"]) for place in content.get("places", ())),
            relations=tuple(_relation(relation) for relation in content.get("relations", ())),
            discrepancies=tuple(_figure(figure) for figure in content.get("discrepancies", ())),
            agreements=tuple(_figure(figure) for figure in content.get("agreements", ())),
            links=tuple((link["event"], link["report"], link["other"]) for link in content.get("event_links", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"not a gold file: {type(error).__name__} {error}",
            where=str(path),
            remedy="Compare it with tests/gold/gold.schema.json",
        ) from error


def _event(content: Mapping[str, Any]) -> GoldEvent:
    coordinates = content.get("place_latlon")
    return GoldEvent(
        id=content["id"],
        types=tuple(content["types"]),
        cue=content["cue"],
        also_cues=tuple(content.get("also_cues", ())),
        agents=_alternatives(content["agents"]),
        targets=_alternatives(content["targets"]),
        optional_agents=_alternatives(content.get("agents_opt", ())),
        optional_targets=_alternatives(content.get("targets_opt", ())),
        place=tuple(content.get("place") or ()),
        other_places=tuple(content.get("place_alt") or ()),
        coordinates=(float(coordinates[0]), float(coordinates[1])) if coordinates else None,
        times=(content.get("time"), *content.get("time_alt", ())),
        counts=(content.get("count"), *content.get("count_alt", ())),
        modalities=(content["modality"], *content.get("mod_alt", ())),
        claimed_by=tuple(content.get("claimed_by") or ()),
        part_of=content.get("part_of"),
        tolls={
            "fatalities": _tolls(content.get("fatalities")),
            "injuries": _tolls(content.get("injuries")),
            "captives": (*_tolls(content.get("abducted")), *_tolls(content.get("detained"))),
            "displaced": _tolls(content.get("displaced")),
        },
        optional_tolls={"fatalities": _tolls(content.get("f_opt")), "injuries": _tolls(content.get("i_opt"))},
        optional=bool(content.get("optional")),
        any_time=bool(content.get("time_any")),
        any_place=bool(content.get("place_any")),
        any_count=bool(content.get("count_any")),
        any_target=bool(content.get("targets_merge_any")),
        any_captives=bool(content.get("d_any")),
        publisher_claims=bool(content.get("by_any")),
        unharmed=bool(content.get("fi_any")),
    )


def _alternatives(participants: Sequence[Sequence[str]]) -> tuple[Names, ...]:
    return tuple(tuple(names) for names in participants)


def _tolls(content: Sequence[Mapping[str, Any]] | None) -> tuple[GoldToll, ...]:
    """Tolls and, after each, the tolls that it includes."""
    tolls: list[GoldToll] = []
    for toll in content or ():
        bounds = (toll["min"], toll["max"])
        accepted = frozenset({bounds, *((low, high) for low, high in toll.get("accept", ()))})
        tolls += [GoldToll(tuple(toll["group"]), bounds, accepted), *_tolls(toll.get("including"))]
    return tuple(tolls)


def _relation(content: Mapping[str, Any]) -> GoldRelation:
    return GoldRelation(
        subject=tuple(content["subject"]),
        predicates=(content["predicate"], *content.get("also", ())),
        object=tuple(content["object"]),
        cue=content["cue"],
    )


def _figure(content: Mapping[str, Any]) -> GoldFigure:
    return GoldFigure(kind=content["kind"], stated=content["stated"], total=content["sum"])


def read_records(path: Path) -> Iterator[Record]:
    """The JSON objects of a file, one a line. Raises `DataError` that names the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path), remedy="Give a file of JSON lines") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise DataError(f"not JSON: {error}", where=f"{path}:{number}", remedy="Give one object a line") from error
        if not isinstance(record, dict):
            raise DataError("not a JSON object", where=f"{path}:{number}", remedy="Give one object a line")
        yield record


def read_event_records(path: Path) -> list[Record]:
    """Event records of a file. Raises `DataError` that names a record whose participants or place are misshapen."""
    records = list(read_records(path))
    for number, record in enumerate(records, 1):
        for field in ("agents", "targets", "claimed_by", "place"):
            value = record.get(field)
            if not all(isinstance(item, str | dict | None) for item in (value if isinstance(value, list) else [value])):
                raise DataError(
                    f'"{field}" of record {number} is neither a name nor an object with a name',
                    where=str(path),
                    remedy="Write event records as kg export --format events does",
                )
    return records


def read_span_records(path: Path, keys: Sequence[str]) -> list[Record]:
    """Mention or relation records of a file. Raises `DataError` that names a record that lacks one of these keys."""
    records = list(read_records(path))
    for number, record in enumerate(records, 1):
        missing = [key for key in keys if key not in record]
        if missing:
            raise DataError(
                f"record {number} has no {', '.join(missing)}",
                where=str(path),
                remedy="Write it as kg export --format mentions or relations does",
            )
    return records
