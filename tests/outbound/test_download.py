from __future__ import annotations

import hashlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from outbound_makers import Gate, Page, Serve, page, redirect

from siyada.errors import OutboundError
from siyada.outbound.download import download

MakeGate = Callable[..., Gate]
DATA = bytes(range(256)) * 20_000
HASH = hashlib.sha256(DATA).hexdigest()


def ranged(data: bytes, *, sends: int | None = None) -> Page:
    """A hub that knows ranges, and breaks the connection after `sends` bytes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        wanted = handler.headers.get("Range", "")
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if start >= len(data):
            handler.send_response(416)
            handler.end_headers()
            return
        handler.send_response(206 if wanted else 200)
        handler.send_header("Content-Length", str(len(data) - start))
        if wanted:
            handler.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        handler.end_headers()
        handler.wfile.write(data[start : None if sends is None else start + sends])

    return answer


def test_a_download_goes_on_where_it_stopped(serve: Serve, gate: MakeGate, tmp_path: Path) -> None:
    """After an interruption only the rest is asked for, and the file appears when it is whole."""
    pages = {"/m": ranged(DATA, sends=3_000_000)}
    hub = serve(pages)
    through, target = gate(f"127.0.0.1:{hub.port}"), tmp_path / "m"
    heard: list[tuple[int, int | None]] = []

    with pytest.raises(OutboundError):
        download(through.outbound, f"http://127.0.0.1:{hub.port}/m", target, sha256=HASH)
    assert not target.exists()
    pages["/m"] = ranged(DATA)
    download(
        through.outbound,
        f"http://127.0.0.1:{hub.port}/m",
        target,
        sha256=HASH,
        progress=lambda done, whole: heard.append((done, whole)),
    )

    assert target.read_bytes() == DATA
    assert int(hub.headers[1]["Range"].removeprefix("bytes=").rstrip("-")) > 0
    assert heard[-1] == (len(DATA), len(DATA))
    assert list(tmp_path.iterdir()) == [target]


def test_a_whole_part_is_not_asked_for_again(serve: Serve, gate: MakeGate, tmp_path: Path) -> None:
    """Killed between the last byte and the hash, the file is finished without another byte."""
    hub = serve({"/m": ranged(DATA)})
    (tmp_path / "m.part").write_bytes(DATA)

    download(gate(f"127.0.0.1:{hub.port}").outbound, f"http://127.0.0.1:{hub.port}/m", tmp_path / "m", sha256=HASH)

    assert (tmp_path / "m").read_bytes() == DATA


def test_a_hub_without_ranges_sends_it_all_again(serve: Serve, gate: MakeGate, tmp_path: Path) -> None:
    """What was there before is replaced, not appended to."""
    hub = serve({"/m": page(DATA)})
    (tmp_path / "m.part").write_bytes(b"half")

    download(gate(f"127.0.0.1:{hub.port}").outbound, f"http://127.0.0.1:{hub.port}/m", tmp_path / "m", sha256=HASH)

    assert (tmp_path / "m").read_bytes() == DATA


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(page(b"something else"), "it was deleted", id="other_file"),
        pytest.param(page(DATA[:-1]), "it was deleted", id="short_file"),
        pytest.param(page(b"no", status=404), "answers 404", id="missing"),
        pytest.param(page(b"", Content_Length=str(10**18)), "the disk has", id="larger_than_the_disk"),
    ],
)
def test_what_is_not_the_file_does_not_appear(
    serve: Serve, gate: MakeGate, tmp_path: Path, answer: Page, message: str
) -> None:
    """Another file, a part of it, none at all: the target is never there."""
    hub = serve({"/m": answer})

    with pytest.raises(OutboundError, match=message):
        download(gate(f"127.0.0.1:{hub.port}").outbound, f"http://127.0.0.1:{hub.port}/m", tmp_path / "m", sha256=HASH)
    assert list(tmp_path.iterdir()) == []


def test_another_part_than_was_asked_for_is_refused(serve: Serve, gate: MakeGate, tmp_path: Path) -> None:
    """A hub that sends the wrong range does not get to write into the middle of a file."""
    hub = serve({"/m": page(DATA, status=206, Content_Range="bytes 0-9/10")})
    (tmp_path / "m.part").write_bytes(b"half")

    with pytest.raises(OutboundError, match="another part"):
        download(gate(f"127.0.0.1:{hub.port}").outbound, f"http://127.0.0.1:{hub.port}/m", tmp_path / "m", sha256=HASH)
    assert (tmp_path / "m.part").read_bytes() == b"half"


def test_a_hub_may_not_lead_where_the_policy_does_not(serve: Serve, gate: MakeGate, tmp_path: Path) -> None:
    """Hubs redirect to other hosts for large files; those are named in the policy too, or not reached."""
    store = serve({"/m": ranged(DATA)})
    hub = serve({"/m": redirect(f"http://127.0.0.1:{store.port}/m")})
    url = f"http://127.0.0.1:{hub.port}/m"

    with pytest.raises(OutboundError, match=f"{store.port} is not among"):
        download(gate(f"127.0.0.1:{hub.port}").outbound, url, tmp_path / "m", sha256=HASH)
    assert store.asked == []
    through = gate(f"127.0.0.1:{hub.port}", f"127.0.0.1:{store.port}")
    download(through.outbound, url, tmp_path / "m", sha256=HASH)
    assert len(through.record) == 2
