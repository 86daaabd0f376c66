"""Getting a large file: into a folder, resumed where an earlier attempt stopped, nothing trusted before its hash."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx2

from siyada.errors import OutboundError
from siyada.outbound.fetch import open_response, translated, verify_status
from siyada.outbound.gate import Outbound

Progress = Callable[[int, int | None], None]
"""Hears of the bytes that are there, and of how many there will be, None where the server does not say."""
_CHUNK_BYTES = 1_048_576
_PARTIAL, _NOT_SATISFIABLE = 206, 416


def download(outbound: Outbound, url: str, target: Path, *, sha256: str, progress: Progress | None = None) -> None:
    """The file at `url` as `target`, which appears whole or not at all. Raises OutboundError.

    What came before an interruption stays beside it as `{target}.part`; the next call asks for the rest. A file whose
    SHA-256 is not the one that was asked for is deleted.
    """
    part = target.with_name(target.name + ".part")
    with outbound.open_client("model", headers={"Accept-Encoding": "identity"}) as client, translated(url):
        _continue(client, url, part, progress or (lambda _done, _whole: None))
    found = hash_file(part)
    if found != sha256.lower():
        part.unlink()
        raise OutboundError(
            "The file has the SHA-256 {found}, not {wanted}: it was deleted.",
            hint="Compare the address and the hash with the publisher's.",
            found=found,
            wanted=sha256,
        )
    part.replace(target)


def _continue(client: httpx2.Client, url: str, part: Path, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with open_response(client, url, headers) as response:
        if response.status_code == _NOT_SATISFIABLE:
            # Nothing is left to send: the part is whole, as its hash will tell, or it is no part of this file.
            return
        verify_status(response)
        begins = have if response.status_code == _PARTIAL and _starts_at(response, have) else 0
        length = response.headers.get("Content-Length", "")
        whole = begins + int(length) if length.isdecimal() else None
        _verify_room(part, (whole or 0) - begins)
        with part.open("ab" if begins else "wb") as file:
            for chunk in response.iter_bytes(_CHUNK_BYTES):
                file.write(chunk)
                progress(file.tell(), whole)


def _starts_at(response: httpx2.Response, position: int) -> bool:
    if response.headers.get("Content-Range", "").startswith(f"bytes {position}-"):
        return True
    raise OutboundError("{host} sends another part than was asked for.", hint="Try again.", host=response.url.host)


def _verify_room(part: Path, needed_bytes: int) -> None:
    free_bytes = shutil.disk_usage(part.parent).free
    if needed_bytes > free_bytes:
        raise OutboundError(
            "The file needs {needed} MB more, and the disk has {free} MB.",
            hint="Make room, or choose a smaller model.",
            needed=needed_bytes // 1_000_000,
            free=free_bytes // 1_000_000,
        )


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["Progress", "download", "hash_file"]
