"""Whether one field of an event record agrees with the gold."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.evaluate.gold import TOLL_FIELDS, Bounds, GoldEvent, GoldToll, Record, Role, TollField
from kg.evaluate.names import Participant, class_key, is_named, is_named_loosely

GENERIC_TYPES = frozenset({"attack", "conflictevent", "event", "violentevent", "violence", "incident"})
PLACE_TOLERANCE_KM = 50.0
_EARTH_DIAMETER_KM = 12742.0


def as_list(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty list, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def whole_number(value: Any) -> Any:
    """An integer where the value is a number or reads as one; None where it is empty; else the value itself."""
    if value is None or value == "":
        return None
    try:
        return int(float(value))
    except (TypeError, ValueError):
        return value


# ------------------------------------------------------------------ type and roles
def type_is_right(gold: GoldEvent, record: Record) -> bool:
    """The class is an accepted one, or lies below an accepted one that is not generic."""
    accepted = {class_key(name) for name in gold.types}
    if class_key(str(record.get("type") or "")) in accepted:
        return True
    return not (accepted - GENERIC_TYPES).isdisjoint(_superclasses(record))


def type_is_specific(gold: GoldEvent, record: Record) -> bool:
    """The class is, or lies below, an accepted class that is not generic."""
    accepted = {class_key(name) for name in gold.types} - GENERIC_TYPES
    return class_key(str(record.get("type") or "")) in accepted or not accepted.isdisjoint(_superclasses(record))


def is_generic(name: str) -> bool:
    """Whether a class says no more than that something violent happened."""
    return class_key(name) in GENERIC_TYPES


def _superclasses(record: Record) -> set[str]:
    return {class_key(str(name)) for name in as_list(record.get("supertypes"))}


def participants(record: Record | None, role: Role) -> list[Participant]:
    """Participants of a record in a role."""
    return as_list(record.get(role)) if record is not None else []


def shares_participant(gold: GoldEvent, record: Record, role: Role) -> bool:
    """Whether at least one required participant was found in its role."""
    return any(is_named(found, names) for names in gold.participants(role) for found in participants(record, role))


def arguments_are_right(gold: GoldEvent, record: Record) -> bool:
    """At least one agent or target is right, where the gold has any."""
    if not gold.agents and not gold.targets:
        return True
    return shares_participant(gold, record, "agents") or shares_participant(gold, record, "targets")


# ------------------------------------------------------------------ time
def normal_time(value: Any) -> str | None:
    """An EDTF expression in a form that can be compared: intervals to the day, no qualifiers, no time of day."""
    if value is None or not str(value).strip():
        return None
    text = re.sub(r"[~?%\s]", "", str(value)).upper()
    text = re.sub(r"T[\d:.Z+-]+", "", text)
    text = re.sub(r"(?<=\d)(?:-XX)+\b", "", text)
    if "/" not in text:
        return text or None
    start, end = (part if part not in ("", "..") else ".." for part in text.split("/", 1))
    start, end = _first_day(start), _last_day(end)
    return start if start == end else f"{start}/{end}"


def _first_day(date: str) -> str:
    if re.fullmatch(r"\d{4}", date):
        return f"{date}-01-01"
    return f"{date}-01" if re.fullmatch(r"\d{4}-\d\d", date) else date


def _last_day(date: str) -> str:
    if re.fullmatch(r"\d{4}", date):
        return f"{date}-12-31"
    match = re.fullmatch(r"(\d{4})-(\d\d)", date)
    if match is None or not 1 <= int(match[2]) <= 12:
        return date
    year, month = int(match[1]), int(match[2])
    days = calendar.monthrange(year, month)[1]
    return f"{date}-{days:02d}"


def time_is_right(gold: GoldEvent, record: Record) -> bool:
    """The time equals one of the accepted ones."""
    return normal_time(record.get("time")) in {normal_time(time) for time in gold.times}


# ------------------------------------------------------------------ place
def distance_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude in degrees), by the haversine formula."""
    latitude, longitude, other_latitude, other_longitude = map(math.radians, (*first, *second))
    half_chord = (
        math.sin((other_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(other_latitude) * math.sin((other_longitude - longitude) / 2) ** 2
    )
    return _EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(half_chord)))


