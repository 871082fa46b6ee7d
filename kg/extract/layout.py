"""The layout of a report: headlines, headings, paragraphs, list items, and furniture of the page.

Each block is parsed by itself, so that sentences never run across headlines or list lines, and what
is not prose (menus, captions, bylines, "Read also") is never parsed at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from kg.extract.lexicon import read_toml
from kg.extract.table_rows import Row, rows

BlockKind = Literal["headline", "heading", "paragraph", "item"]

_SENTENCE_END = re.compile(r"""[.!?;…]["')\]]*$""")
_LABEL = re.compile(r"([^:.!?]{2,70}?):\s+(?=\S)")
_TOWN = re.compile(r"[A-Z][^\W\d_]+(?:[ '’-][A-Z][^\W\d_]*)*(?=\s*[,/(:–—-])")
# A list line's label has so many words at the most, twice as many where a number follows it.
_LABEL_WORDS = 8
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_NUMBER = r"(?:\d|(?:no|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|some|at least|about)\b)"
_DASHED = re.compile(rf"([A-Z][\w'’ -]{{1,40}}?)\s+(?:-|–|—|\.{{3,}})\s+(?={_NUMBER})")
_COUNTED = re.compile(r"[A-Z][^:.!?]{1,60}:\s+(?:about |around |at least |over |nearly )?\d")
_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?:[^\r\n]*:[^\r\n]*\r?\n|\s*\r?\n|[ \t]+[^\r\n]*\r?\n|- [^\r\n]*\r?\n)*?---[ \t]*\r?\n"
)
_CAPITALS = re.compile(r"[A-Z]{4,}(?:[ /-][A-Z]{2,}){0,2}:\s+(?=[A-Z])")
_WORD = re.compile(r"\w+")
# How many characters a dateline may have, what one cannot be without, and what one with a place alone needs.
_DATELINE = 90
_ENDS_DATELINE = re.compile(r"--|—| -|\)|\d:|\.-")
_DASH = re.compile(r"--|—| -|\)\s*[-:]")


