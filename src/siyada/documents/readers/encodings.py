"""From bytes to text in an encoding that nobody declared reliably: `decode`.

UTF-8 is tried first, then UTF-16 and UTF-32 by their marks, then the 8-bit encodings of French and Arabic. A text that
fits none, a damaged UTF-8 text and a text that was decoded wrongly before it was saved are refused, not guessed at.
"""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from siyada.documents.sniff import wide_encoding
from siyada.errors import DocumentError

_EIGHT_BIT = ("cp1256", "cp1252", "iso8859_6", "iso8859_15", "latin_1", "mac_roman")
_SAMPLE_BYTES = 200_000
# What French, Arabic, Spanish and Latin Amazigh write beyond ASCII.
_EXPECTED = re.compile(
    "[ءآ-غـ-ْ٠-٩پچڤگ،؛؟àâäæçéèêëîïôœùûüÿáíóúñ¿¡ÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜÁÍÓÚÑ«»’‘“”…–—•·°ºª€§²³№ \xa0\xad\u200c-\u200f]"
)
_HINT = "Save the file again as UTF-8."
# UTF-8 read as Windows-1252: é becomes Ã©, and each Arabic letter a pair that begins with Ø or Ù.
_MOJIBAKE = re.compile("Ã[\x80-\xbf\u0152-\u2122]|[ØÙ][\x80-\xbf\u0152-\u2122]")


def decode(data: bytes) -> str:
    """The text of `data`. Raises DocumentError where no encoding fits."""
    wide = wide_encoding(data)
    text = _decode_wide(data, wide) if wide else _decode_utf8(data)
    if text is None:
        text = _decode_eight_bit(data)
    _refuse_mojibake(text)
    return text.removeprefix("\ufeff")


def _decode_wide(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            "The text is marked as {encoding} and breaks off at byte {position}.",
            hint=_HINT,
            encoding=encoding.upper(),
            position=error.start,
        ) from error


def _decode_utf8(data: bytes) -> str | None:
    """The text, or None where it was never UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        lenient = data[:_SAMPLE_BYTES].decode("utf-8", "replace")
        damaged = lenient.count("\ufffd")
        sound = sum(sign > "\x7f" for sign in lenient) - damaged
        # An 8-bit text hardly ever contains a valid sequence, so several of them are UTF-8 that was damaged.
        if sound > 3 * damaged:
            raise DocumentError(
                "The text is UTF-8 with a damaged byte at {position}.", hint=_HINT, position=error.start
            ) from error
        return None


def _decode_eight_bit(data: bytes) -> str:
    sample = data[:_SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=list(_EIGHT_BIT)).best()
    guessed = (best.encoding,) if best else ()
    for encoding in (*guessed, *_EIGHT_BIT):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text[:_SAMPLE_BYTES]):
            return text
    raise DocumentError("The text is in no encoding that we know (UTF-8, UTF-16, Windows-1256, ISO 8859…).", hint=_HINT)


def _is_plausible(text: str) -> bool:
    """Whether nearly all that is not ASCII is what our languages write."""
    foreign = [sign for sign in text if sign > "\x7f"]
    return sum(_EXPECTED.match(sign) is not None for sign in foreign) >= 0.95 * len(foreign)


def _refuse_mojibake(text: str) -> None:
    sample = text[:_SAMPLE_BYTES]
    broken = len(_MOJIBAKE.findall(sample))
    # Two in a hundred: a text about encodings may show a few, a spoilt French one has four, an Arabic one forty.
    if broken > 2 and broken * 50 > len(sample):
        raise DocumentError(
            "The text was read in a wrong encoding before it was saved ({example}).",
            hint="Export it again from its source, as UTF-8.",
            example=_MOJIBAKE.search(sample)[0],  # type: ignore[index]  # there are three or more
        )
