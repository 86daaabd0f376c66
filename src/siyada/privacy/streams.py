"""Masking and unmasking of text as it streams: the chunks never change the result."""

from __future__ import annotations

from siyada.privacy.masking import Masker, unfinished_pseudonym
from siyada.privacy.segments import find_cut


class MaskedStream:
    """Masks a stream. A sentence comes out when it is complete, as nothing is looked for across its end.

    The text that came out in all is `masker.mask` of the text that went in. Lives as long as its stream.
    """

    def __init__(self, masker: Masker, *, trust_pseudonyms: bool = False) -> None:
        self._masker = masker
        self._trust = trust_pseudonyms
        self._held = ""

    def feed(self, chunk: str) -> str:
        """What can be shown after this chunk. Raises VerificationError where it could not be searched."""
        held = self._held + chunk
        # Nothing of what is held comes out again, even if the search fails.
        self._held = ""
        shown, start = [], 0
        while (cut := find_cut(held, start)) != -1:
            shown.append(self._mask(held[start:cut]))
            start = cut
        self._held = held[start:]
        return "".join(shown)

    def close(self) -> str:
        """The rest."""
        rest, self._held = self._held, ""
        return self._mask(rest)

    def _mask(self, text: str) -> str:
        return self._masker.mask(text, trust_pseudonyms=self._trust)


class UnmaskedStream:
    """Puts pseudonyms back in a stream, for the person who wrote what they hide."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self._held = ""

    def feed(self, chunk: str) -> str:
        """What can be shown after this chunk: all but the beginning of a pseudonym at its end."""
        held = self._held + chunk
        end = unfinished_pseudonym(held)
        self._held = held[end:]
        return self._masker.unmask(held[:end])

    def close(self) -> str:
        """The rest."""
        rest, self._held = self._held, ""
        return self._masker.unmask(rest)


__all__ = ["MaskedStream", "UnmaskedStream"]
