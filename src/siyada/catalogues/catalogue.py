"""One language's catalogue: its sentences, plurals, numbers, dates and money."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from siyada.catalogues.negotiation import interface_language
from siyada.errors import SiyadaError

_LOCALES_FOLDER = Path(__file__).parent.parent / "locales"

_FALLBACKS = {"ary": "ar", "zgh": "fr"}

# CLDR's names. Morocco writes Arabic with the digits 0 to 9, and `ar_MA` does; CLDR has no Darija.
_LOCALES = {"fr": "fr_MA", "ar": "ar_MA", "ary": "ar_MA", "zgh": "zgh", "en": "en_GB"}


class Catalogue:
    """What Siyada says in one language. Immutable; one instance serves every reader, as long as the program runs."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = "rtl" if language in {"ar", "ary"} else "ltr"
        self._translations = _load(language)

    def __repr__(self) -> str:
        return f"Catalogue({self.language!r})"

    def text(self, key: str, /, **values: object) -> str:
        """The key in this language, its places filled. Without values the places stay, for a script to fill."""
        return self.fill(key, values) if values else self._translations.gettext(key)

    def fill(self, key: str, values: Mapping[str, object]) -> str:
        """The key in this language, filled even where there are no values: doubled braces become single ones."""
        return self._translations.gettext(key).format_map(values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form of the language for `n`; the place `{count}` is `n` as the language writes it."""
        translated = self._translations.ngettext(one, many, n)
        return translated.format_map({"count": self.format_number(n), **values})

    def format_number(self, number: float) -> str:
        """A number with the language's separators."""
        # Below a thousand an integer has no separator in any of our languages, and Babel costs 30 ms to load.
        if isinstance(number, int) and abs(number) < 1000:
            return str(number)
        from babel.numbers import format_decimal  # noqa: PLC0415  # see above

        return format_decimal(number, locale=self._locale)

    def format_money(self, dirhams: float) -> str:
        """An amount in Moroccan dirhams, the currency by its name; centimes only where there are some."""
        from babel.numbers import format_currency  # noqa: PLC0415  # loaded only where it is shown

        pattern = "#,##0 ¤¤¤" if dirhams == int(dirhams) else "#,##0.00 ¤¤¤"
        return format_currency(dirhams, "MAD", pattern, locale=self._locale, currency_digits=False)

    def format_date(self, day: date) -> str:
        """A day, the month by its name. A moment with a time zone is first brought to the machine's own."""
        from babel.dates import format_date  # noqa: PLC0415  # loaded only where it is shown

        return format_date(_here(day) if isinstance(day, datetime) else day, "long", locale=self._locale)

    def format_moment(self, moment: datetime) -> str:
        """A day, hour and minute, on the machine's own clock."""
        from babel.dates import format_time, get_datetime_format  # noqa: PLC0415  # loaded only where it is shown

        joined = str(get_datetime_format("long", locale=self._locale)).replace("'", "")
        hour = format_time(_here(moment), "short", locale=self._locale)
        return joined.replace("{0}", hour).replace("{1}", self.format_date(moment))

    @property
    def _locale(self) -> str:
        return _LOCALES[self.language]


@lru_cache(maxsize=8)
def _of(language: str) -> Catalogue:
    return Catalogue(language)


def catalogue(language: str) -> Catalogue:
    """The catalogue nearest to a language tag or a variety; English where there is none."""
    return _of(interface_language(language) or "en")


def translate_error(catalogue: Catalogue, error: SiyadaError) -> tuple[str, str]:
    """What happened and what the person can do now, in their language; the hint is empty where there is none."""
    hint = catalogue.fill(error.hint_message, error.values) if error.hint_message else ""
    return catalogue.fill(error.message, error.values), hint


def _load(language: str) -> gettext.NullTranslations:
    file = _LOCALES_FOLDER / f"{language}.mo"
    if not file.is_file():
        return gettext.NullTranslations()
    with file.open("rb") as opened:
        translations = gettext.GNUTranslations(opened)
    if language in _FALLBACKS:
        translations.add_fallback(_load(_FALLBACKS[language]))
    return translations


def _here(moment: datetime) -> datetime:
    return moment.astimezone() if moment.tzinfo else moment


__all__ = ["Catalogue", "catalogue", "translate_error"]
