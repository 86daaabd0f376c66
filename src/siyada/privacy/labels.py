"""The words that say what a number is: "CIN", "immatriculée", رقم البطاقة…, and the nearest one before a place."""

from __future__ import annotations

import re
from bisect import bisect_right

from siyada.privacy.lexicon import Role
from siyada.privacy.segments import SEPARATOR
from siyada.privacy.words import WordView

_REACH = 40
_ADJOINING = 12
_INITIALS = re.compile(r"(?:[A-Z]\.){1,4}[A-Z](?!\w)\.?")
_DOTTED = {
    "CIN": Role.LABEL_CIN, "CNI": Role.LABEL_CIN, "CNIE": Role.LABEL_CIN, "CNSS": Role.LABEL_CNSS,
    "IF": Role.LABEL_IF, "RC": Role.LABEL_RC,
}  # fmt: skip


class Labels:
    """The labels of a text, by place."""

    def __init__(self, view: WordView) -> None:
        self._text = view.text
        found = [(view.starts[word], view.ends[word], view.roles[word]) for word in view.having(Role.LABEL)]
        found += [(*match.span(), _DOTTED.get(match[0].replace(".", ""), 0)) for match in _INITIALS.finditer(view.text)]
        found.sort()
        self.starts = [start for start, _, _ in found]
        self._ends = [end for _, end, _ in found]
        self._roles = [role for _, _, role in found]

    def before(self, place: int, reach: int = _REACH) -> int:
        """The roles of the nearest label at most `reach` characters before a place.

        0 where there is none, or a number or the end of a sentence stands between.
        """
        number = bisect_right(self._ends, place) - 1
        if number < 0 or place - self._ends[number] > reach:
            return 0
        between = self._text[self._ends[number] : place]
        if SEPARATOR in between or sum(map(str.isdigit, between)) > 2:
            return 0
        roles = self._roles[number]
        # A label of two words (رقم البطاقة الوطنية, registre de commerce) counts whole.
        while number and self._adjoins(number - 1):
            number -= 1
            roles |= self._roles[number] & ~Role.LABEL_REF
        return roles

    def _adjoins(self, number: int) -> bool:
        end, start = self._ends[number], self.starts[number + 1]
        return start - end <= _ADJOINING and SEPARATOR not in self._text[end:start]

    def each(self, mask: int) -> list[int]:
        """Where the labels of these roles end."""
        return [end for end, role in zip(self._ends, self._roles, strict=True) if role & mask]


__all__ = ["Labels"]
