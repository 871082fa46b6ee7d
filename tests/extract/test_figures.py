"""What figures are found, with which bounds, and what is told from a count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.dates import find_times
from kg.extract.figures import FigureExpression, find_figures, parse_number
from kg.model import Figure, Span


def counts(text: str) -> list[FigureExpression]:
    return [found for found in find_figures(text) if found.counts and found.kind != "determiner"]


def only(text: str) -> FigureExpression:
    found = counts(text)
    assert len(found) == 1, [(expression.text, expression.kind) for expression in find_figures(text)]
    return found[0]


# Text; the words that state the figure; its bounds.
EXACT = [
    ("killing 21 members of the force", "21", 21),
    ("killing 1,994 captives", "1,994", 1994),
    ("killing 1 994 captives", "1 994", 1994),
    ("killing 1\u00a0994 captives", "1\u00a0994", 1994),
    ("displacing 12,345,678 people", "12,345,678", 12345678),
    ("displacing 2.5 million people", "2.5 million", 2500000),
    ("displacing 3 million people", "3 million", 3000000),
    ("displacing 20 thousand people", "20 thousand", 20000),
    ("displacing three million people", "three million", 3000000),
    ("displacing half a million people", "half a million", 500000),
    ("displacing a million people", "a million", 1000000),
    ("displacing 40k people", "40k", 40000),
    ("displacing 1.2bn people", "1.2bn", 1200000000),
    ("Twenty-one men were shot", "Twenty-one", 21),
    ("Twenty one men were shot", "Twenty one", 21),
    ("TWENTY-ONE MEN WERE SHOT", "TWENTY-ONE", 21),
    ("One hundred men were shot", "One hundred", 100),
    ("a hundred and five men were shot", "a hundred and five", 105),
    ("two hundred five men were shot", "two hundred five", 205),
    ("nineteen hundred men were shot", "nineteen hundred", 1900),
    ("three thousand, four hundred and two men", "three thousand, four hundred and two", 3402),
    ("Nine attacks were carried out", "Nine", 9),
    ("eleven of the wounded", "eleven", 11),
    ("two dozen rockets", "two dozen", 24),
    ("a dozen rockets", "a dozen", 12),
    ("half a dozen rockets", "half a dozen", 6),
    ("half-a-dozen rockets", "half-a-dozen", 6),
    ("three dozen rockets", "three dozen", 36),
    ("both brothers died", "both", 2),
    ("a couple of boys died", "a couple of", 2),
    ("debris killed a couple", "a couple", 2),
    ("a pair of drones", "a pair of", 2),
    ("a trio of gunmen", "a trio of", 3),
    ("a single gunman", "a single", 1),
    ("a lone gunman", "a lone", 1),
    ("one soldier was killed", "one", 1),
    ("one of the guards", "one", 1),
    ("zero survivors", "zero", 0),
    ("none survived", "none", 0),
    ("nobody was hurt", "nobody", 0),
    ("no one was hurt", "no one", 0),
    ("exactly 17 shells", "exactly 17", 17),
    ("all 17 hostages", "all 17", 17),
    ("a total of 17 hostages", "a total of 17", 17),
    ("only 17 hostages", "only 17", 17),
    ("the two sides", "the two", 2),
    ("these three men", "these three", 3),
    ("their four guards", "their four", 4),
    ("two more men died", "two more", 2),
    ("another 12 men died", "another 12", 12),
    ("a further 12 men died", "a further 12", 12),
    ("an additional three men died", "an additional three", 3),
    ("the other 12 men died", "the other 12", 12),
    ("the remaining six men fled", "the remaining six", 6),
    ("ten others were injured", "ten", 10),
    ("toll climbs to 37", "37", 37),
    ("103 from each side", "103", 103),
    ("killed 2014 people", "2014", 2014),
    ("in 2000 homes", "2000", 2000),
    ("12 civilians (", "12", 12),
    ("(12 civilians)", "12", 12),
    ("12, said the mayor", "12", 12),
    ("sent 1800 troops", "1800", 1800),
]

BOUNDED = [
    ("at least 21 dead", "at least 21", (21, None)),
    ("At least twenty-one dead", "At least twenty-one", (21, None)),
    ("no fewer than 21 dead", "no fewer than 21", (21, None)),
    ("no less than 21 dead", "no less than 21", (21, None)),
    ("not less than 21 dead", "not less than 21", (21, None)),
    ("a minimum of 21 dead", "a minimum of 21", (21, None)),
    ("upwards of 21 dead", "upwards of 21", (21, None)),
    ("21 or more dead", "21 or more", (21, None)),
    ("killed 21 at least", "21 at least", (21, None)),
    ("60-plus villages", "60-plus", (60, None)),
    ("100+ dead", "100+", (100, None)),
    ("more than 30 killed", "more than 30", (31, None)),
    ("More than thirty killed", "More than thirty", (31, None)),
    ("over 30 killed", "over 30", (31, None)),
    ("well over 30 killed", "well over 30", (31, None)),
    ("in excess of 30 killed", "in excess of 30", (31, None)),
    ("more than two dozen killed", "more than two dozen", (25, None)),
    ("over a dozen killed", "over a dozen", (13, None)),
    ("more than a hundred killed", "more than a hundred", (101, None)),
    ("at least another 12 hurt", "at least another 12", (12, None)),
    ("another at least 12 hurt", "another at least 12", (12, None)),
    ("at least some 12 hurt", "at least some 12", (12, None)),
    ("up to 5 hostages", "up to 5", (None, 5)),
    ("as many as 5 hostages", "as many as 5", (None, 5)),
    ("no more than 5 hostages", "no more than 5", (None, 5)),
    ("a maximum of 5 hostages", "a maximum of 5", (None, 5)),
    ("at most 5 hostages", "at most 5", (None, 5)),
    ("5 or fewer hostages", "5 or fewer", (None, 5)),
    ("fewer than 10 hostages", "fewer than 10", (None, 9)),
    ("less than 10 hostages", "less than 10", (None, 9)),
    ("under 10 hostages", "under 10", (None, 9)),
    ("between 10 and 15 hostages", "between 10 and 15", (10, 15)),
    ("Between two and five hostages", "Between two and five", (2, 5)),
    ("10 to 15 hostages", "10 to 15", (10, 15)),
    ("10-15 hostages", "10-15", (10, 15)),
    ("10–15 hostages", "10–15", (10, 15)),
    ("from two to five hostages", "from two to five", (2, 5)),
    ("two or three hostages", "two or three", (2, 3)),
    ("10,000 to 12,000 hostages", "10,000 to 12,000", (10000, 12000)),
    ("between 10,000 and 12,000 hostages", "between 10,000 and 12,000", (10000, 12000)),
    ("dozens of boys", "dozens", (24, None)),
    ("Scores of boys", "Scores", (40, None)),
    ("hundreds of boys", "hundreds", (200, None)),
    ("thousands of boys", "thousands", (2000, None)),
    ("tens of thousands of boys", "tens of thousands", (20000, None)),
    ("hundreds of thousands of boys", "hundreds of thousands", (200000, None)),
    ("millions of boys", "millions", (2000000, None)),
    ("several boys", "several", (2, None)),
    ("a few boys", "a few", (2, None)),
    ("a handful of boys", "a handful of", (2, None)),
    ("several dozen boys", "several dozen", (24, None)),
    ("several hundred boys", "several hundred", (200, None)),
    ("a few thousand boys", "a few thousand", (2000, None)),
    ("multiple boys", "multiple", (2, None)),
    ("a number of boys", "a number of", (2, None)),
    ("at least dozens of boys", "at least dozens", (24, None)),
    ("more than several hundred boys", "more than several hundred", (200, None)),
    ("many boys", "many", (None, None)),
    ("an unknown number of boys", "an unknown number of", (None, None)),
]

APPROXIMATE = [
    ("about 63 others", "about 63", 63),
    ("around 20 men", "around 20", 20),
    ("some 50 men", "some 50", 50),
    ("nearly 100 men", "nearly 100", 100),
    ("almost a hundred men", "almost a hundred", 100),
    ("approximately 40 men", "approximately 40", 40),
    ("roughly 40 men", "roughly 40", 40),
    ("an estimated 40 men", "an estimated 40", 40),
    ("close to 40 men", "close to 40", 40),
    ("40 or so men", "40 or so", 40),
    ("~40 men", "~40", 40),
    ("some two dozen men", "some two dozen", 24),
]

# What is found and is no count of things: text, the words, the kind.
OTHER_KINDS = [
    ("the second swap", "second", "ordinal"),
    ("the 25th Division", "25th", "ordinal"),
    ("a sixth man", "sixth", "ordinal"),
    ("the M23 group", "M23", "code"),
    ("a T-72 tank", "T-72", "code"),
    ("an F-16 jet", "F-16", "code"),
    ("a Su-24 jet", "Su-24", "code"),
    ("flight MH17", "MH17", "code"),
    ("along Route 66", "Route 66", "code"),
    ("Resolution 2254", "Resolution 2254", "code"),
    ("Article 5", "Article 5", "code"),
    ("Brigade 47", "Brigade 47", "code"),
    ("hospital No. 5", "No. 5", "code"),
    ("hospital No 5", "No 5", "code"),
    ("since 9/11", "9/11", "code"),
    ("call 910-555-0100", "910-555-0100", "code"),
    ("1. Northern front", "1", "code"),
    ("a 155 mm shell", "155 mm", "measure"),
    ("a 155-mm shell", "155-mm", "measure"),
    ("a 122mm rocket", "122mm", "measure"),
    ("10 km east", "10 km", "measure"),
    ("some 10 kilometres east", "some 10 kilometres", "measure"),
    ("7.5 kilometers east", "7.5 kilometers", "measure"),
    ("10,000 square kilometres", "10,000 square kilometres", "measure"),
    ("300 tonnes of grain", "300 tonnes", "measure"),
    ("$5 million in aid", "$5 million", "money"),
    ("more than $5 million in aid", "more than $5 million", "money"),
    ("€1.5bn in aid", "€1.5bn", "money"),
    ("500 euros", "500 euros", "money"),
    ("40% of the town", "40%", "percent"),
    ("40 per cent of the town", "40 per cent", "percent"),
    ("15 to 20 percent of the town", "15 to 20 percent", "percent"),
    ("3.5 percent", "3.5 percent", "percent"),
    ("a boy aged 12", "aged 12", "age"),
    ("her 12-year-old boy", "12-year-old", "age"),
    ("boys aged between 12 and 15", "aged between 12 and 15", "age"),
    ("he is 30 years old", "30 years old", "age"),
    ("at 3 a.m.", "3 a.m.", "time"),
    ("on 24 February", "24", "time"),
    ("in March 2024", "2024", "time"),
    ("for 17 years", "17 years", "time"),
    ("since 2011", "2011", "time"),
    ("Conference Geneva 2016.", "2016", "year"),
    ("half of the town", "half of", "fraction"),
    ("one-third of the town", "one-third of", "fraction"),
    ("half the town", "half the", "fraction"),
    ("a 500-pound bomb", "500-pound", "measure"),
    ("two thirds of the town", "two thirds of", "fraction"),
    ("struck twice", "twice", "frequency"),
    ("struck three times", "three times", "frequency"),
]


@pytest.mark.parametrize(("text", "words", "number"), EXACT)
def test_a_plain_number_is_both_its_bounds(text: str, words: str, number: int) -> None:
    found = only(text)
    assert (found.text, found.figure) == (words, Figure(number, number))


@pytest.mark.parametrize(("text", "words", "bounds"), BOUNDED)
def test_words_around_a_number_bound_it(text: str, words: str, bounds: tuple[int | None, int | None]) -> None:
    found = only(text)
    assert found.text == words
    assert (found.figure.min, found.figure.max) == bounds


@pytest.mark.parametrize(("text", "words", "number"), APPROXIMATE)
def test_about_makes_a_number_approximate(text: str, words: str, number: int) -> None:
    found = only(text)
    assert (found.text, found.figure) == (words, Figure(number, number, approximate=True))


@pytest.mark.parametrize(("text", "words", "kind"), OTHER_KINDS)
def test_what_counts_no_things_says_why(text: str, words: str, kind: str) -> None:
    found = [expression for expression in find_figures(text) if expression.kind != "determiner"]
    assert [(expression.text, expression.kind) for expression in found] == [(words, kind)]
    assert not found[0].counts


@pytest.mark.parametrize(
    "text",
    [
        "no longer",
        "no doubt about it",
        "a no-fly zone",
        "they met once again",
        "they hit one another",
        "He is a lot better",
    ],
)
def test_words_that_only_look_like_figures_are_left_alone(text: str) -> None:
    assert [found.text for found in find_figures(text) if found.text.lower() not in ("a", "an")] == []


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("a soldier", "a", 1),
        ("An officer", "An", 1),
        ("another was injured", "another", 1),
        ("no casualties", "no", 0),
        ("No casualties", "No", 0),
        ("without any losses", "without any", 0),
        ("without casualties", "without", 0),
        ("not a single loss", "not a single", 0),
    ],
)
def test_determiners_are_one_or_none(text: str, words: str, value: int) -> None:
    (found,) = find_figures(text)
    assert (found.text, found.kind, found.figure) == (words, "determiner", Figure(value, value))
    assert found.zero is (value == 0)


def test_a_part_knows_its_whole() -> None:
    part, whole = find_figures("shot down 72 of the 76 drones")
    assert (part.text, part.figure, part.out_of) == ("72", Figure(72, 72), Figure(76, 76))
    assert (whole.text, whole.definite, whole.out_of) == ("the 76", True, None)
    assert find_figures("three out of 10 trucks")[0].out_of == Figure(10, 10)
    assert find_figures("72 drones of 76")[0].out_of is None


def test_a_further_number_is_marked() -> None:
    for text in ("another 12 men", "a further 12", "12 more men", "12 others", "12 other men", "an additional 12"):
        assert only(text).further, text
    assert not only("12 men").further


def test_a_number_within_a_word_counts_nothing() -> None:
    for text in ("a five-member team", "a 1,500-strong force", "a two-storey house"):
        found = [expression for expression in find_figures(text) if expression.kind == "cardinal"]
        assert [expression.compound for expression in found] == [True], text
        assert not found[0].counts


def test_a_rise_is_two_figures_and_no_range() -> None:
    assert [found.figure.max for found in counts("The toll rose from 32 to 37")] == [32, 37]
    assert [found.figure.max for found in counts("The toll has been revised from 32 to 37")] == [32, 37]


def test_over_is_not_always_a_bound() -> None:
    assert only("control over 10 villages").figure == Figure(10, 10)
    assert only("a bomb fell over two streets").figure == Figure(2, 2)
    assert only("they flew over 20 villages").figure == Figure(20, 20)


def test_lists_give_each_figure() -> None:
    text = "killing 20 fighters, three soldiers and one civilian, and wounding at least 11, among them two women"
    assert [found.text for found in counts(text)] == ["20", "three", "one", "at least 11", "two"]


def test_the_core_is_the_number_alone() -> None:
    text = "killing at least 21 men"
    found = only(text)
    assert text[found.core.start : found.core.end] == "21"
    assert text[found.span.start : found.span.end] == "at least 21"


def test_offset_moves_every_span() -> None:
    (found,) = find_figures("at least 21 died on 3 May", offset=100)[:1]
    assert (found.span, found.core) == (Span(100, 111), Span(109, 111))
    assert [expression.kind for expression in find_figures("3 May", offset=100)] == ["time"]


def test_times_that_were_found_before_are_used() -> None:
    text = "20 died on 3 May"
    times = [found.span for found in find_times(text, None)]
    assert find_figures(text, times=times) == find_figures(text)
    assert [found.kind for found in find_figures(text, times=[])] == ["cardinal", "cardinal"]


# ---------------------------------------------------------------- properties

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int, link: str = " and ") -> str:
    """English words of a number below 10**12."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = link if rest < 100 else " "
            return f"{spelled(number // size, link)} {name}" + (f"{joint}{spelled(rest, link)}" if rest else "")
    raise AssertionError(number)


