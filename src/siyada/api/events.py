"""Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): a stream that ends its work."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send


def event(name: str, data: Mapping[str, object]) -> str:
    """One event. JSON has no raw line breaks, so the data is one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


class EventStream(StreamingResponse):
    """Sends events as they come. When the client goes away, the generator is closed before the request ends."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[str, None]) -> None:
        # A proxy that collects the stream would turn it into a page that comes late.
        super().__init__(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them all, or as many as the client wants."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


__all__ = ["EventStream", "event"]
