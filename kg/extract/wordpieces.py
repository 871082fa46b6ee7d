"""Texts cut into windows of word pieces for the mention encoder, with offsets that lead back.

A window holds whole sentences of one line or, where that is wished, of one text, so many as fit. A
word is what BERT's pre-tokenizer takes for one (letters and digits that stand together, or one
punctuation mark); its form (upper case, digits, glued to the word before it or first of a line) is
kept beside the lower-cased pieces. The training in `kg.train` and the reading in
`kg.extract.mention_model` both cut texts by this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_CLOSING = frozenset("\"'”’)]»")
_ENDING = frozenset(".!?…")
_GLUED, _SPACED, _FIRST = 0, 1, 2

FORMS = 9
"""Number of forms a word can have."""
SHAPES = 1 + 3 * FORMS
"""Number of shape ids: 0 for padding and special pieces, then form times the way a word is joined."""


@lru_cache(maxsize=65536)
def form(word: str) -> int:
    """The form of a word, 0 to 8: lower, Title, CAPITALS, one capital, mIxed, digits, d1gits, punctuation, other."""
    if word.isdigit():
        return 5
    if any(c.isdigit() for c in word):
        return 6
    if word.isalpha():
        if word.islower():
            return 0
        if word.isupper():
            return 2 if len(word) > 1 else 3
        return 1 if word[0].isupper() and word[1:].islower() else 4
    return 7 if not any(c.isalnum() for c in word) else 8


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences of one text.

    `ids` and `shapes` are what the encoder reads, special pieces included. For each word, `words` is
    its span in the text, `first` the index in `ids` of its first piece and `sentence` a number that
    words of the same sentence share.
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    words: tuple[tuple[int, int], ...]
    first: tuple[int, ...]
    sentence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    pieces: tuple[int, ...]
    shape: int


class WindowCutter:
    """Cuts texts into windows of at most `max_pieces` word pieces.

    `abbreviations` (lower case, without their final point) do not end a sentence. With
    `across_lines` a window may hold sentences of several lines. The tokenizer must
    be a BERT one, with its special pieces `[CLS]` and `[SEP]`.
    """

    def __init__(
        self, tokenizer: Tokenizer, *, max_pieces: int, abbreviations: Sequence[str], across_lines: bool = False
    ) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._room = max_pieces - 2
        self._across_lines = across_lines
        self._abbreviations = frozenset(abbreviations)
        opening, closing = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        if opening is None or closing is None:
            raise ValueError("the tokenizer has no [CLS] and [SEP]")
        self._opening: int = opening
        self._closing: int = closing

    def cut(self, text: str) -> list[Window]:
        """The windows of `text` in order; none where it has no words."""
        windows: list[Window] = []
        held: list[tuple[int, list[_Word]]] = []
        size = number = 0
        for line in self._lines(text):
            for sentence in self._sentences(text, line):
                number += 1
                for part in self._fitting(sentence):
                    length = sum(len(w.pieces) for w in part)
                    if held and size + length > self._room:
                        windows.append(self._window(held))
                        held, size = [], 0
                    held.append((number, part))
                    size += length
            if held and not self._across_lines:
                windows.append(self._window(held))
                held, size = [], 0
        if held:
            windows.append(self._window(held))
        return windows

    def _lines(self, text: str) -> Iterator[list[_Word]]:
        found = [m for m in _LINE.finditer(text) if not m.group().isspace()]
        for match, encoded in zip(
            found, self._tokenizer.encode_batch([m.group() for m in found], add_special_tokens=False), strict=True
        ):
            words: list[_Word] = []
            base, previous = match.start(), None
            for word_id, piece, (start, end) in zip(encoded.word_ids, encoded.ids, encoded.offsets, strict=True):
                start, end = base + start, base + end
                if words and word_id == previous:
                    last = words[-1]
                    words[-1] = _Word(last.start, max(end, last.end), (*last.pieces, piece), last.shape)
                    continue
                if end <= start:
                    continue
                previous = word_id
                joined = _FIRST if not words else _GLUED if words[-1].end == start else _SPACED
                words.append(_Word(start, end, (piece,), joined))
            yield [_Word(w.start, w.end, w.pieces, 1 + 3 * form(text[w.start : w.end]) + w.shape) for w in words]

    def _sentences(self, text: str, words: list[_Word]) -> Iterator[list[_Word]]:
        begin = 0
        for i in range(1, len(words)):
            if words[i].start > words[i - 1].end and self._ends(text, words, i):
                yield words[begin:i]
                begin = i
        if words:
            yield words[begin:]

    def _ends(self, text: str, words: list[_Word], i: int) -> bool:
        """Whether a sentence ends between the words `i - 1` and `i`, which a space parts."""
        last = i - 1
        while last > 0 and text[words[last].start] in _CLOSING:
            last -= 1
        mark = text[words[last].start : words[last].end]
        if mark not in _ENDING:
            return False
        following = text[words[i].start : words[i].end]
        if following[0].islower() or following in {",", ";", ")"}:
            return False
        if mark != "." or last == 0:
            return True
        before = text[words[last - 1].start : words[last - 1].end]
        return not (len(before) == 1 and before.isalpha()) and before.lower() not in self._abbreviations

    def _fitting(self, words: list[_Word]) -> Iterator[list[_Word]]:
        part: list[_Word] = []
        size = 0
        for word in words:
            if len(word.pieces) > self._room:
                word = _Word(word.start, word.end, word.pieces[: self._room], word.shape)
            if size + len(word.pieces) > self._room:
                yield part
                part, size = [], 0
            part.append(word)
            size += len(word.pieces)
        if part:
            yield part

    def _window(self, held: list[tuple[int, list[_Word]]]) -> Window:
        ids, shapes = [self._opening], [0]
        words: list[tuple[int, int]] = []
        first: list[int] = []
        numbers: list[int] = []
        for number, part in held:
            for word in part:
                first.append(len(ids))
                words.append((word.start, word.end))
                numbers.append(number)
                ids.extend(word.pieces)
                shapes.extend([word.shape] * len(word.pieces))
        ids.append(self._closing)
        shapes.append(0)
        return Window(tuple(ids), tuple(shapes), tuple(words), tuple(first), tuple(numbers))
