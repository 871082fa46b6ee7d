"""How near to each other the places lie that the names of a text may mean."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kg.link.choices import EARTH_KM, Choice, Place

#: Wider places than this say nothing of where a village lies, in km.
_WIDEST_ANCHOR = 350.0
_NEAR_KM = 60.0
#: As many options of a name are weighed as neighbours, and for their neighbours.
_MOST_NEIGHBOURS, _MOST_CENTRES = 10, 20
#: How much likelier a name is where one of its places lies near than anywhere: the reciprocal of how often one does.
_LIFT = 20.0
#: The company of a name is nearer than what is merely near: its closeness counts by this power.
_STEEP = 2.0


def nearness(choices: Sequence[Choice]) -> list[list[float]]:
    """For each option how near the other names' best options are, 0 to 1."""
    near = [[0.0] * len(choice.options) for choice in choices]
    anchors = [
        (number, option.place, option.share / (1.0 + math.exp(-option.logit)))
        for number, choice in enumerate(choices)
        for option in sorted(choice.options, key=lambda one: -one.share)[:4]
        if option.share > 0.1 and is_narrow(option.place)
    ]
    spots = [
        (number, here, option.place)
        for number, choice in enumerate(choices)
        for here, option in enumerate(choice.options)
        if is_narrow(option.place)
    ]
    if len(choices) < 2 or not anchors or not spots:
        return near
    closeness = 0.9 * _closeness(spots, anchors) * np.array([sure for _, _, sure in anchors])[None, :]
    total = 1.0 - np.prod(1.0 - closeness, axis=1)
    for (number, here, _), value in zip(spots, total.tolist(), strict=True):
        near[number][here] = value
    return near


def company(choices: Sequence[Choice], shares: Sequence[Sequence[float]]) -> list[list[float]]:
    """For each option how many other names have a place near it, sure or not, as log odds.

    Names of villages that all have namesakes tell by their company where a text is set: somewhere each of them has
    one. `shares` are those of the options by themselves. A name counts by the share of its options that lie near, by
    the logarithm of what that makes it likelier there than elsewhere, as in a mixture of a local and a general source.
    """
    found = [[0.0] * len(choice.options) for choice in choices]
    leading = [sorted(range(len(own)), key=lambda here, own=own: -own[here])[:_MOST_CENTRES] for own in shares]
    anchors = [
        (number, choice.options[here].place, shares[number][here])
        for number, choice in enumerate(choices)
        for here in leading[number][:_MOST_NEIGHBOURS]
        if is_narrow(choice.options[here].place)
    ]
    spots = [
        (number, here, choice.options[here].place)
        for number, choice in enumerate(choices)
        for here in leading[number]
        if is_narrow(choice.options[here].place)
    ]
    if len(choices) < 2 or not anchors or not spots:
        return found
    part = _closeness(spots, anchors) ** _STEEP * np.array([share for _, _, share in anchors])[None, :]
    of_name = np.zeros((len(anchors), len(choices)))
    of_name[np.arange(len(anchors)), [number for number, _, _ in anchors]] = 1.0
    total = np.log1p(_LIFT * (part @ of_name)).sum(axis=1)
    for (number, here, _), value in zip(spots, total.tolist(), strict=True):
        found[number][here] = value
    return found


def is_narrow(place: Place) -> bool:
    """Whether a place is narrow enough for its distance to others to say anything."""
    return place.lat is not None and (place.radius or 0.0) < _WIDEST_ANCHOR


def _closeness(
    spots: Sequence[tuple[int, int, Place]], anchors: Sequence[tuple[int, Place, float]]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How near each anchor is to each spot, 1 at the same point, less beyond its reach; 0 within one name."""
    lats = np.radians(np.array([place.lat for _, _, place in spots]))[:, None]
    lons = np.radians(np.array([place.lon for _, _, place in spots]))[:, None]
    other_lats = np.radians(np.array([place.lat for _, place, _ in anchors]))[None, :]
    other_lons = np.radians(np.array([place.lon for _, place, _ in anchors]))[None, :]
    turn = np.abs(other_lons - lons)
    turn = np.minimum(turn, 2 * np.pi - turn) * np.cos((lats + other_lats) / 2)
    km = EARTH_KM * np.hypot(other_lats - lats, turn)
    reach = _NEAR_KM + np.array([place.radius or 0.0 for _, place, _ in anchors])[None, :]
    same = (
        np.array([number for number, _, _ in spots])[:, None] == np.array([number for number, _, _ in anchors])[None, :]
    )
    return np.where(same, 0.0, 1.0 / (1.0 + (km / reach) ** 2))
