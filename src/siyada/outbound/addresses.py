"""Which network an address belongs to: the internet, an inside network, or none that anyone may reach.

Source: IANA's registries of special-purpose addresses (RFC 6890). RFC 6052 for NAT64, RFC 4291 for mapped addresses.
"""

from __future__ import annotations

import ipaddress
from enum import StrEnum

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Reach(StrEnum):
    """How far an address lies."""

    PUBLIC = "public"
    PRIVATE = "private"
    """This machine, or a network of the institution."""
    FORBIDDEN = "forbidden"
    """Link-local (where cloud hosts keep their credentials), multicast, reserved: never a destination."""


def _networks(*texts: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


_PRIVATE = _networks(
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1", "fc00::/7"
)  # fmt: skip
# Special-purpose networks that the standard library of some supported Pythons takes for the internet, and tunnels,
# whose end nobody can vouch for: 6to4, Teredo, addresses compatible with IPv4.
_FORBIDDEN = _networks(
    "192.0.0.0/24", "192.88.99.0/24", "::/96", "64:ff9b:1::/48", "100::/63", "2001::/23", "2002::/16", "3fff::/20",
    "5f00::/16", "fec0::/10",
)  # fmt: skip
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def parse_address(text: str) -> Address | None:
    """The address that a text writes in its usual form, None where it is a name. A zone ("%eth0") makes it a name."""
    try:
        return ipaddress.ip_address(text.strip("[]")) if "%" not in text else None
    except ValueError:
        return None


def reach_of(address: Address) -> Reach:
    """How far an address lies; one that only translates an IPv4 address lies where that one does."""
    if isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped is not None or address in _NAT64):
        return reach_of(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    if _within(address, _PRIVATE):
        return Reach.PRIVATE
    if _within(address, _FORBIDDEN) or address.is_multicast or address.is_reserved or not address.is_global:
        return Reach.FORBIDDEN
    return Reach.PUBLIC


def _within(address: Address, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


__all__ = ["Address", "Reach", "parse_address", "reach_of"]
