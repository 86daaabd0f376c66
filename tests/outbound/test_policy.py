from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.errors import SettingsError
from siyada.outbound import Destination, parse_destination, read_policy, server_destination
from siyada.outbound.addresses import Reach, parse_address, reach_of
from siyada.outbound.policy import canonical_host, find_destination


@pytest.mark.parametrize(
    ("text", "destination"),
    [
        ("www.lopinion.ma", Destination("www.lopinion.ma")),
        ("WWW.Lopinion.MA.", Destination("www.lopinion.ma")),
        ("مثال.المغرب", Destination("xn--mgbh0fb.xn--mgbc0a9azcg")),
        ("gpu.intranet:8000 private", Destination("gpu.intranet", 8000, private=True)),
        ("[fd00::0:5]:8000", Destination("fd00::5", 8000, private=True)),
        ("10.0.0.5", Destination("10.0.0.5", private=True)),
        (
            "api.mistral.ai country=FR basis=contract 12, articles 43 and 44",
            Destination("api.mistral.ai", country="FR", legal_basis="contract 12, articles 43 and 44"),
        ),
    ],
)
def test_a_destination_is_read(text: str, destination: Destination) -> None:
    """Host, port, whether it may lie inside, country and legal basis."""
    assert parse_destination(text) == destination


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "*",
        "*.example.org",
        "http://x.org",
        "x.org/path",
        "user@x.org",
        "x.org:0",
        "x.org:70000",
        "x:y",
        "x public",
    ],
)
def test_what_is_no_destination_is_named(text: str) -> None:
    """A policy that cannot be read allows nothing and says so."""
    with pytest.raises(SettingsError, match="cannot be read"):
        parse_destination(text)


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        ("http://localhost:8000/v1", ("localhost", 8000, True)),
        ("http://127.0.0.1/v1", ("127.0.0.1", 80, True)),
        ("http://192.168.1.9:8000/v1", ("192.168.1.9", 8000, True)),
        ("https://api.mistral.ai/v1", ("api.mistral.ai", 443, False)),
        ("http://gpu.intranet:8000/v1", ("gpu.intranet", 8000, False)),
    ],
)
def test_the_operators_server_is_a_destination(url: str, destination: tuple[str, int, bool]) -> None:
    """An inside address is private because it is written as one; a name must be said to be private."""
    (found,) = read_policy([], url)

    assert (found.host, found.port, found.private) == destination


@pytest.mark.parametrize("url", ["ftp://x/", "http://", "http://x:port/", "x"])
def test_what_is_no_server_is_named(url: str) -> None:
    """An address of the wrong kind is a setting to correct."""
    with pytest.raises(SettingsError, match="no address of a server"):
        server_destination(url)


def test_the_word_private_holds_for_a_server_named_twice() -> None:
    """The operator's server may be named again as private; the more permissive entry counts."""
    policy = read_policy(["gpu.intranet:8000 private"], "http://gpu.intranet:8000/v1")

    found = find_destination(policy, "GPU.intranet.", 8000)

    assert found is not None
    assert found.private


def test_without_a_port_only_the_webs_ports_are_meant() -> None:
    """A host that may be read is not one whose database may be reached."""
    policy = read_policy(["press.example"])

    assert find_destination(policy, "press.example", 443) is not None
    assert find_destination(policy, "press.example", 5432) is None


@pytest.mark.parametrize(
    ("reach", "addresses"),
    [
        (Reach.PRIVATE, "127.0.0.1 127.8.8.8 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 ::1 fd00::1"),
        (Reach.PRIVATE, "::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1"),
        (Reach.FORBIDDEN, "0.0.0.0 0.1.2.3 169.254.169.254 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9"),
        (Reach.FORBIDDEN, "192.88.99.1 224.0.0.1 240.0.0.1 255.255.255.255 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe"),
        (Reach.FORBIDDEN, ":: ::127.0.0.1 ::2 fe80::1 fec0::1 ff02::1 2001:db8::1 2001:0:7f00:1::1 2002:7f00:1::1"),
        (Reach.FORBIDDEN, "64:ff9b:1::1 100::1 3fff::1 5f00::1"),
        (Reach.PUBLIC, "1.1.1.1 172.15.0.1 172.32.0.1 100.128.0.1 2606:4700::1 ::ffff:1.1.1.1 64:ff9b::101:101"),
    ],
)
def test_every_kind_of_address_has_its_reach(reach: Reach, addresses: str) -> None:
    """The internet, an inside network, or nobody's: in every way of writing it."""
    for text in addresses.split():
        address = parse_address(text)
        assert address is not None
        assert reach_of(address) is reach, text


@given(st.ip_addresses(v=4))
def test_a_mapped_address_lies_where_it_lies(address: ipaddress.IPv4Address) -> None:
    """IPv6 offers no second way to an IPv4 address."""
    assert reach_of(ipaddress.IPv6Address(f"::ffff:{address}")) is reach_of(address)
    assert reach_of(ipaddress.IPv6Address(f"64:ff9b::{address}")) is reach_of(address)


@given(st.ip_addresses(v=4))
def test_what_python_knows_as_inside_is_never_public(address: ipaddress.IPv4Address) -> None:
    """Our list only ever adds to the standard library's."""
    if address.is_private or address.is_multicast or address.is_link_local or address.is_reserved:
        assert reach_of(address) is not Reach.PUBLIC


@given(st.text(max_size=40))
def test_any_host_has_one_form(text: str) -> None:
    """The form that is compared is stable, and no text breaks it."""
    once = canonical_host(text)

    assert canonical_host(once) == once