@dataclass(frozen=True, slots=True)
class Block:
    """Characters `start` to `end` of the clean text that are one piece of prose.

    `level` is a list item's depth (0 for a first-level bullet). `label` are the characters of a
    leading label ("Homs desert:"), `dateline` those of a dateline's place, neither of which `start` to `end` contain.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    label: tuple[int, int] | None = None
    dateline: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    indent: int
    after_blank: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    boilerplate: re.Pattern[str]
    captions: re.Pattern[str]
    link_lists: re.Pattern[str]
    tails: re.Pattern[str]
    bullet: re.Pattern[str]
    heading_mark: re.Pattern[str]
    dateline: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = read_toml("layout.toml")

    def any_of(patterns: list[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)

    noise = data["boilerplate"]
    return _Patterns(
        any_of(noise["lines"]),
        any_of(noise["captions"]),
        any_of(noise["link_lists"]),
        any_of(noise["tails"]),
        re.compile(data["marks"]["bullets"]),
        re.compile(data["marks"]["heading_marks"]),
        re.compile("|".join(data["marks"]["datelines"])),
    )


def blocks(text: str) -> list[Block]:
    """The prose of a clean text in its order; everything else is left out."""
    front = _FRONT_MATTER.match(text)
    lines = _prose_lines([line for line in _lines(text) if front is None or line.start >= front.end()])
    found: list[Block] = []
    in_table = rows([line.text for line in lines])
    i = 0
    while i < len(lines):
        if (row := in_table[i]) is not None:
            found.extend(_of_row(lines[i], row))
            i += 1
            continue
        j = i + 1
        bullet = _patterns().bullet.match(lines[i].text)
        while j < len(lines) and in_table[j] is None and _continues(lines[j - 1], lines[j], bullet is not None):
            j += 1
        opening = all(b.kind in ("headline", "heading") for b in found)
        found.extend(_block(text, lines[i], lines[j - 1].end, first=not found, opening=opening, single=j == i + 1))
        i = j
    return _listed(text, found)


def _of_row(line: _Line, row: Row) -> list[Block]:
    label, prose = row
    shifted = None if label is None else (line.start + label[0], line.start + label[1])
    return [Block("item", line.start + start, line.start + end, label=shifted) for start, end in prose]


def _listed(text: str, found: list[Block]) -> list[Block]:
    """Short paragraphs that each begin with a label ("Idlib: …"), two or more in a row, are the lines of a list; one
    that counts ("Civilians: 402") before lines with bullets is the line above them.
    """
    bulleted = [b.kind == "item" for b in found[1:]] + [False]
    found = [
        replace(b, kind="item", level=-1)
        if above and b.kind == "paragraph" and b.label is not None and text[b.start].isdigit()
        else b
        for b, above in zip(found, bulleted, strict=False)
    ]
    found = _dashed(text, found)
    short = [
        b.kind == "paragraph" and b.label is not None and len(_WORD.findall(text[b.start : b.end])) <= 40 for b in found
    ]
    return [
        replace(b, kind="item")
        if short[i] and ((i > 0 and short[i - 1]) or (i + 1 < len(found) and short[i + 1]))
        else b
        for i, b in enumerate(found)
    ]


def _dashed(text: str, found: list[Block]) -> list[Block]:
    """Short lines that each have a name before a dash and a number behind it, two or more in a row, are a list's."""
    marks = [
        _DASHED.match(text, b.start, b.end)
        if b.kind in ("heading", "paragraph") and b.label is None and len(_WORD.findall(text[b.start : b.end])) <= 15
        else None
        for b in found
    ]
    return [
        replace(b, kind="item", start=m.end(), label=m.span(1))
        if (m := marks[i]) is not None and any(marks[max(0, i - 1) : i] + marks[i + 1 : i + 2])
        else b
        for i, b in enumerate(found)
    ]


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    for m in _LINE.finditer(text):
        raw = m.group()
        stripped = raw.strip()
        if not stripped:
            blank = True
            continue
        start = m.start() + raw.index(stripped[0])
        indent = start - m.start()
        lines.append(_Line(start, start + len(stripped), stripped, indent, blank))
        blank = False
    return lines


def _is_menu(line: str) -> bool:
    """A row of links: three or more short parts between bars, slashes or bullets."""
    parts = [p.strip() for p in re.split(r"\s[|•·›»>/]\s|\s{3,}", line)]
    return len(parts) >= 3 and all(0 < len(p.split()) <= 5 for p in parts) and not _SENTENCE_END.search(line)


def _prose_lines(lines: list[_Line]) -> list[_Line]:
    patterns = _patterns()
    kept: list[_Line] = []
    in_links = False
    for line in lines:
        text = line.text
        if patterns.tails.fullmatch(text):
            break
        if patterns.link_lists.fullmatch(text):
            in_links = True
            continue
        sentence = bool(_SENTENCE_END.search(text)) and len(text.split()) > 5
        if in_links and not sentence:
            continue
        in_links = False
        if _is_menu(text) or patterns.captions.fullmatch(text):
            continue
        if patterns.boilerplate.fullmatch(text) and not (sentence and len(text.split()) > 30):
            continue
        kept.append(line)
    return kept


def _continues(before: _Line, line: _Line, in_item: bool) -> bool:
    """Whether `line` goes on with the sentence that `before` broke off (hard-wrapped text)."""
    if line.after_blank or _patterns().bullet.match(line.text) or _patterns().heading_mark.match(line.text):
        return False
    if _SENTENCE_END.search(before.text):
        return len(before.text) >= 55 and line.indent == before.indent and not in_item and _wrapped(before, line)
    if before.text.endswith(":"):
        return False
    if line.text[0].islower():
        return True
    return len(before.text) >= 55 and len(before.text) <= 130 and _wrapped(before, line) and not _LABEL.match(line.text)


def _wrapped(before: _Line, line: _Line) -> bool:
    """Whether two lines look like one paragraph broken at a fixed width: the first could not have
    held the next line's first word.
    """
    first = line.text.split(" ", 1)[0]
    return len(before.text) + len(first) + 1 >= 60 and len(before.text) <= 100


