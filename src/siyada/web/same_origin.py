"""Whether a form was sent from our own pages: browsers say so, and other sites cannot make them lie."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request


def verify_same_origin(request: Request) -> None:
    """Raises HTTPException (403) where a browser says that another site sent the form.

    Programs send neither header; they are not a stranger's page in a person's browser.
    """
    # https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header; `none` is a person's own doing.
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        allowed = site in {"same-origin", "none"}
    else:
        # Sent where the address is not https, and by older browsers.
        origin = request.headers.get("origin")
        allowed = origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
    if not allowed:
        raise HTTPException(403)


__all__ = ["verify_same_origin"]
