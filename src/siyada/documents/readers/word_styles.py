"""Styles of a Word document: which are headings, and which number their paragraphs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from siyada.documents.readers.limits import Limits
from siyada.documents.readers.package import has_part, read_part

TITLE = 0
"""The level of the style `Title`, above every heading."""
_HEADING_NAME = re.compile(r"(?:heading|titre)\s*([1-9])\Z", re.IGNORECASE)
# Where a document has no part of styles, the ids that Word gives in English and French.
_BY_ID = {"Title": TITLE, **{f"{name}{level}": level for level in range(1, 10) for name in ("Heading", "Titre")}}
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A list of the document and a level in it, 0 the outermost; None where the list itself says which."""

    list_id: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Styles:
    """What styles say of their paragraphs, those they are based on included."""

    levels: Mapping[str, int]
    """The heading level of each style that has one."""
    places: Mapping[str, ListPlace]
    """The list of each style that has one."""

    def list_place(self, style: str, paragraph: etree._Element) -> ListPlace | None:
        """The list that a paragraph belongs to, by itself or by its style."""
        own = _place(paragraph)
        place = own or self.places.get(style)
        return place if place and place.list_id != "0" else None


def load_styles(package: zipfile.ZipFile, limits: Limits) -> Styles:
    """The styles of a document."""
    if not has_part(package, "word/styles.xml"):
        return Styles(_BY_ID, {})
    styles = {
        attribute(style, "styleId"): style for style in read_part(package, "word/styles.xml", limits).iter("{*}style")
    }
    based_on = {name: value(style, "{*}basedOn") for name, style in styles.items()}

    def inherited(find: Callable[[etree._Element], _Value | None]) -> dict[str, _Value]:
        own = {name: found for name, style in styles.items() if (found := find(style)) is not None}
        nearest = {name: _nearest(name, own, based_on) for name in styles}
        return {name: own[base] for name, base in nearest.items() if base}

    return Styles(inherited(_style_level), inherited(_place))


def outline_level(element: etree._Element) -> int | None:
    """The heading level that a paragraph or a style gives itself, 1 the outermost."""
    outline = value(element, "{*}pPr/{*}outlineLvl")
    return int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else None


def value(element: etree._Element, path: str) -> str:
    """The `val` of a descendant; empty where there is none."""
    found = element.find(path)
    return "" if found is None else attribute(found, "val")


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name: transitional and strict documents differ in namespaces."""
    return next((str(text) for key, text in element.items() if key.rpartition("}")[2] == name), "")


def _nearest(name: str, own: Mapping[str, _Value], based_on: Mapping[str, str]) -> str:
    """The style itself or the nearest it is based on that has a value of its own; empty where none has."""
    seen: set[str] = set()
    while name and name not in own and name not in seen:
        seen.add(name)
        name = based_on.get(name, "")
    return name if name in own else ""


def _style_level(style: etree._Element) -> int | None:
    name = value(style, "{*}name")
    heading = _HEADING_NAME.match(name)
    if name.lower() == "title":
        return TITLE
    return int(heading[1]) if heading else outline_level(style)


def _place(element: etree._Element) -> ListPlace | None:
    properties = element.find("{*}pPr/{*}numPr")
    if properties is None:
        return None
    level = value(properties, "{*}ilvl")
    return ListPlace(value(properties, "{*}numId"), int(level) if level.isdecimal() else None)
