"""A finite-state cascade over words: the machine under `dates` and `figures`.

A text becomes a row of tokens, each with one letter for its class; patterns are regular expressions
over these letters, so that a whole text is searched by compiled code at a few microseconds a word.
What one level finds is folded into a single token for the next level (Abney, "Partial Parsing via
Finite-State Cascades", 1996).

Words and patterns come from TOML:

    [words.MONTH]            a class: word or phrase = value
    case = "title"           "title": as given or in capitals; "exact": as given; "any" (the default): in any case
    entries = { March = 3 }
    [sets]                   names for several classes
    DAY = ["SMALL", "DAY31"]
    [macros]                 names for parts of patterns, written $NAME in a pattern
    [[atom]]                 a pattern of a level, in a small notation, and the reading that gives its value
    pattern = "day:DAY OF? month:MONTH"
    reading = "month_day"

In a pattern `NAME` is a class or set, `x:NAME` captures it as `x`, `!NAME` forbids it to follow,
`?`, `*`, `+`, `|` and parentheses are those of regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.errors import DataError
from kg.extract.lexicon import read_toml

# Classes that the shape of a token gives, without any list of words.
SHAPES = (
    "OTHER",  # any other word
    "SYMBOL",  # any other mark
    "BREAK",  # an empty line
    "ISO",  # 2024-05-17
    "NUMERIC",  # 17/05/2024
    "CLOCK",  # 10:30
    "DECADE",  # 1990s
    "GROUPED",  # 1,994
    "DECIMAL",  # 2.5
    "SMALL",  # 1 to 12
    "DAY31",  # 13 to 31
    "YEAR",  # 1800 to 2099
    "INTEGER",  # any other run of digits
    "ORDINAL",  # 3rd
    "CODE",  # M23, T-72
    "POSSESSIVE",  # 's
)

_TOKEN = re.compile(
    r"""
      (?P<ISO>(?<![\d/-])\d{4}(?:-\d\d-|/\d\d/)\d\d(?![\d/-])(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)
    | (?P<NUMERIC>(?<![\d/.])\d\d?(?:/\d\d?/|\.\d\d?\.|-\d\d?-)\d{4}(?![\d/-]))
    | (?P<CLOCK>[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d))
    | (?P<DECADE>1[0-9]\d0['’]?s|20\d0['’]?s)\b
    | (?P<ORDINAL>\d+(?:st|nd|rd|th)\b)
    | (?P<GROUPED>\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d+(?!\d))?|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d))
    | (?P<DECIMAL>\d+\.\d+(?![.\d]))
    | (?P<DIGITS>\d+)
    | (?P<PREFIX>(?:[Mm]id|[Ee]arly|[Ll]ate|[Ee]nd)(?=[-‑–]\w))
    | (?P<CODE>[^\W\d_]+[-‑]?\d[\w‑-]*)
    | (?P<POSSESSIVE>['’]s\b)
    | (?P<WORD>[^\W\d_]+)
    | (?P<BREAK>\n[^\S\n]*\n\s*)
    | (?P<SYMBOL>[^\w\s]|_)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into words and marks: parallel rows of starts, ends (exclusive), values; `letters` their classes."""

    text: str
    letters: str
    starts: list[int]
    ends: list[int]
    values: list[Any]

    def surface(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern's match: tokens `first` to `last` (exclusive), the captures by name, the reading's value."""

    first: int
    last: int
    groups: Mapping[str, int]
    tokens: Tokens
    value: Any = None

    def __getitem__(self, name: str) -> Any:
        """Value of the token captured as `name`, None where the pattern did not use it."""
        at = self.groups.get(name, -1)
        return None if at < 0 else self.tokens.values[at]

    def has(self, name: str) -> bool:
        """Whether the pattern captured `name`."""
        return self.groups.get(name, -1) >= 0


Reading = Callable[[Hit], Any]


@dataclass(frozen=True, slots=True)
class _Rule:
    regex: re.Pattern[str]
    reading: Reading
    names: tuple[str, ...]
    needs: str


class Grammar:
    """Words, sets and patterns of one TOML file, compiled. `folded` are the classes that `fold` gives to hits.

    Raises DataError where a pattern names an unknown class or reading, or a table has a wrong form.
    """

    def __init__(
        self, source: str, readings: Mapping[str, Reading], levels: Iterable[str], folded: Iterable[str] = ()
    ) -> None:
        self.source = source
        self.data: dict[str, Any] = read_toml(source)
        self._letter: dict[str, str] = {}
        self._sets: dict[str, str] = {}
        for name in (*SHAPES, *folded):
            self._add_class(name)
        self._words: dict[str, tuple[str, Any]] = {}
        self._phrases: dict[str, tuple[re.Pattern[str], dict[str, tuple[str, Any]]]] = {}
        self._load_words()
        for name, members in self.data.get("sets", {}).items():
            self._sets[name] = "".join(map(self.letter, members))
        self.other = self.letter("OTHER")
        self._levels = {level: self._load_rules(level, readings) for level in levels}

    def letter(self, name: str) -> str:
        """The letter that stands for a class, or the letters of a set, in `Tokens.letters`."""
        found = self._letter.get(name) or self._sets.get(name)
        if not found:
            raise DataError(f"unknown class {name!r}", where=self.source, remedy="Define it under [words] or [sets]")
        return found

    def _add_class(self, name: str) -> None:
        if name not in self._letter:
            self._letter[name] = chr(0x100 + len(self._letter))

    def _load_words(self) -> None:
        phrases: dict[str, dict[str, tuple[str, Any]]] = {}
        for name, table in self.data.get("words", {}).items():
            self._add_class(name)
            letter, case = self._letter[name], table.get("case", "any")
            entries = table.get("entries")
            if isinstance(entries, list):
                entries = dict.fromkeys(entries, True)
            if not isinstance(entries, dict):
                raise DataError(f"class {name!r} has no entries", where=self.source, remedy="Give a table or a list")
            for entry, value in entries.items():
                forms = {entry} if case == "exact" else {entry, entry.upper()}
                if case == "any":
                    forms |= {entry.capitalize(), entry.title()}
                for form in forms:
                    head, *rest = re.findall(r"\w+|[^\w\s]", form)
                    if rest:
                        phrases.setdefault(head, {})[_fold_phrase(form[len(head) :])] = (letter, value)
                    else:
                        self._words[form] = (letter, value)
        for head, tails in phrases.items():
            ordered = sorted(tails, key=len, reverse=True)
            body = "|".join(_phrase_pattern(tail) for tail in ordered)
            self._phrases[head] = (re.compile(body, re.IGNORECASE), tails)
            self._words.setdefault(head, (self._letter["OTHER"], None))

    def _load_rules(self, level: str, readings: Mapping[str, Reading]) -> list[_Rule]:
        rules = []
        for table in self.data.get(level, []):
            try:
                pattern, reading = table["pattern"], readings[table["reading"]]
            except KeyError as error:
                raise DataError(
                    f"[[{level}]] {table!r} lacks or misnames {error}",
                    where=self.source,
                    remedy=f"Give a pattern and one of the readings {', '.join(sorted(readings))}",
                ) from error
            regex = re.compile(self._compile(pattern))
            rules.append(_Rule(regex, reading, tuple(regex.groupindex), _needed(regex.pattern, self.other)))
        return rules

    def _compile(self, pattern: str) -> str:
        macros: dict[str, str] = self.data.get("macros", {})

        def element(match: re.Match[str]) -> str:
            letters = "[" + self.letter(match["name"]) + "]"
            if match["forbid"]:
                return f"(?!{letters})"
            return f"(?P<{match['as']}>{letters})" if match["as"] else letters

        for _ in range(len(macros) + 1):
            pattern = re.sub(r"\$([A-Z_]+)", lambda match: f"({macros.get(match[1], match[0])})", pattern)
        grouped = pattern.replace("(", "(?:")
        regex = re.sub(r"(?P<forbid>!)?(?:(?P<as>[a-z]\w*):)?(?P<name>[A-Z][A-Z0-9_]*)", element, grouped)
        return re.sub(r"\s+", "", regex)

    def tokenise(self, text: str) -> Tokens:
        """The words and marks of `text` with their classes. Phrases of the lexicon are one token."""
        letter, words, phrases = self._letter, self._words, self._phrases
        other = (self.other, None)
        letters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        values: list[Any] = []
        skip = 0
        for start, end, kind, surface in _cut(text):
            if start < skip:
                continue
            value: Any = None
            if kind == "WORD" or kind == "SYMBOL" or kind == "PREFIX":
                mark, value = words.get(surface) or (other if kind != "SYMBOL" else (letter["SYMBOL"], surface))
                tails = phrases.get(surface)
                if tails and (tail := tails[0].match(text, end)):
                    mark, value = tails[1][_fold_phrase(tail.group())]
                    end = skip = tail.end()
            elif kind == "DIGITS":
                mark, value = letter[_digits_class(surface)], int(surface) if len(surface) < 16 else None
            else:
                mark, value = letter[kind], surface
            letters.append(mark)
            starts.append(start)
            ends.append(end)
            values.append(value)
        return Tokens(text, "".join(letters), starts, ends, values)

    def find(self, level: str, tokens: Tokens) -> list[Hit]:
        """Matches of a level's patterns that do not overlap, the longest first served, in the order of the text.

        A reading that answers None refuses its match, and a shorter one may take its place.
        """
        letters = tokens.letters
        candidates: list[tuple[int, int, int, re.Match[str], _Rule]] = []
        present = set(letters)
        for order, rule in enumerate(self._levels[level]):
            if rule.needs and present.isdisjoint(rule.needs):
                continue
            for match in rule.regex.finditer(letters):
                first, last = match.span()
                if last > first:
                    candidates.append((first - last, order, first, match, rule))
        candidates.sort(key=lambda candidate: candidate[:3])
        taken = bytearray(len(letters))
        hits: list[Hit] = []
        for _, _, first, match, rule in candidates:
            last = match.end()
            if any(taken[first:last]):
                continue
            hit = Hit(first, last, {name: match.start(name) for name in rule.names}, tokens)
            value = rule.reading(hit)
            if value is None:
                continue
            taken[first:last] = b"\1" * (last - first)
            hits.append(Hit(first, last, hit.groups, tokens, value))
        hits.sort(key=lambda hit: hit.first)
        return hits

    def fold(self, tokens: Tokens, hits: Iterable[Hit], classify: Callable[[Any], str]) -> Tokens:
        """The same text with each hit as one token of the class that `classify` gives for its value."""
        letters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        values: list[Any] = []
        at = 0
        for hit in hits:
            letters.append(tokens.letters[at : hit.first])
            starts += tokens.starts[at : hit.first]
            ends += tokens.ends[at : hit.first]
            values += tokens.values[at : hit.first]
            letters.append(self.letter(classify(hit.value)))
            starts.append(tokens.starts[hit.first])
            ends.append(tokens.ends[hit.last - 1])
            values.append(hit.value)
            at = hit.last
        letters.append(tokens.letters[at:])
        starts += tokens.starts[at:]
        ends += tokens.ends[at:]
        values += tokens.values[at:]
        return Tokens(tokens.text, "".join(letters), starts, ends, values)


# What a compiled pattern is made of: what must not follow, classes (captured or not), groups, alternatives.
_PARTS = re.compile(
    r"""
      \(\?![^)]*\)
    | (?:\(\?P<\w+>\[(?P<captured>[^]]*)\]\) | \[(?P<plain>[^]]*)\]) (?P<optional>[?*]|\{0)?
    | (?P<open>\(\?:) | (?P<close>\)) | (?P<or>\|)
    """,
    re.VERBOSE,
)


def _needed(regex: str, common: str) -> str:
    """Letters of which every match of a compiled pattern has at least one; empty where nothing can be said.

    Of the classes that stand outside of all parentheses and may not be left out, the one with the fewest letters that
    lacks the letter `common`.
    """
    found: list[str] = []
    depth = 0
    for part in _PARTS.finditer(regex):
        depth += (part["open"] is not None) - (part["close"] is not None)
        letters = part["captured"] or part["plain"]
        if depth == 0 and part["or"]:
            return ""
        if depth == 0 and letters and not part["optional"] and common not in letters:
            found.append(letters)
    return min(found, key=len, default="")


@lru_cache(maxsize=2)
def _cut(text: str) -> list[tuple[int, int, str, str]]:
    """Start, end, shape and letters of each token, kept for the next grammar that asks for the same text."""
    return [(*match.span(), str(match.lastgroup), match.group()) for match in _TOKEN.finditer(text)]


def _digits_class(surface: str) -> str:
    if len(surface) <= 2:
        number = int(surface)
        return "SMALL" if 1 <= number <= 12 else "DAY31" if 13 <= number <= 31 else "INTEGER"
    return "YEAR" if len(surface) == 4 and "1800" <= surface <= "2099" else "INTEGER"


def _fold_phrase(tail: str) -> str:
    """One form for a phrase's tail, however it is spaced, quoted and capitalised."""
    return (" " if tail[:1].isspace() else "") + " ".join(tail.replace("’", "'").lower().split())


def _phrase_pattern(tail: str) -> str:
    parts = [re.escape(part).replace("'", "['’]") for part in tail.split()]
    pattern = (r"\s+" if tail[:1].isspace() else "") + r"\s+".join(parts)
    return pattern + r"(?!\w)" if tail[-1:].isalnum() else pattern
