"""What one place name may mean: the readings of its words, and the places that a gazetteer has under each."""

from __future__ import annotations

from collections.abc import Sequence

from kg.countries import load_countries
from kg.link.folding import exact_key
from kg.link.gazetteer import Found, Gazetteers
from kg.link.ranking import BY_SOUND
from kg.link.spelling import as_written, in_full
from kg.link.typewords import Features, Reading
from kg.names import is_acronym

#: A name in capitals that is no longer than this may be an abbreviation of another one.
_SHORT = 3
#: How famous a place is of which others bear the name.
BORNE_BY_FAME = 0.7
#: How well a name agrees that a division shares with its town, but for an ending.
_NAMED_AFTER = 0.9
#: An adjective names its country this well.
_BY_ADJECTIVE = 0.95
#: From this prominence on a place is meant by its name rather than the country of an adjective that is spelled alike.
WELL_KNOWN = 0.6
#: From this likeness of their letters on a name is another one misspelt.
_MISSPELT = 0.84
#: Two transliterations agree this well where they differ in next to nothing.
_NEARLY_ALIKE = 0.76


class CandidateFinder:
    """Finds the places that a name may mean, by a gazetteer."""

    def __init__(self, gazetteers: Gazetteers, features: Features) -> None:
        self._gazetteers = gazetteers
        self._features = features

    def find(self, name: str) -> tuple[Reading, Sequence[Found]]:
        """The reading of a name under which places were found, and these; those of what stands before a comma where the
        name says itself what it lies in ("Burlington, Vermont").
        """
        reading, found = self._read(name)
        if found and found[0].name > BY_SOUND:
            return reading, found
        inner_name, comma, outer = name.partition(",")
        if comma and outer.strip() and inner_name.strip():
            inner = self._read(inner_name)
            if inner[1]:
                return inner
        return reading, found

    def _read(self, name: str) -> tuple[Reading, Sequence[Found]]:
        """The first reading under whose name the gazetteer has places: by spelling or the country of an adjective, by a
        famous place in it, by sound; last what a longer name begins with ("Lagos State Teaching Hospital").

        A street bears the name of a place far away: it is looked up whole.
        """
        readings = self._features.readings(name)
        if self._features.is_street(name):
            return readings[0], self._gazetteers.exact(name)
        for look_up in (self._by_spelling, self._by_fame, self._by_sound):
            for reading in readings:
                reading, found = look_up(reading)
                if found and reading.relation == "within":
                    reading, found = self._whole(readings, reading) or (reading, found)
                if found:
                    return reading, (*found, *self._of_kind(reading, found))
        for reading in self._features.heads(name):
            found = self._gazetteers.exact(reading.name)
            if found:
                return reading, found
        return readings[-1], ()

    def _by_spelling(self, reading: Reading) -> tuple[Reading, Sequence[Found]]:
        return reading, self._spelled(reading.name)

    def _by_fame(self, reading: Reading) -> tuple[Reading, Sequence[Found]]:
        """The famous place at an end of a name of several words: a thing named after it is most likely there."""
        for end in self._features.ends(reading.name):
            found = self._spelled(end.name)
            if any(one.place.known > BORNE_BY_FAME and (one.name == 1.0 or one.place.is_country) for one in found):
                return end, found
        return reading, ()

    def _by_sound(self, reading: Reading) -> tuple[Reading, Sequence[Found]]:
        return reading, self.sounding(reading.name)

    def _spelled(self, name: str) -> Sequence[Found]:
        """The places that bear a name. For an adjective ("German") that is no well-known place, the country, too.

        Short words ("Mt. Everest") are looked up in full where they are unknown. A short name in capitals ("EU") is
        no town whose own name is a word ("Eu"), where it is anything else.
        """
        found: Sequence[Found] = self._gazetteers.exact(name)
        if not found:
            full = in_full(name)
            return (self._gazetteers.exact(full) if full else ()) or self._by_demonym(name)
        if len(name) <= _SHORT and is_acronym(name):
            found = [one for one in found if one.place.class_ != "P" or one.name < 1.0] or found
        if max((one.place.known for one in found if one.name == 1.0), default=0.0) < WELL_KNOWN:
            return (*found, *self._by_demonym(name))
        return found

    def sounding(self, name: str) -> Sequence[Found]:
        """Places whose names sound like a name; an acronym and a number ("Highway 17") sound like nothing.

        Where names are written in Latin letters by those who live there, none is transliterated: a place there is
        meant only where its name is misspelt.
        """
        if is_acronym(name) or any(word.isdecimal() for word in name.split()):
            return ()
        written = as_written()
        return [
            one
            for one in self._gazetteers.sounding(name)
            if one.place.country not in written or _nearly(exact_key(name), exact_key(one.place.name))
        ]

    def _whole(self, readings: Sequence[Reading], part: Reading) -> tuple[Reading, Sequence[Found]] | None:
        """The longer name of which a part was found ("Lower Shabelle" is no Shabelle), and divisions of its sound."""
        for reading in readings[: readings.index(part)]:
            if reading.relation == "exact" and len(reading.name.split()) > len(part.name.split()):
                found = [
                    one
                    for one in self.sounding(reading.name)
                    if one.place.class_ == "A" and not one.place.is_country and one.name >= _NEARLY_ALIKE
                ]
                if found:
                    return reading, found
        return None

    def _by_demonym(self, name: str) -> Sequence[Found]:
        """The countries that an adjective is made of ("the Russian border")."""
        countries = load_countries().by_demonym(name)
        return [
            Found(one.place, _BY_ADJECTIVE)
            for country in countries
            for one in self._gazetteers.exact(country.name)
            if one.place.is_country
        ]

    def _of_kind(self, reading: Reading, found: Sequence[Found]) -> list[Found]:
        """Places of the kind that the words ask for, by sound, where none of those found is of that kind.

        One that holds a place of just this name bears it, too ("Kurskaya oblast" is the region of Kursk).
        """
        groups = reading.groups
        if not groups or any(self._features.fits(groups, one.place.class_, one.place.feature) for one in found):
            return []
        return [
            Found(one.place, _NAMED_AFTER) if any(one.place.holds(other.place) for other in found) else one
            for one in self.sounding(reading.name)
            if self._features.fits(groups, one.place.class_, one.place.feature)
        ]


def _nearly(name: str, other: str) -> bool:
    """Whether two names differ by a letter or two, as misspellings do."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(name, other) >= _MISSPELT
