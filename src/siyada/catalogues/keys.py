"""The keys that the source uses: sentences in errors, findings, and calls that translate, in modules and templates.

Found by reading, not by running: a key must stand where it is used, as a literal. An f-string there is a fault, since
no catalogue could hold it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from jinja2 import Environment, nodes

from siyada import errors

_ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
_TEXTS = {"_", "speak", ".text", ".fill", "gettext", ".gettext"}
_PLURALS = {".plural", "plural", "ngettext", ".ngettext"}
_TEMPLATES = ("*.html", "*.xml", "*.txt")


@dataclass(frozen=True, slots=True)
class Key:
    """A sentence the source says, where, and its other form where it counts something."""

    one: str
    many: str = ""
    where: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """As gettext files name it."""
        return (self.one, self.many) if self.many else self.one


@dataclass(frozen=True, slots=True)
class Fault:
    """A use of a key that no catalogue can serve."""

    where: str
    message: str


def places(text: str) -> frozenset[str]:
    """The names of the places of a sentence. Raises ValueError where its braces do not close."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def collect_keys(package: Path) -> Iterator[Key | Fault]:
    """Every key under a folder, in the order of files and lines."""
    for path in sorted(package.rglob("*.py")):
        yield from _Module(path, path.relative_to(package).as_posix()).keys()
    for pattern in _TEMPLATES:
        for path in sorted((package / "web").rglob(pattern)):
            yield from _template_keys(path, path.relative_to(package).as_posix())


class _Module:
    """One module's tree, and the literals its names stand for."""

    def __init__(self, path: Path, name: str) -> None:
        self._tree = ast.parse(path.read_text(encoding="utf-8"))
        self._name = name
        self._constants: dict[str, list[ast.expr]] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self._constants.setdefault(target.id, []).append(node.value)

    def keys(self) -> Iterator[Key | Fault]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                yield from self._call(node)

    def _call(self, call: ast.Call) -> Iterator[Key | Fault]:
        name = _name(call.func)
        where = f"{self._name}:{call.lineno}"
        if name in _PLURALS and len(call.args) > 1:
            for one, many in zip(self._literals(call.args[0]), self._literals(call.args[1]), strict=True):
                yield Key(one, many, where)
            return
        for said in _said(name, call):
            if isinstance(said, ast.JoinedStr):
                yield Fault(where, "a key is an f-string: name its places and give them as values")
            for text in self._literals(said):
                yield Key(text, where=where)
                # A text without values keeps its places for a script; a finding's values stand in a mapping.
                if name in _ERRORS or (call.keywords and name in _TEXTS):
                    yield from _unfilled(text, call, where)

    def _literals(self, node: ast.expr) -> Iterator[str]:
        match node:
            case ast.Constant(value=str(text)) if any(character.isalpha() for character in text):
                yield text
            case ast.IfExp(body=body, orelse=orelse):
                yield from self._literals(body)
                yield from self._literals(orelse)
            case ast.Name(id=name):
                for value in self._constants.get(name, ()):
                    if not isinstance(value, ast.Name):
                        yield from self._literals(value)


def _name(function: ast.expr) -> str:
    """The last name of what is called, with its dot: `catalogue.text(…)` says a key, `text(…)` SQL."""
    match function:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name if name in _ERRORS or name == "Finding" else f".{name}"
    return ""


def _said(name: str, call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that are keys."""
    if name in _ERRORS:
        yield from call.args[:1]
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "hint")
    elif name in _TEXTS:
        yield from call.args[:1]
    elif name == "Finding":
        yield from call.args[1:2]
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "message")


def _unfilled(text: str, call: ast.Call, where: str) -> Iterator[Fault]:
    given = {keyword.arg for keyword in call.keywords}
    missing = places(text) - given
    if missing and None not in given:  # None is `**values`, which may hold any place
        yield Fault(where, f"the places {', '.join(sorted(missing))} of {text!r} are not given")


def _template_keys(path: Path, name: str) -> Iterator[Key]:
    # Parsed only, never rendered: nothing here can reach a page.
    environment = Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        function = call.node
        called = function.name if isinstance(function, nodes.Name) else "." + getattr(function, "attr", "")
        where = f"{name}:{call.lineno}"
        if called in _PLURALS and len(call.args) > 1:
            for one, many in zip(_constants(call.args[0]), _constants(call.args[1]), strict=True):
                yield Key(one, many, where)
        elif called in _TEXTS and call.args:
            for text in _constants(call.args[0]):
                yield Key(text, where=where)


def _constants(node: nodes.Expr) -> Iterator[str]:
    match node:
        case nodes.Const(value=str(text)):
            yield text
        case nodes.CondExpr(expr1=first, expr2=second):
            yield from _constants(first)
            if second is not None:
                yield from _constants(second)


__all__ = ["Fault", "Key", "collect_keys", "places"]
