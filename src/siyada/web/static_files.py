"""The files beside the pages: style, script, fonts, icon. Read once, packed once, cached by browsers for good."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "static"
_SERVED: Final = {".css", ".js", ".svg", ".woff2", ".webmanifest"}
_PACKED: Final = {".css", ".js", ".svg", ".webmanifest"}
_MEDIA_TYPES: Final = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is sent."""

    data: bytes
    packed: bytes | None
    media_type: str


class StaticFiles:
    """All files of a folder below one address that names their content: another content, another address.

    Files refer to each other by relative addresses, so the content of all of them makes the name.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in _SERVED)
        self._files = {path.relative_to(folder).as_posix(): _load(path) for path in paths}
        digest = hashlib.sha256()
        for name, file in self._files.items():
            digest.update(f"{name} {len(file.data)}\n".encode() + file.data)
        self.url = f"/static/{digest.hexdigest()[:12]}"

    @property
    def route(self) -> Route:
        """Where they stand."""
        return Route("/static/{version}/{name:path}", self._serve, name="static")

    def _serve(self, request: Request) -> Response:
        file = self._files.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        # A page of yesterday may ask for the files of yesterday: it gets today's, and keeps them for this once.
        current = request.url.path.startswith(f"{self.url}/")
        headers = {"Cache-Control": "public, max-age=31536000, immutable" if current else "no-cache"}
        if not file.packed:
            return Response(file.data, headers=headers, media_type=file.media_type)
        headers["Vary"] = "Accept-Encoding"
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(file.data, headers=headers, media_type=file.media_type)
        return Response(file.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=file.media_type)


def _load(path: Path) -> _File:
    data = path.read_bytes()
    media_type = _MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return _File(data, gzip.compress(data, 9, mtime=0) if path.suffix in _PACKED else None, media_type)


__all__ = ["FOLDER", "StaticFiles"]
