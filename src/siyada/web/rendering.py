"""Pages from templates: everything that is shown is escaped, everything that is said comes from the catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from siyada.catalogues import LANGUAGES, Catalogue, catalogue
from siyada.language import direction, identify
from siyada.types import Variety

# Each variety by its own name, as its readers write it.
_NAMES = {
    Variety.FRENCH: "Français",
    Variety.ARABIC: "العربية",
    Variety.DARIJA_ARABIC: "الدارجة",
    Variety.DARIJA_LATIN: "Darija",
    Variety.AMAZIGH_TIFINAGH: "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    Variety.AMAZIGH_LATIN: "Tamaziɣt",
    Variety.ENGLISH: "English",
    Variety.SPANISH: "Español",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A text and how it is written, for the attributes `lang` and `dir`."""

    text: str
    language: str = ""
    """A BCP 47 tag; empty where it is not known."""
    direction: str = "auto"

    @property
    def language_name(self) -> str:
        """The name of the language in itself; empty where it is not known."""
        return _NAMES[Variety(self.language)] if self.language else ""


def written(text: str, language: str) -> Written:
    """A text in a variety; what is not one of ours is left to the browser."""
    if language not in _NAMES:
        return Written(text)
    return Written(text, language, direction(language))


def titled(text: str, language: str) -> Written:
    """A title; where its document does not say its language, the title says it itself."""
    return written(text, language if language in _NAMES else identify(text).variety)


class Pages:
    """The templates of the site. Serves many threads."""

    def __init__(self, static_url: str) -> None:
        self._templates = Environment(
            loader=PackageLoader("siyada.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.globals["static"] = static_url

    def show(
        self, words: Catalogue, template: str, here: str = "/", /, status: int = 200, **context: object
    ) -> HTMLResponse:
        """A page. `here` is its address below the language, by which it is offered in the other ones."""
        page = self._templates.get_template(template).render(
            _=words.text,
            words=words,
            menu=[(code, name, f"/{code}{here}") for code, name in LANGUAGES.items()],
            day=lambda text: _day(words, text),
            moment=lambda text: words.format_moment(datetime.fromisoformat(text)),
            numbers=lambda pages: _numbers(words, pages),
            home=f"/{words.language}/",
            **context,
        )
        return HTMLResponse(page, status, headers={"Content-Language": words.language})


def reader(request: Request) -> Catalogue:
    """The catalogue of the language in the address. Raises HTTPException (404) for one that is not offered."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise HTTPException(404)
    return catalogue(language)


def _day(words: Catalogue, text: str) -> str:
    """The day that a document says of itself; what is no date is shown as it stands."""
    try:
        return words.format_date(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _numbers(words: Catalogue, pages: Sequence[int]) -> str:
    return ", ".join(words.format_number(page) for page in pages)


__all__ = ["Pages", "Written", "reader", "titled", "written"]
