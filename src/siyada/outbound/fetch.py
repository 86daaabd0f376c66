"""Getting one page or file from the web, within a size and a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2

from siyada.errors import OutboundError
from siyada.outbound.deadline import Deadline, within
from siyada.outbound.gate import NETWORK_ERRORS, Outbound

REDIRECTS = 5
# What the client unpacks itself, a bounded stretch at a time.
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
_MiB = 1_048_576


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: the address in the end, the bytes, and the Content-Type with its charset."""

    url: str
    data: bytes
    media_type: str = ""


@contextmanager
def open_fetch(
    outbound: Outbound, *, limit_bytes: int = 100 * _MiB, timeout_s: float = 60.0
) -> Iterator[Callable[[str], Fetched]]:
    """A function that gets a page: at most `limit_bytes` unpacked, in `timeout_s` with all redirects.

    It raises OutboundError. Each redirect is a new attempt, checked like the first; from https none leads to http.
    """
    headers = {"Accept-Encoding": "gzip, deflate"}
    with outbound.open_client("document", headers=headers) as client:
        yield lambda url: _fetch(client, url, limit_bytes, Deadline.after(timeout_s))


def _fetch(client: httpx2.Client, url: str, limit_bytes: int, deadline: Deadline) -> Fetched:
    with within(deadline), translated(url), open_response(client, url) as response:
        return _read(response, limit_bytes)


@contextmanager
def open_response(
    client: httpx2.Client, url: str, headers: Mapping[str, str] | None = None
) -> Iterator[httpx2.Response]:
    """The answer behind all redirects, its body not yet read; whatever its status."""
    request = client.build_request("GET", url, headers=headers)
    for _ in range(REDIRECTS + 1):
        response = client.send(request, stream=True)
        try:
            if response.next_request is None:
                yield response
                return
        finally:
            response.close()
        request = follow(request, response.next_request)
    raise OutboundError("{host} redirects in circles.", hint="Try its final address.", host=_host(url))


def follow(request: httpx2.Request, following: httpx2.Request) -> httpx2.Request:
    """The request that a redirect leads to. Raises OutboundError where it would give up the protection of the first."""
    if request.url.scheme == "https" and following.url.scheme != "https":
        raise OutboundError(
            "{host} leads from a protected address to an unprotected one.",
            hint="Try its final address.",
            host=request.url.host,
        )
    return following


def _read(response: httpx2.Response, limit_bytes: int) -> Fetched:
    verify_status(response)
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise OutboundError("{host} answers in an encoding that is not read.", hint="", host=response.url.host)
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > limit_bytes:
            raise OutboundError(
                "{host} sends more than {limit} MB.",
                hint="Download it yourself and ingest the file.",
                host=response.url.host,
                limit=limit_bytes // _MiB,
            )
    return Fetched(str(response.url), bytes(data), response.headers.get("Content-Type", ""))


def verify_status(response: httpx2.Response) -> None:
    """Raises OutboundError for an answer that is not a success."""
    if not response.is_success:
        raise OutboundError(
            "{host} answers {status}.",
            hint="Look at the address in a browser; it may have moved or be closed.",
            host=response.url.host,
            status=response.status_code,
        )


@contextmanager
def translated(url: str) -> Iterator[None]:
    """What goes wrong on the way, as OutboundError."""
    try:
        yield
    except OutboundError:
        raise
    except (httpx2.TimeoutException, TimeoutError) as error:
        raise OutboundError("{host} did not answer in time.", hint="Try again later.", host=_host(url)) from error
    except NETWORK_ERRORS as error:
        raise OutboundError(
            "{host} cannot be reached: {reason}.",
            hint="Check the address and the network.",
            host=_host(url),
            reason=str(error) or type(error).__name__,
        ) from error


def _host(url: str) -> str:
    try:
        return httpx2.URL(url).host or url
    except httpx2.InvalidURL:
        return url


__all__ = ["Fetched", "follow", "open_fetch", "open_response", "translated", "verify_status"]
