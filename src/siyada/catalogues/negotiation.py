"""Which interface language a reader gets: lookup of RFC 4647, section 3.4, over the languages that are offered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LANGUAGES = {
    "fr": "Français",
    "ar": "العربية",
    "ary": "الدارجة",
    "zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "en": "English",
}
"""The interface languages, each by its own name, in the order of a menu."""

# The Amazigh languages of Morocco share the Tifinagh interface; who writes in Latin letters reads French with ease.
_NEIGHBOURS = {
    "tzm": "zgh",
    "shi": "zgh",
    "rif": "zgh",
    "ber": "zgh",
    "ary-latn": "fr",
    "zgh-latn": "fr",
    "tzm-latn": "fr",
    "shi-latn": "fr",
    "rif-latn": "fr",
}

# A header is a stranger's text: more ranges than a person can read are not looked at.
_RANGES_READ = 20


def interface_language(tag: str, offered: Sequence[str] = tuple(LANGUAGES)) -> str | None:
    """The offered language nearest to a BCP 47 tag, a variety or a locale's name (`fr_MA.UTF-8`); None if none is."""
    key = re.split("[.@]", tag, maxsplit=1)[0].replace("_", "-").lower()
    while key:
        found = _NEIGHBOURS.get(key, key)
        if found in offered:
            return found
        key = key.rpartition("-")[0]
    return None


def negotiate(accept_language: str, offered: Sequence[str] = tuple(LANGUAGES)) -> str:
    """The offered language that an `Accept-Language` header (RFC 9110, 12.5.4) likes best, else the first offered.

    Ranges that cannot be read are passed over.
    """
    for tag in _by_weight(accept_language):
        found = offered[0] if tag == "*" else interface_language(tag, offered)
        if found is not None:
            return found
    return offered[0]


def _by_weight(accept_language: str) -> list[str]:
    ranges = list(_ranges(accept_language))
    return [tag for tag, weight in sorted(ranges, key=lambda weighed: -weighed[1]) if weight > 0]


def _ranges(accept_language: str) -> Iterator[tuple[str, float]]:
    for item in accept_language.split(",")[:_RANGES_READ]:
        tag, _, parameter = item.partition(";")
        name, _, value = parameter.partition("=")
        try:
            weight = float(value) if name.strip().lower() == "q" else 1.0
        except ValueError:
            continue
        if tag.strip() and 0 <= weight <= 1:
            yield tag.strip(), weight


__all__ = ["LANGUAGES", "interface_language", "negotiate"]
