"""Text of a web page that no reader sees, and that an answer must therefore not quote: `drop_hidden`.

Hidden is what `hidden`, `aria-hidden` or a style says (`display: none`, `visibility: hidden`, no opacity, no size,
white or transparent ink on no other ground, far off the page), in the element or in the page's own style sheet where
its selector is one class or id. Linked style sheets are not fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0*\s*(?:;|!|\Z)"
    r"|font-size\s*:\s*0?\.?0*(?:px|pt|em|rem|%)?\s*(?:;|!|\Z)|(?:left|top|text-indent)\s*:\s*-\d{4,}"
    r"|(?<![-\w])color\s*:\s*transparent",
    re.IGNORECASE,
)
_WHITE_INK = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?(?![0-9a-f])|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)", re.IGNORECASE
)
_GROUND = re.compile(
    r"background(?:-color|-image)?\s*:\s*(?!\s*(?:white|#fff(?:fff)?(?![0-9a-f])|transparent|none|inherit))",
    re.IGNORECASE,
)
_AT_RULE = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"\s*\w*([.#][\w-]+)\s*\Z")


def drop_hidden(tree: HtmlElement) -> None:
    """Remove from a tree what a browser would not show; the text after a removed element stays."""
    rules = dict(_rules(tree))
    hidden = [element for element in tree.iter() if isinstance(element.tag, str) and _is_hidden(element, rules)]
    for element in hidden:
        if element.getparent() is not None and element.tag != "body":
            element.drop_tree()


def _rules(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The declarations of each class and id that a style sheet of the page names alone."""
    for sheet in tree.iter("style"):
        # Rules for print or narrow screens hide what others show.
        for selectors, declarations in _RULE.findall(_AT_RULE.sub("", sheet.text or "")):
            for selector in selectors.split(","):
                simple = _SIMPLE_SELECTOR.match(selector)
                if simple:
                    yield simple[1], declarations


def _is_hidden(element: HtmlElement, rules: dict[str, str]) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = _style(element, rules)
    return bool(style) and (
        _HIDING.search(style) is not None or (_WHITE_INK.search(style) is not None and not _has_ground(element, rules))
    )


def _style(element: HtmlElement, rules: dict[str, str]) -> str:
    names = [f".{name}" for name in (element.get("class") or "").split()] + [f"#{element.get('id')}"]
    ruled = [rules[name] for name in names if name in rules] if rules else []
    return ";".join([*ruled, element.get("style") or ""]).strip(";")


def _has_ground(element: HtmlElement, rules: dict[str, str]) -> bool:
    """Whether the element or one around it is painted, so that white ink can be read on it."""
    return any(
        around.get("bgcolor", "").lower() not in {"", "white", "#fff", "#ffffff"}
        or _GROUND.search(_style(around, rules)) is not None
        for around in (element, *element.iterancestors())
    )
