"""Readings of the patterns in `data/figures.toml`: from words to numbers, and from numbers to figure expressions."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extract.cascade import Grammar, Hit, Reading
from kg.extract.figure_values import FigureExpression, FigureKind, Number
from kg.model import Figure, Span

LEVELS = ("number", "figure")
_FOLDED = ("CARDINAL", "VAGUE", "YEARLIKE", "FOUND")
_COMPOUND = re.compile(r"[-‑](?=[^\W\d_])")


class FigureGrammar(Grammar):
    """The grammar of `data/figures.toml` with its readings."""

    def __init__(self) -> None:
        readings: dict[str, Reading] = {
            name.removeprefix("_read_"): getattr(self, name) for name in dir(self) if name.startswith("_read_")
        }
        super().__init__("figures.toml", readings, LEVELS, _FOLDED)

    # ------------------------------------------------------------ numbers

    def _read_nothing(self, hit: Hit) -> Number:
        return Number("OTHER", Figure(None, None), "code")

    def _read_code(self, hit: Hit) -> Number:
        return Number("FOUND", Figure(None, None), "code")

    def _read_label(self, hit: Hit) -> Number | None:
        at = hit.last - 1
        gap = hit.tokens.text[hit.tokens.ends[hit.first] : hit.tokens.starts[at]]
        if "\n" in gap or (hit.has("no") and hit.tokens.surface(hit.first, hit.first) != "No"):
            return None
        return Number("FOUND", _exact(_digits(hit, at)), "code")

    def _read_ordinal(self, hit: Hit) -> Number:
        value = hit["ordinal"]
        number = value if isinstance(value, int) else int(str(value)[:-2])
        return Number("FOUND", _exact(number), "ordinal")

    def _read_yearlike(self, hit: Hit) -> Number:
        """Four digits alone: a count only before a word in small letters that they can count."""
        after = hit.tokens.text[hit.tokens.ends[hit.last - 1] :][:2]
        form = "CARDINAL" if after[:1] == " " and after[1:].islower() else "YEARLIKE"
        return Number(form, _exact(hit["year"]), "cardinal" if form == "CARDINAL" else "year")

    def _read_digits(self, hit: Hit) -> Number | None:
        at = hit.first
        number = _digits(hit, at)
        if number is None:
            return None
        if self._enumerates(hit):
            return Number("FOUND", _exact(number), "code")
        if isinstance(number, float):
            return Number("FOUND" if not self._measured(hit) else "CARDINAL", _around(number), "measure")
        return Number("CARDINAL", _exact(number))

    def _enumerates(self, hit: Hit) -> bool:
        """Whether the number opens a line and is followed by a point or bracket: "1. First item"."""
        text, start = hit.tokens.text, hit.tokens.starts[hit.first]
        line = text[text.rfind("\n", 0, start) + 1 : start]
        return not line.strip() and text[hit.tokens.ends[hit.first] :][:1] in (".", ")") and hit.last - hit.first == 1

    def _measured(self, hit: Hit) -> bool:
        letters, currency = hit.tokens.letters, self.letter("CURRENCY")
        before = hit.first > 0 and letters[hit.first - 1] == currency
        return before or any(letter in self.letter("UNIT") for letter in letters[hit.last : hit.last + 4])

    def _read_spaced(self, hit: Hit) -> Number | None:
        """Thousands set apart by a space: every group but the first has three digits."""
        tokens = hit.tokens
        surface = tokens.surface(hit.first, hit.last - 1)
        if not re.fullmatch(r"\d{1,3}(?: \d{3})+", surface):
            return None
        if hit.first > 0 and tokens.letters[hit.first - 1] == self.letter("MONTH"):
            return None
        return Number("CARDINAL", _exact(int(surface.replace(" ", ""))))

    def _read_scaled(self, hit: Hit) -> Number | None:
        number, scale = _digits(hit, hit.first), hit.tokens.values[hit.last - 1]
        if number is None:
            return None
        return Number("CARDINAL", _exact(round(number * scale)))

    def _read_suffixed(self, hit: Hit) -> Number | None:
        """ "5k", "$2m": the letter sticks to the number; a lone "m" is a metre unless it is money."""
        tokens, last = hit.tokens, hit.last - 1
        number = _digits(hit, hit.first)
        if number is None or last - hit.first != 1 or tokens.ends[hit.first] != tokens.starts[last]:
            return None
        money = hit.first > 0 and tokens.letters[hit.first - 1] == self.letter("CURRENCY")
        if tokens.letters[last] == self.letter("MILLION_OR_METRE") and not money:
            return Number("FOUND", _around(number), "measure")
        return Number("CARDINAL", _exact(round(number * tokens.values[last])))

    def _read_words(self, hit: Hit) -> Number | None:
        total, group, seen = 0.0, 0.0, False
        tokens = hit.tokens
        for at in range(hit.first, hit.last):
            letter, value = tokens.letters[at], tokens.values[at]
            if letter in self.letter("SCALES") or letter == self.letter("DOZEN"):
                group = (group or 1) * value
                if letter != self.letter("HUNDRED"):
                    total, group = total + group, 0.0
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                group, seen = group + value, True
        whole = round(total + group)
        return Number("CARDINAL", _exact(whole)) if seen or whole else None

    def _read_dozens(self, hit: Hit) -> Number | None:
        first = hit.first
        number = _digits(hit, first) if hit.tokens.letters[first] in self.letter("DIGITS") else hit.tokens.values[first]
        return None if number is None else Number("CARDINAL", _exact(round(number * 12)))

    def _read_vague(self, hit: Hit) -> Number:
        minimum = hit["vague"] * (hit["scale"] if hit.has("scale") else 1)
        return Number("VAGUE", Figure(minimum, None), vague=True)

    def _read_uncounted(self, hit: Hit) -> Number:
        return Number("VAGUE", Figure(None, None), vague=True)

    def _read_exact(self, hit: Hit) -> Number:
        return Number("CARDINAL", _exact(hit["exact"]))

    def _read_no(self, hit: Hit) -> Number:
        return Number("FOUND", _exact(hit["no"]), "determiner")

    def _read_fraction(self, hit: Hit) -> Number:
        return Number("FOUND", Figure(None, None), "fraction")

    def _read_frequency(self, hit: Hit) -> Number:
        return Number("FOUND", _exact(hit["times"]), "frequency")

    # ------------------------------------------------------------ figures

    def _expression(self, hit: Hit, figure: Figure, kind: FigureKind, last: str = "n") -> FigureExpression:
        tokens = hit.tokens
        first_at = hit.groups["low"] if hit.has("low") else hit.groups["n"]
        last_at = hit.groups["high"] if hit.has("high") else hit.groups.get(last, first_at)
        start, end = tokens.starts[hit.first], tokens.ends[hit.last - 1]
        before = tokens.letters[hit.first : first_at]
        number: Number = tokens.values[first_at]
        further = self.letter("MORE") in tokens.letters[last_at + 1 : hit.last] or any(
            letter in before for letter in (self.letter("FURTHER"), self.letter("ANOTHER"), self.letter("OTHERS"))
        )
        further = further or tokens.letters[hit.last : hit.last + 1] == self.letter("OTHERS")
        if self.letter("ABOUT") in before and not figure.approximate:
            figure = replace(figure, approximate=True)
        return FigureExpression(
            Span(start, end),
            tokens.text[start:end],
            Span(tokens.starts[first_at], tokens.ends[last_at]),
            figure,
            kind,
            further,
            self.letter("DEFINITE") in before,
            isinstance(number, Number) and number.vague,
            compound=bool(_COMPOUND.match(tokens.text, end)) and kind in ("cardinal", "ordinal"),
        )

    def _number(self, hit: Hit, name: str = "n") -> Number:
        return hit[name]

    def _read_plain(self, hit: Hit) -> FigureExpression:
        number = self._number(hit)
        return self._expression(hit, number.figure, number.kind)

    def _read_found(self, hit: Hit) -> FigureExpression:
        number = self._number(hit)
        return self._expression(hit, number.figure, number.kind)

    def _read_bounded(self, hit: Hit) -> FigureExpression | None:
        number = self._number(hit)
        if number.kind == "year" or self._bounds_nothing(hit):
            return None
        return self._expression(hit, self._bounded(hit, number), "cardinal")

    def _bounded(self, hit: Hit, number: Number) -> Figure:
        """The figure with the bound that the words set to it."""
        figure = number.figure
        if not hit.has("bound"):
            return figure
        upper = hit.tokens.letters[hit.groups["bound"]] in self.letter("AT_MOST")
        if number.vague:
            return Figure(None, None) if upper else figure
        if upper:
            return Figure(None, None if figure.max is None else figure.max + hit["bound"])
        return Figure(None if figure.min is None else figure.min + hit["bound"], None)

    def _bounds_nothing(self, hit: Hit) -> bool:
        """Whether "over" or "under" is a preposition of another kind: "control over 10 villages", "over two towns"."""
        letters, at = hit.tokens.letters, hit.groups["bound"]
        if letters[at] not in self.letter("LOOSE"):
            return False
        first = hit.groups["n"]
        word = hit.tokens.surface(first, first).lower()
        few = word.isalpha() and " " not in word and (hit["n"].figure.max or 0) < 10
        return few or (at > 0 and letters[at - 1] in self.letter("RULES"))

    def _read_at_least(self, hit: Hit) -> FigureExpression:
        number = self._number(hit)
        return self._expression(hit, Figure(number.figure.min, None), number.kind)

    def _read_at_most(self, hit: Hit) -> FigureExpression:
        number = self._number(hit)
        return self._expression(hit, Figure(None, number.figure.max), number.kind)

    def _read_roughly(self, hit: Hit) -> FigureExpression:
        number = self._number(hit)
        return self._expression(hit, replace(number.figure, approximate=True), number.kind)

    def _read_range(self, hit: Hit) -> FigureExpression | None:
        low, high = self._number(hit, "low").figure, self._number(hit, "high").figure
        if low.min is None or high.max is None or low.min >= high.max:
            return None
        letters, first = hit.tokens.letters, hit.first
        rise, origin = self.letter("RISE"), self.letter("FROM")
        opens = origin in letters[first : hit.groups["low"]] or (first > 0 and letters[first - 1] == origin)
        if opens and rise in letters[max(first - 3, 0) : first]:
            return None
        return self._expression(hit, Figure(low.min, high.max), "cardinal")

    def _of_kind(self, hit: Hit, kind: FigureKind) -> FigureExpression | None:
        """A number of a kind, or two with "to" between them; None where the second is less than the first."""
        number = self._number(hit)
        figure = self._bounded(hit, number)
        if hit.has("to"):
            low, high = number.figure.min, hit["to"].figure.max
            if low is not None and high is not None and low > high:
                return None
            figure = Figure(low, high)
        return self._expression(hit, figure, kind, "to" if hit.has("to") else "n")

    def _read_age(self, hit: Hit) -> FigureExpression | None:
        return self._of_kind(hit, "age")

    def _read_money(self, hit: Hit) -> FigureExpression | None:
        return self._of_kind(hit, "money")

    def _read_percent(self, hit: Hit) -> FigureExpression | None:
        return self._of_kind(hit, "percent")

    def _read_measure(self, hit: Hit) -> FigureExpression | None:
        return self._of_kind(hit, "measure")

    def _read_duration(self, hit: Hit) -> FigureExpression | None:
        return self._of_kind(hit, "time")

    def _read_times(self, hit: Hit) -> FigureExpression | None:
        return self._of_kind(hit, "frequency")

    def _read_article(self, hit: Hit) -> FigureExpression:
        at = hit.groups["n"]
        tokens = hit.tokens
        span = Span(tokens.starts[at], tokens.ends[at])
        further = tokens.letters[at] == self.letter("ANOTHER")
        surface = tokens.text[span.start : span.end]
        return FigureExpression(span, surface, span, _exact(1), "determiner", further)


def _exact(number: float | None) -> Figure:
    whole = None if number is None else int(number)
    return Figure(whole, whole)


def _around(number: float) -> Figure:
    """The whole numbers on both sides of a decimal."""
    low = int(number // 1)
    return Figure(low, low if number == low else low + 1)


def _digits(hit: Hit, at: int) -> float | None:
    """The value of a token of digits: int, or float for a decimal."""
    value = hit.tokens.values[at]
    if isinstance(value, str):
        plain = re.sub(r"[,\s]", "", value)
        return float(plain) if "." in plain else int(plain)
    return value