def _block(text: str, first_line: _Line, end: int, *, first: bool, opening: bool, single: bool) -> list[Block]:
    patterns = _patterns()
    start, kind, level = first_line.start, "paragraph", 0
    mark = patterns.bullet.match(first_line.text)
    words = len(_WORD.findall(text[start:end]))
    if mark:
        start += mark.end()
        kind = "item"
        level = first_line.indent // 2
    elif heading := patterns.heading_mark.match(first_line.text):
        start += heading.end()
        kind = "headline" if first else "heading"
    elif single and not _SENTENCE_END.search(text[start:end]) and not text[start:end].endswith(":"):
        if _COUNTED.match(text, start, end):
            kind = "paragraph"
        elif first and words <= 40:
            kind = "headline"
        elif words <= 14:
            kind = "heading"
    while end > start and text[end - 1] in "*= ":
        end -= 1
    dateline = None
    if kind == "paragraph" and (behind := _dateline(text, start, end, opening=opening)):
        dateline, start = _dated_from(text, start, behind), behind
    if kind == "headline" and " | " in text[start:end]:
        return _bars(text, start, end)
    label = None
    if kind in ("item", "paragraph"):
        m = _LABEL.match(text, start, end) or (_DASHED.match(text, start, end) if kind == "item" else None)
        longest = _LABEL_WORDS if m is None or not text[m.end()].isdigit() else 2 * _LABEL_WORDS
        if m and len(m.group(1).split()) <= longest and (kind == "item" or _is_label(m.group(1))):
            label = (m.start(1), m.end(1))
            start = m.end()
    if start >= end:
        return []
    return [Block(kind, start, end, level, label, dateline)]


def _bars(text: str, start: int, end: int) -> list[Block]:
    """A headline in parts ("Death toll update | Wounded fighter dies"): each is a headline."""
    found: list[Block] = []
    at = start
    for part in text[start:end].split(" | "):
        if part.strip():
            found.append(Block("headline", at, at + len(part)))
        at += len(part) + 3
    return found


def _dateline(text: str, start: int, end: int, *, opening: bool) -> int | None:
    """Where the sentence behind a dateline begins; None where there is none.

    A place before a dash is one only with a date or an agency, in capitals, or, where it opens the report, before a
    sentence that has no other dash: "Moscow - not Kyiv - said" is none. "Kharkiv, 8 November:" is a label.
    """
    capitals = _CAPITALS.match(text, start, end)
    if capitals:
        return capitals.end()
    limit = min(end, start + _DATELINE + 30)
    m = _patterns().dateline.match(text, start, limit) if _ENDS_DATELINE.search(text, start, limit) else None
    if m is None or m.end() - start > _DATELINE:
        return None
    words = m.group()
    place = re.split(r"[,(]", words, maxsplit=1)[0].strip(" -–—")
    if words.rstrip().endswith(":") and not place.isupper():
        return None
    if re.search(r"\d|\(", words) or place.isupper():
        return m.end()
    sentence = text[m.end() : end].split(". ", 1)[0]
    return m.end() if opening and sentence[:1].isupper() and not _DASH.search(sentence) else None


def _dated_from(text: str, start: int, behind: int) -> tuple[int, int] | None:
    """The place that a dateline names first ("GOMA, DR Congo, 3 June (Agency) –", "BEIRUT/JERUSALEM -")."""
    m = _TOWN.match(text, start, behind)
    return m.span() if m is not None else None


def _is_label(words: str) -> bool:
    """Whether the words before a colon head a paragraph ("Al-Hasakah province:"), with no verb in them."""
    parts = words.split()
    return (
        len(parts) <= 5
        and (parts[0][0].isupper() or (parts[0].isdigit() and parts[-1][0].isupper()))
        and not any(p.lower() in _LABEL_STOP for p in parts)
    )


_LABEL_STOP = {
    "reports", "reported", "announces", "announced", "warns", "confirms", "claims", "writes", "said", "says",
    "added", "wrote", "told", "that", "is", "are", "was", "were", "following", "follows",
}  # fmt: skip
