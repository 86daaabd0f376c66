"""E-mail and IP addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address

from siyada.privacy.found import Found
from siyada.privacy.kinds import Kind
from siyada.privacy.labels import Labels
from siyada.privacy.lexicon import Role
from siyada.privacy.zones import Zone

_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}$")
_DOMAIN = re.compile(r"[^\W_](?:[\w-]{0,62}\.)+[^\W\d_]{2,24}")
_SIGN = re.compile(r"[@\[(]")
_AT = re.compile(r"@|[\[(] ?(?:at|arobase) ?[\])] ?")
_IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\w|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![\w:])")
_COLONS = re.compile(r":[0-9A-Fa-f]{0,4}:")
_IPV6_LONGEST = 39
# RFC 5321 lets the local part be 64 characters long.
_LOCAL_REACH = 64


def find_emails(text: str) -> Iterator[Found]:
    """E-mail addresses, also with the at sign in brackets."""
    done = 0
    for sign in _SIGN.finditer(text):
        at = _AT.match(text, sign.start())
        if at is None:
            continue
        before = at.start() - (1 if at[0] != "@" and text[at.start() - 1] == " " else 0)
        local = _LOCAL.search(text, max(done, before - _LOCAL_REACH), before)
        domain = _DOMAIN.match(text, at.end())
        if local is None or domain is None:
            continue
        start = local.start() + len(local[0]) - len(local[0].lstrip(".'-`{(|/"))
        if start < before:
            done = domain.end()
            yield Found(start, done, Kind.EMAIL, 0.98)


def find_ips(text: str, zones: Iterable[Zone], labels: Labels) -> Iterator[Found]:
    """IP addresses that can be a person's: not loopback, not unspecified, not a version number."""
    for match in _ip_shapes(text, zones):
        label = labels.before(match.start())
        if _identifies(match[0]) and not label & Role.LABEL_REF and (label or not _is_version(match[0])):
            yield Found(*match.span(), Kind.IP, 0.95 if label & Role.LABEL_IP else 0.8)


def _ip_shapes(text: str, zones: Iterable[Zone]) -> Iterator[re.Match[str]]:
    for zone in zones:
        yield from _IPV4.finditer(text, zone.start, zone.end)
    done = 0
    for colons in _COLONS.finditer(text):
        match = _IPV6.search(text, max(done, colons.start() - 4), colons.end() + _IPV6_LONGEST)
        if match is not None and match.start() >= done:
            done = match.end()
            yield match


def _identifies(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.is_multicast)


def _is_version(text: str) -> bool:
    """A first number below ten is nearly always a version or a heading."""
    return ":" not in text and len(text.partition(".")[0]) < 2


__all__ = ["find_emails", "find_ips"]
