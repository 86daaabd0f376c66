"""Names of files as ids that can be shown, stored and typed: `format_name`, and `parse_name` back.

A file may be called anything: newlines, direction marks that make "exe.pdf" of "fdp.exe", bytes that are no UTF-8. Such
characters, and the percent sign itself, are percent-encoded (RFC 3986); letters of all scripts, quotes and spaces stay.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote_from_bytes, unquote

# Controls, direction marks and joiners, surrogates of undecodable bytes, private use, unassigned, line separators.
_UNSHOWABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_showable(text: str) -> bool:
    """Whether a text can be an id as it stands."""
    return bool(text) and not any(unicodedata.category(sign) in _UNSHOWABLE for sign in text)


def format_name(name: str) -> str:
    """The id of a file's name or relative path."""
    return "".join(_format_sign(sign) for sign in name)


def parse_name(formatted: str) -> str:
    """The name that `format_name` was given."""
    return unquote(formatted, errors="surrogateescape")


def _format_sign(sign: str) -> str:
    if sign != "%" and unicodedata.category(sign) not in _UNSHOWABLE:
        return sign
    return quote_from_bytes(sign.encode("utf-8", "surrogateescape"), safe="")


def format_member(name: str) -> str:
    """The id of an archive's member: as `format_name`, and steps out of the archive are encoded too."""
    parts = (part.replace(".", "%2E") if part in {".", ".."} else format_name(part) for part in name.split("/"))
    return "/".join(part for part in parts if part)


def is_hidden(name: str) -> bool:
    """Whether a name is one that systems and programs leave behind: dot files, lock files, thumbnails."""
    parts = PurePosixPath(name).parts
    return any((part.startswith((".", "~$")) and part != "..") or part in _LEFT_BEHIND for part in parts)


_LEFT_BEHIND = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
