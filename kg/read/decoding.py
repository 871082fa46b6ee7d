"""Bytes to text, losing nothing: what comes out is what Python's `open(…, newline="")` would give.

Order: byte order mark, UTF-8, UTF-16 without a mark, then charset-normalizer's best guess among the legacy
encodings in which reports are met. A UTF-8 byte order mark stays in the text as U+FEFF, since
`open(path, encoding="utf-8")` keeps it and offsets count it.
"""

from __future__ import annotations

import codecs
import logging

from kg.errors import UnsupportedInput

log = logging.getLogger("kg.read")

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN = ["cp1252", "cp1250", "cp1254", "cp1257"]
_OTHER_SCRIPTS = [
    "cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "koi8_u", "iso8859_5", "iso8859_6", "mac_cyrillic",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
_LATIN_SHARE = 0.15
_TELLING = 4  # with fewer letters beyond ASCII nothing can be told but that it is Latin script
SAMPLE_BYTES = 1 << 18
_SIGNATURES = {
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x1f\x8b": "compressed with gzip",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"{\\rtf": "rich text (RTF)",
    b"%PDF-": "a PDF",
}


def encoding_of(sample: bytes, *, where: str, whole: bool) -> str:
    """The encoding of a file that begins with `sample` (all of it where `whole`).

    Raises UnsupportedInput naming `where` if it is no text, or in no encoding that can be told.
    """
    for signature, kind in _SIGNATURES.items():
        if sample.startswith(signature):
            raise UnsupportedInput(f"this is {kind}, not text", where=where, remedy="Save it as text, HTML or PDF")
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=whole)
    except UnicodeDecodeError:
        return _legacy(sample, where)
    if b"\0" not in sample:
        return "utf-8"
    return _unmarked_utf16(sample, where)


def decode(data: bytes, *, where: str) -> str:
    """The text in `data`, line ends kept. Raises UnsupportedInput as `encoding_of` does."""
    encoding = encoding_of(data, where=where, whole=True) if len(data) <= SAMPLE_BYTES else _of_large(data, where)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnsupportedInput(
            f"byte {error.start + 1} is no {encoding} text",
            where=where,
            remedy="Save the file as UTF-8",
        ) from error


def _of_large(data: bytes, where: str) -> str:
    encoding = encoding_of(data[:SAMPLE_BYTES], where=where, whole=False)
    if encoding != "utf-8":
        return encoding
    try:
        codecs.utf_8_decode(data, "strict", True)
    except UnicodeDecodeError as error:
        start = max(0, error.start - SAMPLE_BYTES // 2)
        return _legacy(data[start : start + SAMPLE_BYTES], where)
    return "utf-8"


def _unmarked_utf16(sample: bytes, where: str) -> str:
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    raise _binary(where)


def _legacy(sample: bytes, where: str) -> str:
    if b"\0" in sample:
        return _unmarked_utf16(sample, where)
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in sample)
    if control > len(sample) / 50:
        raise _binary(where)
    from charset_normalizer import from_bytes

    high = sum(byte > 127 for byte in sample)
    if high < _TELLING and _decodes(sample, _LATIN[0]):
        return _LATIN[0]
    candidates = _LATIN if high < _LATIN_SHARE * len(sample) else _OTHER_SCRIPTS + _LATIN
    best = from_bytes(sample, cp_isolation=candidates, enable_fallback=False).best()
    if best is None:
        raise UnsupportedInput("its encoding cannot be told", where=where, remedy="Save the file as UTF-8")
    log.info("%s: not UTF-8, read as %s", where, best.encoding)
    return best.encoding


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _binary(where: str) -> UnsupportedInput:
    return UnsupportedInput("this is binary data, not text", where=where, remedy="Save it as text, HTML or PDF")
