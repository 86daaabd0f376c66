from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx2
import pytest
from outbound_makers import Gate, Serve, page, redirect

from siyada.errors import OutboundError
from siyada.outbound import Attempt, Destination, Outbound, parse_destination
from siyada.outbound.fetch import follow

MakeGate = Callable[..., Gate]
HELLO = page(b"<p>Bonjour</p>")


def test_an_allowed_page_is_fetched_and_recorded(serve: Serve, gate: MakeGate) -> None:
    """The bytes, the type and the final address come back; the record says where it went and on what ground."""
    press = serve({"/page": HELLO})
    through = gate(
        f"press.example:{press.port} private country=MA basis=public web", names={"press.example": ["127.0.0.1"]}
    )

    fetched = through.fetch(f"http://press.example:{press.port}/page")

    assert fetched.data == b"<p>Bonjour</p>"
    assert fetched.media_type == "text/html; charset=utf-8"
    assert through.record == [
        Attempt("press.example", press.port, "document", True, "the policy names it", "127.0.0.1", "MA", "public web")
    ]


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://127.0.0.1:{port}/", id="another_name_for_the_same_server"),
        pytest.param("http://LOCALHOST:{port}/", id="local_name"),
        pytest.param("http://2130706433:{port}/", id="address_as_one_number"),
        pytest.param("http://0x7f000001:{port}/", id="address_in_hexadecimal"),
        pytest.param("http://127.1:{port}/", id="short_address"),
        pytest.param("http://[::ffff:127.0.0.1]:{port}/", id="mapped_address"),
        pytest.param("http://press.example@127.0.0.1:{port}/", id="allowed_name_as_user"),
        pytest.param("http://press.example.evil.example:{port}/", id="allowed_name_as_prefix"),
        pytest.param("http://evilpress.example:{port}/", id="allowed_name_as_suffix"),
        pytest.param("http://press.example:1/", id="another_port"),
        pytest.param("http://press。example.evil:{port}/", id="full_width_dot"),
    ],
)
def test_what_the_policy_does_not_name_is_denied(serve: Serve, gate: MakeGate, url: str) -> None:
    """Whatever the disguise: no byte reaches the server, and the denial is on record."""
    inside = serve({"/": HELLO})
    everywhere = {name: ["127.0.0.1"] for name in ("press.example", "localhost", "2130706433", "0x7f000001", "127.1")}
    through = gate(f"press.example:{inside.port} private", names=everywhere)

    with pytest.raises(OutboundError):
        through.fetch(url.format(port=inside.port))

    assert inside.asked == []
    assert [attempt.allowed for attempt in through.record] == [False]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://press.example/", "gopher://press.example/", "//x", "http:"]
)
def test_only_the_web_is_spoken(gate: MakeGate, url: str) -> None:
    """Other schemes, and addresses that are none, end in our error."""
    with pytest.raises(OutboundError):
        gate("press.example").fetch(url)


def test_nothing_is_allowed_by_default(gate: MakeGate) -> None:
    """An empty policy denies everything."""
    with pytest.raises(OutboundError, match="not among the allowed destinations"):
        gate(names={"press.example": ["127.0.0.1"]}).fetch("https://press.example/")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::", "no address", "::1%lo"])  # noqa: S104
def test_a_public_name_with_an_inside_address_is_refused(gate: MakeGate, address: str) -> None:
    """A name that the policy allows may not lead into the institution's own networks, or nowhere."""
    through = gate("press.example", names={"press.example": [address]})

    with pytest.raises(OutboundError, match="not of the internet"):
        through.fetch("http://press.example/")

    assert [(attempt.allowed, attempt.address) for attempt in through.record] == [(False, address)]


def test_one_wrong_address_among_right_ones_is_enough_to_refuse(serve: Serve, gate: MakeGate) -> None:
    """A name service that hides a forbidden address among others gains nothing, though the name be allowed."""
    inside = serve({"/": HELLO})
    names = {"gpu.intranet": ["127.0.0.1", "0.0.0.0"]}  # noqa: S104  # an address to be refused
    through = gate(f"gpu.intranet:{inside.port} private", names=names)

    with pytest.raises(OutboundError, match=r"0\.0\.0\.0"):
        through.fetch(f"http://gpu.intranet:{inside.port}/")
    assert inside.asked == []


