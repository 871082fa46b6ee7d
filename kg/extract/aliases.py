"""Names that a report introduces for one another: "Rapid Support Forces (RSF)", "a force known as ATMIS"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.naming import Name
from kg.extract.nouns import load_nouns
from kg.extract.report import ParsedBlock, Report
from kg.model import RegisteredActor, Span

# A name of up to twelve words before a short one in brackets. Words are bounded and never given back, so that text
# which is no name is passed over quickly.
_BRACKETED = re.compile(
    r"""(?P<long>(?: [A-Z][\w'.&-]{0,60}+ | [a-z]{1,60}+-[A-Z]\w{1,60}+ )
        (?: [ -] (?: of|and|the|for|in|to|de|du|des|la|pour|et|on|al|el|von|y|e|i|ul|ud
                   | [A-Z0-9][\w'.&-]{0,60}+ | al-\w{1,60}+ ) ){0,11})
        \s* \( \s* (?: the\s+ | or\s+ | known[ ]as\s+ )? ["']?
        (?P<short>[A-Z][A-Za-z0-9.&/-]{1,11} | [A-Z][\w-]+(?:[ ][A-Z][\w-]+){0,3})
        ["']? \s* (?: [,;][^)]{0,60} )? \)""",
    re.VERBOSE,
)
# The same in small letters, of groups: "non-State armed groups (NSAGs)".
_DESCRIBED = re.compile(r"(?P<long>(?:\w[\w'-]{0,40}+ ){1,6}?(?P<group>[a-z]{3,40}+)) \((?P<short>[A-Z]{2,8}s?)\)")
_WORD = re.compile(r"\w+")
_SMALL = {"of", "and", "the", "for", "in", "to", "de", "du", "des", "la", "pour", "et", "on", "al", "el", "y", "von"}


@dataclass(frozen=True, slots=True)
class Alias:
    """Two names of one actor, with their spans in the document and the block they stand in."""

    long: str
    short: str
    long_span: Span
    short_span: Span
    block: int


def find_aliases(report: Report) -> list[Alias]:
    """Short names in brackets behind the long ones that they stand for, and mark their other uses as names."""
    found: list[Alias] = []
    for parsed in report.blocks:
        if "(" not in parsed.text:
            continue
        described = (m for m in _DESCRIBED.finditer(parsed.text) if _is_group(m["group"]))
        for m in (*_BRACKETED.finditer(parsed.text), *described):
            start = _start_of_long(m["long"], m["short"], report)
            if start is None:
                continue
            base = m.start("long") + start
            found.append(
                Alias(
                    m["long"][start:],
                    m["short"],
                    report.span(parsed, base, m.end("long")),
                    report.span(parsed, m.start("short"), m.end("short")),
                    parsed.index,
                )
            )
    for alias in found:
        # Of the two, the one that the register has stands for the other.
        known = report.register.named(alias.short) is not None and report.register.named(alias.long) is None
        report.aliases.update([(alias.long, alias.short) if known else (alias.short, alias.long)])
    _mark_all(report.blocks, [name for alias in found for name in (alias.long, alias.short)])
    return found


def _start_of_long(long: str, short: str, report: Report) -> int | None:
    """Where the long name begins, or None where the brackets hold no name for it."""
    entry = report.register.named(short)
    words = [(m.group(), m.start()) for m in re.finditer(r"\S+", long)]
    for i, (_, start) in enumerate(words):
        rest = long[start:]
        if entry is not None and report.register.named(rest) is entry:
            return start
        if _initials_fit(rest, short) and words[i][0].lower() not in _SMALL:
            return start
    if entry is not None:
        return next((start for _, start in words if _resembles(long[start:], entry)), None)
    if short.isupper() and len(short) >= 2 and len(words) >= 2 and words[0][0][0].upper() == short[0]:
        return words[0][1]
    return None


def _is_group(word: str) -> bool:
    """Whether a noun in the plural or singular is one for those who act together."""
    groups = load_nouns().groups
    return word in groups or word.removesuffix("s") in groups


def _resembles(words: str, entry: RegisteredActor) -> bool:
    """Whether a name shares two words or more with one that the register has, and begins and ends with such a word."""
    mine = [w.lower() for w in _WORD.findall(words)]
    if not mine or not words[:1].isupper():
        return False
    return any(
        len(theirs & set(mine)) > 1 and mine[0] in theirs and mine[-1] in theirs
        for name in (entry.name, *entry.names)
        for theirs in [{w.lower() for w in _WORD.findall(name)} - _SMALL]
    )


def _initials_fit(long: str, short: str) -> bool:
    letters = re.sub(r"[^A-Z]", "", short.removesuffix("s"))
    if len(letters) < 2:
        return False
    parts = [p for p in re.split(r"[\s-]+", long) if p]
    big = "".join(p[0].upper() for p in parts if p.lower() not in _SMALL)
    every = "".join(p[0].upper() for p in parts)
    return letters in (big, every) or (len(letters) > 2 and sorted(letters) == sorted(big))


def _mark_all(blocks: list[ParsedBlock], names: list[str]) -> None:
    """Make every use of the names a name in its block, the later ones overruling those before."""
    last = list(reversed(dict.fromkeys(reversed(names))))
    if not last:
        return
    holding: dict[str, list[int]] = {}
    for parsed in blocks:
        for word in set(_WORD.findall(parsed.text)):
            holding.setdefault(word, []).append(parsed.index)
    by_block: dict[int, list[str]] = {}
    for name in last:
        rarest = min((holding.get(word, []) for word in _WORD.findall(name)), key=len)
        for index in rarest:
            if name in blocks[index].text:
                by_block.setdefault(index, []).append(name)
    for index, inside in by_block.items():
        _mark(blocks[index], inside)


def _mark(parsed: ParsedBlock, names: list[str]) -> None:
    """Make every use of these words that no list knows a name in one block."""
    doc = parsed.doc
    kept = {id(name): name for name in parsed.names}
    for words in names:
        for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", parsed.text):
            span = doc.char_span(m.start(), m.end(), alignment_mode="expand")
            if span is None or any(
                (n := parsed.name_at.get(t.i)) is not None
                and n.sort in ("actor", "country")
                and not (n.surface.islower() and n.surface != words)  # "State security forces" is not any such forces
                for t in span
            ):
                continue
            made = Name(span.start, span.end, "organisation", words)
            for old in [parsed.name_at[t.i] for t in span if t.i in parsed.name_at]:
                kept.pop(id(old), None)
                for i in range(old.start, old.end):
                    parsed.name_at.pop(i, None)
            kept[id(made)] = made
            for t in span:
                parsed.name_at[t.i] = made
    parsed.names = sorted(kept.values(), key=lambda name: name.start)
