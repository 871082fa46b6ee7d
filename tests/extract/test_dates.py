"""What expressions of time are found, and what they mean on the calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.extract.dates import TimeExpression, edtf_bounds, find_times, reread, resolve_relative
from kg.model import Span

MONDAY = "2024-05-20"


def only(text: str, published: str | None = None, **options: object) -> TimeExpression:
    found = find_times(text, published, **options)  # type: ignore[arg-type]
    assert len(found) == 1, [expression.text for expression in found]
    return found[0]


# Words of time, in a sentence where they need one; what is found; EDTF.
UNDATED = [
    ("Clashes broke out in August.", "in August", "XXXX-08"),
    ("A depot burned on 8 March", "on 8 March", "XXXX-03-08"),
    ("A depot burned on March 8", "on March 8", "XXXX-03-08"),
    ("on the 8th of March they left", "on the 8th of March", "XXXX-03-08"),
    ("It began on Sept. 3 near the dam", "on Sept. 3", "XXXX-09-03"),
    ("Shelling resumed Dec. 6th", "Dec. 6th", "XXXX-12-06"),
    ("Shelling resumed Dec.14th", "Dec.14th", "XXXX-12-14"),
    ("They met on Saturday", "on Saturday", None),
    ("They met yesterday", "yesterday", None),
    ("They met last month", "last month", None),
    ("They met earlier this year", "earlier this year", None),
    ("They met two days ago", "two days ago", None),
    ("raids since early August", "since early August", "XXXX-08/.."),
    ("raids since August", "since August", "XXXX-08/.."),
    ("raids since 8 March", "since 8 March", "XXXX-03-08/.."),
    ("raids since March 2021", "since March 2021", "2021-03-01/.."),
    ("raids since 2011", "since 2011", "2011/.."),
    ("Since the start of 2024, raids", "Since the start of 2024", "2024-01-01/.."),
    ("Since the beginning of August, raids", "Since the beginning of August", "XXXX-08/.."),
    ("in 2019 the town fell", "in 2019", "2019"),
    ("in March 2019 the town fell", "in March 2019", "2019-03"),
    ("in March, 2019 the town fell", "in March, 2019", "2019-03"),
    ("in August of 2014 the town fell", "in August of 2014", "2014-08"),
    ("on 17 May 2024 the town fell", "on 17 May 2024", "2024-05-17"),
    ("on May 17, 2024, the town fell", "on May 17, 2024", "2024-05-17"),
    ("on Friday, May 17, 2024, the town fell", "on Friday, May 17, 2024", "2024-05-17"),
    ("on Friday 17 May 2024 the town fell", "on Friday 17 May 2024", "2024-05-17"),
    ("Fri 17 May 2024", "Fri 17 May 2024", "2024-05-17"),
    ("Report of 17/05/2024", "17/05/2024", "2024-05-17"),
    ("Report of 05/17/2024", "05/17/2024", "2024-05-17"),
    ("Report of 17.05.2024", "17.05.2024", "2024-05-17"),
    ("Report of 17-05-2024", "17-05-2024", "2024-05-17"),
    ("Report of 03/04/2024", "03/04/2024", "2024-04-03"),
    ("Report of 2024-05-17", "2024-05-17", "2024-05-17"),
    ("Report of 2024-05-17T09:30:00Z", "2024-05-17T09:30:00Z", "2024-05-17"),
    ("By a reporter | 5 Aug 2024", "5 Aug 2024", "2024-08-05"),
    ("5 AUGUST 2024 - BAGHDAD", "5 AUGUST 2024", "2024-08-05"),
    ("in the 1990s", "in the 1990s", "199X"),
    ("during the 2010s", "during the 2010s", "201X"),
    ("in early 2019", "in early 2019", "2019~"),
    ("in mid-2019", "in mid-2019", "2019~"),
    ("by late 2019", "by late 2019", "../2019"),
    ("in late March 2019", "in late March 2019", "2019-03~"),
    ("in mid-July", "in mid-July", "XXXX-07"),
    ("in the middle of July", "in the middle of July", "XXXX-07"),
    ("at the end of October 2022", "at the end of October 2022", "2022-10~"),
    ("until the end of October 2022", "until the end of October 2022", "../2022-10-31"),
    ("by December 31", "by December 31", "../XXXX-12-31"),
    ("by 31 December 2024", "by 31 December 2024", "../2024-12-31"),
    ("before 6 August 2024", "before 6 August 2024", "../2024-08-06"),
    ("prior to 6 August 2024", "prior to 6 August 2024", "../2024-08-06"),
    ("after 6 August 2024", "after 6 August 2024", "2024-08-06/.."),
    ("as of 12 May 2024", "as of 12 May 2024", "../2024-05-12"),
    ("from 6 August 2024 the post was shut", "from 6 August 2024", "2024-08-06/.."),
    ("between 3 and 9 March", "between 3 and 9 March", "XXXX-03-03/XXXX-03-09"),
    ("from 3 to 9 March 2024", "from 3 to 9 March 2024", "2024-03-03/2024-03-09"),
    ("3-9 March 2024", "3-9 March 2024", "2024-03-03/2024-03-09"),
    ("March 3–9, 2024", "March 3–9, 2024", "2024-03-03/2024-03-09"),
    ("from March 3 to March 9, 2024", "from March 3 to March 9, 2024", "2024-03-03/2024-03-09"),
    ("between 28 February and 3 March 2024", "between 28 February and 3 March 2024", "2024-02-28/2024-03-03"),
    ("from January to March 2024", "from January to March 2024", "2024-01/2024-03"),
    ("between January and March 2024", "between January and March 2024", "2024-01/2024-03"),
    ("January–March 2024", "January–March 2024", "2024-01/2024-03"),
    ("from 2014 to 2018", "from 2014 to 2018", "2014/2018"),
    ("between 2014 and 2018", "between 2014 and 2018", "2014/2018"),
    ("the war of 2014-2018", "2014-2018", "2014/2018"),
    ("from March 2014 to May 2018", "from March 2014 to May 2018", "2014-03/2018-05"),
    ("on 3 and 4 May 2024", "on 3 and 4 May 2024", "2024-05-03/2024-05-04"),
    ("on 3 and 9 May 2024", "on 3 and 9 May 2024", "{2024-05-03,2024-05-09}"),
    ("in June and July 2024", "in June and July 2024", "2024-06/2024-07"),
    ("in the first quarter of 2024", "in the first quarter of 2024", "2024-01/2024-03"),
    ("in the second half of 2023", "in the second half of 2023", "2023-07/2023-12"),
    ("in the first six months of 2023", "in the first six months of 2023", "2023-01/2023-06"),
    ("in the last three months of 2023", "in the last three months of 2023", "2023-10/2023-12"),
    ("in the first week of May 2024", "in the first week of May 2024", "2024-05~"),
    ("on the first day of May 2024", "on the first day of May 2024", "2024-05-01"),
    ("in the summer of 2017", "in the summer of 2017", "2017-22"),
    ("in spring 2017", "in spring 2017", "2017-21"),
    ("in winter 2016", "in winter 2016", "2016-24"),
    ("on Christmas Eve", "on Christmas Eve", "XXXX-12-24"),
    ("on New Year's Day 2023", "on New Year's Day 2023", "2023-01-01"),
    ("during Ramadan", "during Ramadan", None),
    ("on the first day of Eid", "on the first day of Eid", None),
    ("on the eve of Eid al-Fitr", "Eid al-Fitr", None),
    ("for more than 17 years", "for more than 17 years", None),
    ("after a three-day siege", "three-day", None),
    ("a 72-hour truce", "72-hour", None),
    ("in recent days", "in recent days", None),
    ("in the past 24 hours", "in the past 24 hours", None),
    ("two days later", "two days later", None),
    ("at dawn", "at dawn", None),
    ("at around 3 a.m. shells fell", "at around 3 a.m.", None),
    ("at 10:30 GMT", "at 10:30 GMT", None),
    ("every Friday", "every Friday", None),
    ("on Fridays", "on Fridays", None),
    ("after Friday prayers", "after Friday prayers", None),
    ("the night of 3 to 4 May 2024", "the night of 3 to 4 May 2024", "2024-05-03/2024-05-04"),
]

# Read on Monday, 20 May 2024.
DATED = [
    ("They met on Saturday", "on Saturday", "2024-05-18"),
    ("They met on Sunday", "on Sunday", "2024-05-19"),
    ("They met on Monday", "on Monday", "2024-05-20"),
    ("They met on Tuesday", "on Tuesday", "2024-05-14"),
    ("They met last Friday", "last Friday", "2024-05-17"),
    ("They met last Monday", "last Monday", "2024-05-13"),
    ("They met this past Saturday", "this past Saturday", "2024-05-18"),
    ("They meet next Saturday", "next Saturday", "2024-05-25"),
    ("They meet next Monday", "next Monday", "2024-05-27"),
    ("They meet this coming Saturday", "this coming Saturday", "2024-05-25"),
    ("The talks will resume on Thursday", "on Thursday", "2024-05-23"),
    ("On Thursday, the sides will meet", "On Thursday", "2024-05-23"),
    ("The minister said on Thursday that he will resign", "on Thursday", "2024-05-16"),
    ("He will resign, the minister said on Thursday", "on Thursday", "2024-05-16"),
    ("Nothing will change. Two were killed on Thursday", "on Thursday", "2024-05-16"),
    ("The mission is due to leave by December 31", "by December 31", "../2024-12-31"),
    ("A round is being prepared for October, he said", "October", "2024-10"),
    ("The vote is scheduled for 3 June", "for 3 June", "2024-06-03"),
    ("The truce expires on 1 June", "on 1 June", "2024-06-01"),
    ("The court will look at the raid of April", "April", "2024-04"),
    ("They met yesterday", "yesterday", "2024-05-19"),
    ("They met today", "today", "2024-05-20"),
    ("They meet tomorrow", "tomorrow", "2024-05-21"),
    ("They met the day before yesterday", "the day before yesterday", "2024-05-18"),
    ("Drones came overnight", "overnight", "2024-05-20"),
    ("Drones came last night", "last night", "2024-05-19"),
    ("Drones came this morning", "this morning", "2024-05-20"),
    ("Drones came yesterday evening", "yesterday evening", "2024-05-19"),
    ("Drones came on Friday evening", "on Friday evening", "2024-05-17"),
    ("Drones came late on Friday", "late on Friday", "2024-05-17"),
    ("Drones came late Friday night", "late Friday night", "2024-05-17"),
    ("Drones came early on Sunday", "early on Sunday", "2024-05-19"),
    ("Drones came Thursday morning", "Thursday morning", "2024-05-16"),
    ("in the early hours of Sunday", "in the early hours of Sunday", "2024-05-19"),
    ("at dawn on Sunday", "at dawn on Sunday", "2024-05-19"),
    ("on Sunday at dawn", "on Sunday at dawn", "2024-05-19"),
    ("at around 3 a.m. on Sunday", "at around 3 a.m. on Sunday", "2024-05-19"),
    ("on the morning of 3 May", "on the morning of 3 May", "2024-05-03"),
    ("on the night of 3 May", "on the night of 3 May", "2024-05-03"),
    ("on the night of Thursday to Friday", "on the night of Thursday to Friday", "2024-05-16/2024-05-17"),
    ("the night of 3 to 4 May", "the night of 3 to 4 May", "2024-05-03/2024-05-04"),
    ("Earlier this month it denied that", "Earlier this month", "2024-05"),
    ("towns were lost earlier this year", "earlier this year", "2024"),
    ("earlier this week", "earlier this week", "2024-05-20"),
    ("last month", "last month", "2024-04"),
    ("last week", "last week", "2024-05-13/2024-05-19"),
    ("this week", "this week", "2024-05-20/2024-05-26"),
    ("next week", "next week", "2024-05-27/2024-06-02"),
    ("over the weekend", "over the weekend", "2024-05-18/2024-05-19"),
    ("last weekend", "last weekend", "2024-05-18/2024-05-19"),
    ("this month", "this month", "2024-05"),
    ("next month", "next month", "2024-06"),
    ("this year", "this year", "2024"),
    ("last year", "last year", "2023"),
    ("next year", "next year", "2025"),
    ("early last month", "early last month", "2024-04~"),
    ("late last year", "late last year", "2023~"),
    ("early next year", "early next year", "2025~"),
    ("at the end of last month", "at the end of last month", "2024-04~"),
    ("by the end of the year", "by the end of the year", "../2024-12-31"),
    ("by the end of the month", "by the end of the month", "../2024-05-31"),
    ("in June", "in June", "2023-06"),
    ("in May", "in May", "2024-05"),
    ("in April", "in April", "2024-04"),
    ("last May", "last May", "2023-05"),
    ("last August", "last August", "2023-08"),
    ("next August", "next August", "2024-08"),
    ("in June of last year", "in June of last year", "2023-06"),
    ("in March last year", "in March last year", "2023-03"),
    ("in March of this year", "in March of this year", "2024-03"),
    ("last year's June", "last year's June", "2023-06"),
    ("on 3 March last year", "on 3 March last year", "2023-03-03"),
    ("in mid-July", "in mid-July", "2023-07~"),
    ("in early May", "in early May", "2024-05~"),
    ("on 21 May", "on 21 May", "2023-05-21"),
    ("on 20 May", "on 20 May", "2024-05-20"),
    ("on 29 February", "on 29 February", "2024-02-29"),
    ("Tuesday, Dec. 26", "Tuesday, Dec. 26", "2023-12-26"),
    ("Thursday, Dec. 26", "Thursday, Dec. 26", "2024-12-26"),
    ("Sunday, Dec. 26", "Sunday, Dec. 26", "2023-12-26"),
    ("Tuesday 28 May", "Tuesday 28 May", "2024-05-28"),
    ("in the summer", "in the summer", "2023-22"),
    ("last summer", "last summer", "2023-22"),
    ("two days ago", "two days ago", "2024-05-18"),
    ("three months ago", "three months ago", "2024-02"),
    ("a year ago", "a year ago", "2023"),
    ("ten years ago", "ten years ago", "2014"),
    ("a week ago", "a week ago", "2024-05-13~"),
    ("since the start of 2024", "since the start of 2024", "2024-01-01/2024-05-20"),
    ("since the start of the year", "since the start of the year", "2024-01-01/2024-05-20"),
    ("since the beginning of this month", "since the beginning of this month", "2024-05-01/2024-05-20"),
    ("so far this year", "so far this year", "2024-01-01/2024-05-20"),
    ("this year so far", "this year so far", "2024-01-01/2024-05-20"),
    ("so far in May", "so far in May", "2024-05-01/2024-05-20"),
    ("since January", "since January", "2024-01-01/2024-05-20"),
    ("since early May", "since early May", "2024-05/2024-05-20"),
    ("since last week", "since last week", "2024-05-13/2024-05-20"),
    ("since Saturday", "since Saturday", "2024-05-18/2024-05-20"),
    ("since yesterday", "since yesterday", "2024-05-19/2024-05-20"),
    ("since 2011", "since 2011", "2011/2024-05-20"),
    ("since 6 August 2023", "since 6 August 2023", "2023-08-06/2024-05-20"),
    ("in the past 24 hours", "in the past 24 hours", "2024-05-19/2024-05-20"),
    ("over the last 48 hours", "over the last 48 hours", "2024-05-18/2024-05-20"),
    ("in the past two weeks", "in the past two weeks", "2024-05-06/2024-05-20"),
    ("in the past three months", "in the past three months", "2024-02-20/2024-05-20"),
    ("over the past week", "over the past week", "2024-05-13/2024-05-20"),
    ("over the past year", "over the past year", "2023-05-20/2024-05-20"),
    ("over the past decade", "over the past decade", "2014-05-20/2024-05-20"),
    ("within the next 10 days", "within the next 10 days", "2024-05-20/2024-05-30"),
    ("between 3 and 9 March", "between 3 and 9 March", "2024-03-03/2024-03-09"),
    ("between 28 November and 3 January", "between 28 November and 3 January", "2023-11-28/2024-01-03"),
    # A period over the turn of the year, and one whose weekday lies long past, ended before they began.
    ("between 7 November and 16 February 2024", "between 7 November and 16 February 2024", "2023-11-07/2024-02-16"),
    ("between Saturday and Sunday 18 February", "between Saturday and Sunday 18 February", "2024-02-17/2024-02-18"),
    ("from Thursday to Saturday", "from Thursday to Saturday", "2024-05-16/2024-05-18"),
    ("from Friday to Tuesday", "from Friday to Tuesday", "2024-05-10/2024-05-14"),
    ("on Saturday and Sunday", "on Saturday and Sunday", "2024-05-18/2024-05-19"),
    ("from January to March", "from January to March", "2024-01/2024-03"),
    ("in the first quarter of the year", "in the first quarter of the year", "2024-01/2024-03"),
    ("two days before 6 May 2024", "two days before 6 May 2024", "2024-05-04"),
    ("until Friday", "until Friday", "../2024-05-17"),
    ("after 6 May", "after 6 May", "2024-05-06/.."),
    ("on Christmas Eve", "on Christmas Eve", "2023-12-24"),
    ("Drones came overnight on Friday", "overnight on Friday", "2024-05-17"),
    ("Drones came overnight into Saturday", "overnight into Saturday", "2024-05-18"),
    ("overnight from Friday to Saturday", "overnight from Friday to Saturday", "2024-05-17/2024-05-18"),
    ("from Friday evening until Sunday morning", "from Friday evening until Sunday morning", "2024-05-17/2024-05-19"),
    ("from 22:00 on Friday to 06:00 on Saturday", "from 22:00 on Friday to 06:00 on Saturday", "2024-05-17/2024-05-18"),
    ("over the course of April", "over the course of April", "2024-04"),
    ("in the month of April", "in the month of April", "2024-04"),
    ("in the first four months of this year", "in the first four months of this year", "2024-01/2024-04"),
    ("in the first four months of the year", "in the first four months of the year", "2024-01/2024-04"),
    ("more than a decade ago", "more than a decade ago", "2014~"),
    ("over the next month", "over the next month", "2024-05-20/2024-06-20"),
    ("Report of 2024/05/18", "2024/05/18", "2024-05-18"),
    ("They are to meet on Wednesday", "on Wednesday", "2024-05-22"),
    ("It plans to hold elections in September", "in September", "2024-09"),
    ("He had vowed in April to return", "in April", "2024-04"),
]

NO_TIME = [
    "They may march on the capital",
    "May the dead rest",
    "He told Mrs May that it was over",
    "The march on the capital was second to none",
    "A second unit came second",
    "1,994 captives were freed",
    "2,000 people fled and 2000 homes burned",
    "in 2000 homes the power failed",
    "206 prisoners walked free",
    "killing 2014 people",
    "Resolution 1973 was adopted",
    "The Sunday Times reported it",
    "a 12-year-old boy and a man aged 45",
    "a man who is 30 years old",
    "He can sun himself and sat there",
    "The T-72 and the M23 in Route 66",
    "The score was 3-9",
    "a brigade of 1900 men",
    "a 2000-strong force",
    "It was a great day",
    "the fall of the city",
    "the spring of the trap",
    "They said that they had no second chance",
    "Deir Ezzor desert: four operations",
    "mar the mood and dec the hall",
    "a girl aged 17 months",
    "a total of 2014",
]


@pytest.mark.parametrize(("text", "words", "edtf"), UNDATED)
def test_without_a_publication_date_nothing_is_invented(text: str, words: str, edtf: str | None) -> None:
    found = only(text)
    assert (found.text, found.edtf) == (words, edtf)


@pytest.mark.parametrize(("text", "words", "edtf"), DATED)
def test_publication_resolves_what_is_relative_to_it(text: str, words: str, edtf: str) -> None:
    found = only(text, MONDAY)
    assert (found.text, found.edtf) == (words, edtf)


@pytest.mark.parametrize("text", NO_TIME)
def test_words_that_only_look_like_time_are_left_alone(text: str) -> None:
    assert find_times(text, MONDAY) == []


@pytest.mark.parametrize(
    ("text", "published", "edtf"),
    [
        ("in May", "2024-05", "2024-05"),
        ("in June", "2024-05", "2023-06"),
        ("on 8 March", "2024-05", "2024-03-08"),
        ("on Saturday", "2024-05", None),
        ("last month", "2024-01", "2023-12"),
        ("yesterday", "2024-05", None),
        ("in June", "2024", "XXXX-06"),
        ("this year", "2024", "2024"),
        ("last year", "2024", "2023"),
        ("in June of last year", "2024", "2023-06"),
        ("last month", "2024", None),
        ("since 2011", "2024", "2011/2024"),
        ("since the start of 2024", "2024-05", "2024-01-01/2024-05"),
        ("yesterday", "2024-01-01~", "2023-12-31"),
        ("yesterday", "2024-05-20T08:00:00Z", "2024-05-19"),
        ("in August", "XXXX-08", "XXXX-08"),
    ],
)
def test_a_coarse_publication_date_resolves_no_more_than_it_can(text: str, published: str, edtf: str | None) -> None:
    assert only(text, published).edtf == edtf


@pytest.mark.parametrize("published", ["soon", "2024-13", "2024-02-30", "24/05/2024", ""])
def test_a_publication_date_that_is_no_edtf_is_refused(published: str) -> None:
    with pytest.raises(InputError, match="not a date in EDTF"):
        find_times("on Saturday", published)


@pytest.mark.parametrize(
    ("text", "prefer", "edtf"),
    [
        ("on Saturday", "past", "2024-05-18"),
        ("on Saturday", "future", "2024-05-25"),
        ("in August", "past", "2023-08"),
        ("in August", "future", "2024-08"),
        ("on 3 March", "future", "2024-03-03"),
        ("by December 31", "future", "../2024-12-31"),
        ("last Friday", "future", "2024-05-17"),
    ],
)
def test_the_caller_can_say_on_which_side_a_date_lies(text: str, prefer: str, edtf: str) -> None:
    found = only(text, MONDAY)
    assert reread(found, MONDAY, prefer).edtf == edtf  # type: ignore[arg-type]
    assert only(text, MONDAY, prefer=prefer).edtf == edtf


@pytest.mark.parametrize(
    ("text", "anchor", "edtf"),
    [
        ("two days earlier", "2024-03-01", "2024-02-28"),
        ("two days later", "2024-02-28", "2024-03-01"),
        ("the following day", "2024-12-31", "2025-01-01"),
        ("the next day", "2024-12-31", "2025-01-01"),
        ("the day before", "2024-05-20", "2024-05-19"),
        ("a day earlier", "2024-05-20", "2024-05-19"),
        ("the previous day", "2024-05-20", "2024-05-19"),
        ("the day after", "2024-05-20", "2024-05-21"),
        ("a week later", "2024-05-20", "2024-05-27"),
        ("48 hours later", "2024-05-20", "2024-05-22"),
        ("three months later", "2024-05-20", "2024-08"),
        ("three months later", "2024-05", "2024-08"),
        ("a year earlier", "2024-05", "2023"),
        ("the same day", "2024-05-20", "2024-05-20"),
        ("hours later", "2024-05-20", "2024-05-20"),
        ("weeks later", "2024-05-20", None),
        ("that day", "2024-05-20", "2024-05-20"),
        ("later in the day", "2024-05-20", "2024-05-20"),
        ("later that day", "2024-05-20", "2024-05-20"),
        ("that year", "2024-05-20", "2024"),
        ("the same month", "2024-05-20", "2024-05"),
        ("the following month", "2024-12-20", "2025-01"),
        ("the following Friday", "2024-05-20", "2024-05-24"),
        ("in June of that year", "2019-03", "2019-06"),
        ("the following day", "2024-05-18/2024-05-19", "2024-05-20"),
        ("two days later", "2024-05", None),
        ("two days later", "XXXX-05-03", None),
        ("two days later", None, None),
    ],
)
def test_distances_count_from_the_date_before(text: str, anchor: str | None, edtf: str | None) -> None:
    found = only(text, "2025-06-01")
    assert found.relative_to_previous
    assert found.anchor_needed
    resolved = resolve_relative(found, anchor)
    assert resolved.edtf == edtf or (edtf is None and resolved == found)
    assert edtf is None or not resolved.anchor_needed


@pytest.mark.parametrize(
    ("text", "cumulative"),
    [
        ("since the start of 2024", True),
        ("so far this year", True),
        ("since early August", True),
        ("in the past week", True),
        ("as of 12 May", True),
        ("in August", False),
        ("after 6 August", False),
        ("between 3 and 9 March", False),
        ("this year", False),
    ],
)
def test_the_period_of_a_statistic_is_cumulative(text: str, cumulative: bool) -> None:
    assert only(text, MONDAY).cumulative is cumulative


@pytest.mark.parametrize(
    ("text", "kind", "granularity"),
    [
        ("on 8 March", "date", "day"),
        ("in August", "date", "month"),
        ("in 2019", "date", "year"),
        ("in the 1990s", "date", "decade"),
        ("in the summer of 2017", "date", "season"),
        ("last week", "interval", "week"),
        ("from January to March 2024", "interval", "month"),
        ("in the first quarter of 2024", "interval", "quarter"),
        ("since 2011", "interval", "year"),
        ("after 6 August", "open", "day"),
        ("for two weeks", "duration", "unknown"),
        ("every week", "set", "unknown"),
        ("in recent weeks", "open", "unknown"),
        ("at noon", "date", "time"),
    ],
)
def test_kind_and_granularity_tell_what_the_words_name(text: str, kind: str, granularity: str) -> None:
    found = only(text, MONDAY)
    assert (found.kind, found.granularity) == (kind, granularity)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("in early May", "2024-05-01", "2024-05-15"),
        ("in mid-July", "2023-07-08", "2023-07-23"),
        ("in late February", "2024-02-16", "2024-02-29"),
        ("in late 2019", "2019-07-01", "2019-12-31"),
        ("earlier this month", "2024-05-01", "2024-05-20"),
        ("earlier this year", "2024-01-01", "2024-05-20"),
        ("later this year", "2024-05-20", "2024-12-31"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("by 31 December 2024", None, "2024-12-31"),
    ],
)
def test_bounds_are_as_narrow_as_the_words(text: str, earliest: str | None, latest: str | None) -> None:
    found = only(text, MONDAY)
    assert (found.earliest, found.latest) == (earliest, latest)


def test_a_night_has_its_day_and_both_its_days() -> None:
    assert only("overnight", "2024-09-14").interval == "2024-09-13/2024-09-14"
    assert only("last night", "2024-09-14").interval == "2024-09-13/2024-09-14"
    assert only("on Friday night", MONDAY).interval == "2024-05-17/2024-05-18"
    assert only("overnight into Saturday", MONDAY).interval == "2024-05-17/2024-05-18"


def test_the_preposition_is_in_the_span_and_not_in_the_core() -> None:
    text = "Two died on Friday evening."
    found = only(text, MONDAY)
    assert text[found.span.start : found.span.end] == "on Friday evening"
    assert text[found.core.start : found.core.end] == "Friday evening"


def test_the_core_of_an_open_period_keeps_its_own_date() -> None:
    found = only("since early August")
    assert (found.edtf, found.core_edtf) == ("XXXX-08/..", "XXXX-08")
    assert only("before 6 August 2024").core_edtf == "2024-08-06"


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("after Saturday's strike", "Saturday", "2024-05-18"),
        ("in Saturday's strike", "Saturday", "2024-05-18"),
        ("the March 2019 truce", "March 2019", "2019-03"),
        ("the 2019 truce", "2019", "2019"),
    ],
)
def test_a_date_that_qualifies_a_noun_is_marked(text: str, words: str, edtf: str) -> None:
    found = only(text, MONDAY)
    assert (found.text, found.edtf, found.attributive) == (words, edtf, True)


def test_a_date_that_says_when_is_no_attribute() -> None:
    assert not only("Two died on Saturday in the strike", MONDAY).attributive


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("for two weeks", 14),
        ("for more than 17 years", 17 * 365.25),
        ("a 72-hour truce", 3),
        ("for several days", None),
        ("The truce will last three days", 3),
    ],
)
def test_durations_have_a_length_and_no_date(text: str, days: float | None) -> None:
    found = only(text, MONDAY)
    assert (found.kind, found.edtf, found.length_days) == ("duration", None, days)


def test_as_ref_is_what_events_bear() -> None:
    ref = only("killed since early May", MONDAY).as_ref()
    assert ref is not None
    assert (ref.edtf, ref.earliest, ref.latest, ref.cumulative) == ("2024-05/2024-05-20", "2024-05-01", MONDAY, True)
    assert ref.span == Span(7, 22)
    assert only("on Saturday").as_ref() is None


def test_several_expressions_come_in_the_order_of_the_text() -> None:
    text = "In June, the town fell; it was retaken on 3 July 2023. On Saturday it fell again, two days later."
    assert [found.text for found in find_times(text, MONDAY)] == [
        "In June",
        "on 3 July 2023",
        "On Saturday",
        "two days later",
    ]


def test_offset_moves_every_span() -> None:
    found = only("on Saturday", MONDAY, offset=100)
    assert (found.span, found.core) == (Span(100, 111), Span(103, 111))


def test_words_across_an_empty_line_are_not_joined() -> None:
    assert [found.text for found in find_times("raids in August\n\n20 were killed", None)] == ["in August"]


def test_a_count_after_a_month_is_no_day() -> None:
    assert only("In August 20 people were killed").edtf == "XXXX-08"
    assert only("Raids went on in August. 20 people were killed").edtf == "XXXX-08"


# ---------------------------------------------------------------- properties

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%-d %B %Y", "%B %-d, %Y", "%-d %b %Y", "%A, %-d %B %Y", "%A %B %-d, %Y"]


@given(DAYS, st.sampled_from(FORMATS), st.none() | DAYS)
def test_a_full_date_reads_back_whatever_the_publication(day: date, form: str, published: date | None) -> None:
    found = only(f"They met on {day.strftime(form)} there", published.isoformat() if published else None)
    assert (found.edtf, found.earliest, found.latest) == (day.isoformat(),) * 3


@given(DAYS, st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]))
def test_a_weekday_is_the_last_such_day_up_to_publication(published: date, weekday: str) -> None:
    found = date.fromisoformat(only(f"on {weekday}", published.isoformat()).edtf or "")
    assert found.strftime("%A") == weekday
    assert timedelta(0) <= published - found < timedelta(7)


@given(DAYS, DAYS)
def test_a_yearless_date_lies_within_the_year_before_publication(day: date, published: date) -> None:
    found = only(f"on {day.strftime('%-d %B')}", published.isoformat())
    assert found.edtf is not None
    assert found.edtf[5:] == day.isoformat()[5:]
    limit = 366 if found.edtf[5:] != "02-29" else 8 * 366
    assert timedelta(0) <= published - date.fromisoformat(found.edtf) <= timedelta(limit)


PIECES = st.lists(
    st.sampled_from(
        [text for text, _, _ in UNDATED + DATED] + NO_TIME + ["\n", "\n\n", " 's ", "(", ")", ",", "’s", " ", "\u00a0"]
    ),
    max_size=6,
)


@settings(deadline=None)
@given(PIECES, st.sampled_from([None, "2024", "2024-05", MONDAY]), st.integers(0, 50))
def test_spans_lie_in_the_text_in_order_and_hold_the_words(
    pieces: list[str], published: str | None, offset: int
) -> None:
    text = " ".join(pieces)
    end = 0
    for found in find_times(text, published, offset=offset):
        start, stop = found.span.start - offset, found.span.end - offset
        assert end <= start < stop <= len(text)
        assert text[start:stop] == found.text
        assert found.span.covers(found.core)
        end = stop
        if found.edtf:
            low, high = edtf_bounds(found.edtf)
            assert low is None or found.earliest is None or low <= found.earliest
            assert high is None or found.latest is None or found.latest <= high


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for found in find_times(text, MONDAY):
        assert text[found.span.start : found.span.end] == found.text


# ---------------------------------------------------------------- EDTF


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2024-05-17", ("2024-05-17", "2024-05-17")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-02~", ("2023-02-01", "2023-02-28")),
        ("2024", ("2024-01-01", "2024-12-31")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("2024-XX", ("2024-01-01", "2024-12-31")),
        ("2024-05-XX", ("2024-05-01", "2024-05-31")),
        ("XXXX-08", (None, None)),
        ("XXXX-08-03", (None, None)),
        ("2017-22", ("2017-06-01", "2017-08-31")),
        ("2024-34", ("2024-04-01", "2024-06-30")),
        ("2024-01-01/..", ("2024-01-01", None)),
        ("../2024-12-31", (None, "2024-12-31")),
        ("XXXX-08/..", (None, None)),
        ("2019-03/2019-05", ("2019-03-01", "2019-05-31")),
        ("{2024-03-03,2024-03-09}", ("2024-03-03", "2024-03-09")),
        ("2024-05-20T08:00:00Z", ("2024-05-20", "2024-05-20")),
    ],
)
def test_edtf_bounds(edtf: str, bounds: tuple[str | None, str | None]) -> None:
    assert edtf_bounds(edtf) == bounds


@pytest.mark.parametrize(
    "edtf",
    ["", "May", "2024-13", "2024-5", "2024-02-30", "2024-05-20/2024-05-19", "../..", "2024-22-01", "2024/2025/2026"],
)
def test_what_is_no_edtf_is_refused(edtf: str) -> None:
    with pytest.raises(InputError, match=re.escape(repr(edtf))):
        edtf_bounds(edtf)


@st.composite
def edtf_dates(draw: st.DrawFn) -> str:
    day = draw(DAYS).isoformat()
    form = draw(
        st.sampled_from([day, day[:7], day[:4], day[:3] + "X", day[:2] + "XX", day[:4] + "-XX", day[:7] + "-XX"])
    )
    if "X" not in form and draw(st.booleans()):
        form += draw(st.sampled_from("~?%"))
    return form


def strict(parsed: object) -> tuple[str, str]:
    low, high = parsed.lower_strict(), parsed.upper_strict()  # type: ignore[attr-defined]
    return tuple("{:04d}-{:02d}-{:02d}".format(*moment[:3]) for moment in (low, high))  # type: ignore[return-value]


@settings(deadline=None, max_examples=25)  # the package takes some 10 ms a date
@given(edtf_dates())
def test_edtf_bounds_agree_with_the_edtf_package(edtf: str) -> None:
    parser = pytest.importorskip("edtf")
    assert edtf_bounds(edtf) == strict(parser.parse_edtf(edtf))


@settings(deadline=None, max_examples=10)
@given(DAYS, DAYS)
def test_bounds_of_intervals_agree_with_the_edtf_package(one: date, other: date) -> None:
    parser = pytest.importorskip("edtf")
    low, high = sorted((one.isoformat(), other.isoformat()))
    assert edtf_bounds(f"{low}/{high}") == strict(parser.parse_edtf(f"{low}/{high}")) == (low, high)
    assert edtf_bounds(f"{low}/..") == (low, None)
    assert edtf_bounds(f"../{high}") == (None, high)


@pytest.mark.parametrize(("text", "words", "edtf"), [case for case in UNDATED + DATED if case[2]][::5])
def test_what_is_written_is_edtf(text: str, words: str, edtf: str) -> None:
    parser = pytest.importorskip("edtf")
    if "X" not in edtf:  # the package reads open years in dates, but not in intervals
        parser.parse_edtf(edtf)
    earliest, latest = edtf_bounds(edtf)
    assert earliest is None or latest is None or earliest <= latest