def place_is_right(gold: GoldEvent, record: Record) -> bool:
    """The place has an accepted name or lies within 50 km of the gold's; none is right where the gold has none."""
    place = record.get("place")
    if not place:
        return not gold.place
    if is_named(place, (*gold.place, *gold.other_places)):
        return True
    if gold.coordinates is None or not isinstance(place, Mapping):
        return False
    latitude, longitude = place.get("lat"), place.get("lon")
    if latitude is None or longitude is None:
        return False
    try:
        point = (float(latitude), float(longitude))
    except (TypeError, ValueError):
        return False
    return distance_km(gold.coordinates, point) <= PLACE_TOLERANCE_KM


# ------------------------------------------------------------------ count, modality, claim
def count_is_right(gold: GoldEvent, record: Record) -> bool:
    """The number of incidents is an accepted one."""
    return whole_number(record.get("count")) in gold.counts


def modality_is_right(gold: GoldEvent, record: Record) -> bool:
    """The modality is an accepted one."""
    return record.get("modality") in gold.modalities


def claim_is_right(gold: GoldEvent, record: Record, publisher: Sequence[str]) -> bool:
    """One claimant is right; where the gold names none, that is nobody or the publisher."""
    claimants = as_list(record.get("claimed_by"))
    if not gold.claimed_by:
        return not claimants or any(is_named(found, publisher) for found in claimants)
    accepted = (*gold.claimed_by, *(publisher if gold.publisher_claims else ()))
    return any(is_named(found, accepted) for found in claimants) or (gold.publisher_claims and not claimants)


# ------------------------------------------------------------------ tolls
@dataclass(frozen=True, slots=True)
class TollMatch:
    """Tolls of one field: figures right, figures and group right, those of the gold and those found that count.

    `missed` and `spurious` are what is left on either side.
    """

    right: int
    right_group: int
    gold: int
    found: int
    missed: tuple[GoldToll, ...]
    spurious: tuple[Record, ...]


def flat_tolls(value: Any) -> list[Record]:
    """Tolls of a record with, after each, the tolls that it includes."""
    tolls: list[Record] = []
    for toll in as_list(value):
        if isinstance(toll, Mapping):
            tolls += [toll, *flat_tolls(toll.get("including"))]
    return tolls


def record_tolls(record: Record | None, field: TollField) -> list[Record]:
    """Tolls of one field. Captives may stand as abducted or as detained: analysts file them either way."""
    if record is None:
        return []
    if field == "captives":
        return [*flat_tolls(record.get("abducted")), *flat_tolls(record.get("detained"))]
    return flat_tolls(record.get(field))


def bounds(toll: Record) -> Bounds:
    """Lower and upper bound of a toll of a record."""
    return whole_number(toll.get("min")), whole_number(toll.get("max"))


def match_tolls(gold: Sequence[GoldToll], found: Sequence[Record], optional: Iterable[GoldToll]) -> TollMatch:
    """Pair tolls by their figures, those whose group agrees first; what is optional and left over is not counted."""
    left, missing = list(found), list(gold)
    right = right_group = 0
    for with_group in (True, False):
        unmatched = []
        for toll in missing:
            hit = next(
                (
                    index
                    for index, other in enumerate(left)
                    if bounds(other) in toll.accepted and (not with_group or is_named_loosely(other, toll.group))
                ),
                None,
            )
            if hit is None:
                unmatched.append(toll)
                continue
            del left[hit]
            right += 1
            right_group += with_group
        missing = unmatched
    tolerated = [toll.accepted for toll in optional]
    spurious = [toll for toll in left if not any(bounds(toll) in accepted for accepted in tolerated)]
    return TollMatch(right, right_group, len(gold), right + len(spurious), tuple(missing), tuple(spurious))


def shares_figure(gold: GoldEvent, record: Record) -> bool:
    """Whether any figure of the gold stands in the same field of the record."""
    return any(
        bounds(found) in toll.accepted
        for field in TOLL_FIELDS
        for toll in gold.tolls[field]
        for found in record_tolls(record, field)
    )
