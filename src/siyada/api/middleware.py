"""What holds for every response and every request: the headers that browsers obey, and a limit to what is read."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE_HEADERS: Final = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    # Nothing is told to other sites. `no-referrer` would also make browsers send `Origin: null` with our own forms
    # (https://fetch.spec.whatwg.org/#append-a-request-origin-header), which then could not be told from a stranger's.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
"""Set where the response does not say otherwise."""


class SafeHeaders:
    """Adds `SAFE_HEADERS`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete the head of the response."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, complete if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses a body beyond a size, whether it was announced or not."""

    def __init__(self, app: ASGIApp, size_bytes: int) -> None:
        self._app = app
        self._size_bytes = size_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; HTTPException (413) meets whoever reads the body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        too_large = announced.isdecimal() and int(announced) > self._size_bytes
        left = -1 if too_large else self._size_bytes

        async def count() -> Message:
            nonlocal left
            # Raised here, inside the application, so that its handlers put it into our shape.
            if left < 0:
                raise HTTPException(413)
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
            return message

        await self._app(scope, count, send)


__all__ = ["SAFE_HEADERS", "BodyLimit", "SafeHeaders"]