NUMBERS = st.integers(0, 10**12 - 1) | st.integers(0, 3000)


@given(NUMBERS, st.sampled_from(["{}", "{:,}"]))
def test_digits_read_back(number: int, form: str) -> None:
    assert parse_number(form.format(number)) == number


@given(NUMBERS, st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_digits_set_apart_by_spaces_read_back(number: int, space: str) -> None:
    assert parse_number(f"{number:,}".replace(",", space)) == number


@given(NUMBERS, st.sampled_from([" and ", " "]), st.sampled_from([str.lower, str.upper, str.capitalize]))
def test_words_read_back(number: int, link: str, case: object) -> None:
    assert parse_number(case(spelled(number, link))) == number  # type: ignore[operator]


@given(st.integers(1, 10**6), st.sampled_from(["people", "soldiers", "dead"]))
def test_a_count_reads_the_same_in_a_sentence(number: int, noun: str) -> None:
    text = f"The shelling left {number:,} {noun}, he said."
    (found,) = [expression for expression in find_figures(text) if expression.kind == "cardinal"]
    assert (found.figure, found.text) == (Figure(number, number), f"{number:,}")
    bounded = next(found for found in find_figures(f"at least {spelled(number)} {noun}") if found.kind == "cardinal")
    assert bounded.figure == Figure(number, None)


def test_more_than_behind_and_is_more_than() -> None:
    found = find_figures("17 were killed and more than 40 injured")
    assert [(one.figure.min, one.figure.max) for one in found] == [(17, 17), (41, None)]


def test_a_number_behind_a_dash_that_is_less_makes_no_range() -> None:
    found = find_figures("a boy aged 12 - half a dozen rockets")
    assert all(one.figure.min is None or one.figure.max is None or one.figure.min <= one.figure.max for one in found)
    assert 12 in [one.figure.min for one in found]


@given(
    st.lists(st.sampled_from([case[0] for case in EXACT + BOUNDED + APPROXIMATE + OTHER_KINDS] + ["\n\n", "-", "%"]))
)
@settings(deadline=None)
def test_spans_lie_in_the_text_in_order_and_hold_the_words(pieces: list[str]) -> None:
    text = " ".join(pieces)
    end = 0
    for found in find_figures(text, offset=7):
        start, stop = found.span.start - 7, found.span.end - 7
        assert end <= start < stop <= len(text)
        assert text[start:stop] == found.text
        assert found.span.covers(found.core)
        low, high = found.figure.min, found.figure.max
        assert low is None or high is None or low <= high
        end = stop


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for found in find_figures(text):
        assert text[found.span.start : found.span.end] == found.text


@pytest.mark.parametrize("surface", ["", "people", "a", "21 men", "two or three", "T-72", "third", "1,23"])
def test_what_is_no_number_is_none(surface: str) -> None:
    assert parse_number(surface) is None
