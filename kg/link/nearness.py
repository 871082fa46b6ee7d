"""How near to each other the places lie that the names of a text may mean."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kg.link.choices import EARTH_KM, Choice
from kg.link.gazetteer import Place

#: Wider places than this say nothing of where a village lies, in km.
_WIDEST_ANCHOR = 350.0
_NEAR_KM = 60.0
#: As many options of a name can be near others, those that are likeliest by themselves.
_MOST_ANCHORS = 10
#: As many of them are near at a time, where each is that likely.
_MOST_LIKELY, _LIKELY = 4, 0.1
#: How much likelier a name is where one of its places lies near than anywhere: the reciprocal of how often one does.
_LIFT = 20.0
#: The company of a name is nearer than what is merely near: its closeness counts by this power.
_STEEP = 2


class Surroundings:
    """The options of all names of a text on the map: which lie near which."""

    def __init__(self, choices: Sequence[Choice], shares: Sequence[Sequence[float]]) -> None:
        """`shares` are those of the options by themselves, in the order that `choices` have now and must keep."""
        self._choices = choices
        self._shares = shares
        self._spots: list[tuple[int, int]] = []
        self._anchors: list[tuple[int, int]] = []
        for number, choice in enumerate(choices):
            narrow = [here for here, option in enumerate(choice.options) if _is_narrow(option.place)]
            self._spots.extend((number, here) for here in narrow)
            if len(narrow) > _MOST_ANCHORS:
                own = shares[number]
                narrow = sorted(narrow, key=lambda here, own=own: -own[here])[:_MOST_ANCHORS]
            self._anchors.extend((number, here) for here in narrow)
        self._empty = len(choices) < 2 or not self._anchors
        if not self._empty:
            self._closeness = self._measured()

    def nearness(self) -> list[list[float]]:
        """For each option how near the other names' best options are, 0 to 1."""
        columns, sure = [], []
        if not self._empty:
            likely = {
                (number, id(option))
                for number, choice in enumerate(self._choices)
                for option in sorted(choice.options, key=lambda one: -one.share)[:_MOST_LIKELY]
                if option.share > _LIKELY
            }
            for column, (number, here) in enumerate(self._anchors):
                option = self._choices[number].options[here]
                if (number, id(option)) in likely:
                    columns.append(column)
                    sure.append(0.9 * option.share / (1.0 + math.exp(-option.logit)))
        if not columns:
            return [[0.0] * len(choice.options) for choice in self._choices]
        near = 1.0 - np.prod(1.0 - self._closeness[:, columns] * np.array(sure)[None, :], axis=1)
        return self._of_options(near.tolist())

    def company(self) -> list[list[float]]:
        """For each option how many other names have a place near it, sure or not, as log odds.

        Names of villages that all have namesakes tell by their company where a text is set: somewhere each of them has
        one. A name counts by the share of its options that lie near, by the logarithm of what that makes it likelier
        there than elsewhere, as in a mixture of a local and a general source.
        """
        if self._empty:
            return [[0.0] * len(choice.options) for choice in self._choices]
        part = self._closeness**_STEEP * np.array([self._shares[number][here] for number, here in self._anchors])
        of_name = np.zeros((len(self._anchors), len(self._choices)))
        of_name[np.arange(len(self._anchors)), [number for number, _ in self._anchors]] = 1.0
        return self._of_options(np.log1p(_LIFT * (part @ of_name)).sum(axis=1).tolist())

    def _of_options(self, values: Sequence[float]) -> list[list[float]]:
        found = [[0.0] * len(choice.options) for choice in self._choices]
        for (number, here), value in zip(self._spots, values, strict=True):
            found[number][here] = value
        return found

    def _measured(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """How near each anchor is to each spot: 1 at the same point, less beyond its reach; 0 within one name."""
        spots = [self._choices[number].options[here].place for number, here in self._spots]
        anchors = [self._choices[number].options[here].place for number, here in self._anchors]
        lats, lons = (np.radians(np.array(one))[:, None] for one in _points(spots))
        other_lats, other_lons = (np.radians(np.array(one))[None, :] for one in _points(anchors))
        turn = np.abs(other_lons - lons)
        turn = np.minimum(turn, 2 * np.pi - turn) * np.cos((lats + other_lats) / 2)
        reach = _NEAR_KM + np.array([place.radius or 0.0 for place in anchors])[None, :]
        apart = ((other_lats - lats) ** 2 + turn**2) * (EARTH_KM / reach) ** 2
        same = (
            np.array([one for one, _ in self._spots])[:, None] == np.array([one for one, _ in self._anchors])[None, :]
        )
        return np.where(same, 0.0, 1.0 / (1.0 + apart))


def _points(places: Sequence[Place]) -> tuple[list[float | None], list[float | None]]:
    return [place.lat for place in places], [place.lon for place in places]


def _is_narrow(place: Place) -> bool:
    """Whether a place is narrow enough for its distance to others to say anything."""
    return place.lat is not None and (place.radius or 0.0) < _WIDEST_ANCHOR