def test_a_redirect_is_an_attempt_like_any_other(serve: Serve, gate: MakeGate) -> None:
    """An allowed page that redirects to a denied host leads nowhere."""
    inside = serve({"/secret": HELLO})
    press = serve({"/": redirect(f"http://127.0.0.1:{inside.port}/secret")})
    through = gate(f"press.example:{press.port} private", names={"press.example": ["127.0.0.1"]})

    with pytest.raises(OutboundError, match=r"127\.0\.0\.1"):
        through.fetch(f"http://press.example:{press.port}/")

    assert inside.asked == []
    assert [attempt.allowed for attempt in through.record] == [True, False]


def test_a_redirect_to_an_allowed_host_is_followed(serve: Serve, gate: MakeGate) -> None:
    """The final address is the one that comes back."""
    other = serve({"/new": HELLO})
    press = serve({"/old": redirect(f"http://other.example:{other.port}/new")})
    names = {"press.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    through = gate(f"press.example:{press.port} private", f"other.example:{other.port} private", names=names)

    assert through.fetch(f"http://press.example:{press.port}/old").url.endswith("/new")
    assert len(through.record) == 2


def test_redirects_in_circles_end(serve: Serve, gate: MakeGate) -> None:
    """A bounded number of hops is followed."""
    press = serve({"/": redirect("/")})

    with pytest.raises(OutboundError, match="circles"):
        gate(f"127.0.0.1:{press.port}").fetch(f"http://127.0.0.1:{press.port}/")
    assert len(press.asked) == 6


def test_a_second_answer_of_the_name_service_changes_nothing(serve: Serve) -> None:
    """The connection goes to the address that was checked: the name is asked once, and never again by the socket."""
    press = serve({"/": HELLO})
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        del port
        asked.append(host)
        return next(answers)

    # A name that no real resolver knows: if the socket resolved it again, there would be no answer at all.
    destination = Destination("rebind.invalid", press.port, private=True)
    through = Gate(Outbound([destination], lambda _: None, resolve=rebinding), [])

    assert through.fetch(f"http://rebind.invalid:{press.port}/").data == b"<p>Bonjour</p>"
    assert asked == ["rebind.invalid"]
    assert press.asked == ["rebind.invalid/"]


def test_proxies_of_the_environment_are_ignored(serve: Serve, gate: MakeGate, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable sends what we ask to somebody else."""
    proxy, press = serve({"/": HELLO}), serve({"/": HELLO})
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")

    gate(f"127.0.0.1:{press.port}").fetch(f"http://127.0.0.1:{press.port}/")

    assert (len(proxy.asked), len(press.asked)) == (0, 1)


def test_what_cannot_be_recorded_does_not_happen(serve: Serve) -> None:
    """Where the record fails the connection is not made."""
    press = serve({"/": HELLO})

    def broken(attempt: Attempt) -> None:
        message = f"no room to write {attempt.host}"
        raise OSError(message)

    through = Gate(Outbound([parse_destination(f"127.0.0.1:{press.port}")], broken), [])

    with pytest.raises(OutboundError, match="no room"):
        through.fetch(f"http://127.0.0.1:{press.port}/")
    assert press.asked == []


def test_every_request_is_a_connection_on_record(serve: Serve, gate: MakeGate) -> None:
    """No connection is kept for a second request, so none goes unseen."""
    press = serve({"/": HELLO})
    through = gate(f"127.0.0.1:{press.port}")

    for _ in range(3):
        through.fetch(f"http://127.0.0.1:{press.port}/")

    assert len(through.record) == len(press.asked) == 3


def test_a_page_beyond_the_limit_is_refused(serve: Serve, gate: MakeGate) -> None:
    """Too much is named as too much, also where it is packed small."""
    bomb = page(gzip.compress(bytes(20_000_000)), Content_Encoding="gzip")
    press = serve({"/bomb": bomb, "/long": page(bytes(3_000_000))})
    through = gate(f"127.0.0.1:{press.port}")

    for path in ("bomb", "long"):
        with pytest.raises(OutboundError, match="more than 2 MB"):
            through.fetch(f"http://127.0.0.1:{press.port}/{path}", limit_bytes=2 * 1_048_576)


def test_an_unknown_encoding_is_refused(serve: Serve, gate: MakeGate) -> None:
    """What we did not ask for and cannot bound is not unpacked."""
    press = serve({"/": page(b"?", Content_Encoding="zstd")})

    with pytest.raises(OutboundError, match="encoding"):
        gate(f"127.0.0.1:{press.port}").fetch(f"http://127.0.0.1:{press.port}/")


def test_a_missing_page_is_named(serve: Serve, gate: MakeGate) -> None:
    """The status is in the message."""
    press = serve({"/": page(b"gone", status=410)})

    with pytest.raises(OutboundError, match="answers 410"):
        gate(f"127.0.0.1:{press.port}").fetch(f"http://127.0.0.1:{press.port}/")


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b".")
            time.sleep(0.05)
    except OSError:
        pass  # the client went away, as it should


def test_a_server_that_drips_is_cut_off_at_the_deadline(serve: Serve, gate: MakeGate) -> None:
    """Every byte arrives in time and the whole does not: the deadline holds for the whole."""
    press = serve({"/": _drip})
    began = time.monotonic()

    with pytest.raises(OutboundError, match="in time"):
        gate(f"127.0.0.1:{press.port}").fetch(f"http://127.0.0.1:{press.port}/", timeout_s=0.4)
    assert time.monotonic() - began < 1.5


def test_a_name_service_that_hangs_is_cut_off_at_the_deadline() -> None:
    """The system's resolver knows no timeout; ours does."""

    def hanging(host: str, port: int) -> Sequence[str]:
        del host, port
        time.sleep(1.0)
        return []

    through = Gate(Outbound([Destination("slow.example")], lambda _: None, resolve=hanging), [])
    began = time.monotonic()

    with pytest.raises(OutboundError, match="in time"):
        through.fetch("http://slow.example/", timeout_s=0.2)
    assert time.monotonic() - began < 0.9


def test_a_name_without_address_is_named(gate: MakeGate) -> None:
    """An unknown name is our error, not the resolver's."""
    with pytest.raises(OutboundError, match="no address"):
        gate("press.example").fetch("http://press.example/")


def test_the_next_address_is_tried_where_one_does_not_answer(serve: Serve, gate: MakeGate) -> None:
    """A host with a dead address and a living one is reached; both attempts are on record."""
    press = serve({"/": HELLO})
    through = gate(f"press.example:{press.port} private", names={"press.example": ["127.9.9.9", "127.0.0.1"]})

    assert through.fetch(f"http://press.example:{press.port}/").data
    assert [attempt.address for attempt in through.record] == ["127.9.9.9", "127.0.0.1"]


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[int]:
    """A TLS server whose certificate nobody vouches for; its port."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=press.example",
         "-addext", "subjectAltName=DNS:press.example", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            try:
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        context.wrap_socket(connection, server_side=True).close()
            except OSError:
                pass  # a refused handshake, or the end of the test

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_certificate_that_nobody_vouches_for_is_refused(stranger: int, gate: MakeGate) -> None:
    """A connection to the right address with a stranger's certificate ends before the request."""
    through = gate(f"press.example:{stranger} private", names={"press.example": ["127.0.0.1"]})

    with pytest.raises(OutboundError, match=r"(?i)certificate"):
        through.fetch(f"https://press.example:{stranger}/")


def test_from_https_no_redirect_leads_to_http() -> None:
    """A protected page does not send its reader to an unprotected one."""
    protected, unprotected = (httpx2.Request("GET", f"{scheme}://press.example/") for scheme in ("https", "http"))

    assert follow(unprotected, protected) is protected
    with pytest.raises(OutboundError, match="unprotected"):
        follow(protected, unprotected)
