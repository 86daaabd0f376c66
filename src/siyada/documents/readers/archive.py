"""Zip archives, opened with suspicion: nothing is unpacked to disk, and no member beyond its limits.

What a member declares is checked before it is opened; zipfile itself stops at the declared size and checks the CRC.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from siyada.documents.readers.limits import Limits
from siyada.errors import DocumentError

_SMALL = 1_000_000
"""Up to here a high ratio is a page of blanks, not a bomb."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


def open_archive(origin: Path | bytes, limits: Limits) -> zipfile.ZipFile:
    """An archive to be closed by the caller. Raises DocumentError where it is damaged or is a bomb as a whole."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(origin) if isinstance(origin, bytes) else origin)
    except _BROKEN as error:
        raise _damaged(error) from error
    members = archive.infolist()
    size_bytes = sum(member.file_size for member in members)
    if len(members) > limits.members or size_bytes > limits.archive_bytes:
        archive.close()
        raise DocumentError(
            "The archive would unpack to {members} files and {size} MB.",
            hint="Unpack what you need from it and ingest that.",
            members=len(members),
            size=size_bytes // 1_000_000,
        )
    return archive


def check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    """Raise DocumentError for a member that is locked or unpacks out of all proportion."""
    if member.flag_bits & 0x1:
        raise DocumentError("The archive is locked by a password.", hint="Unpack it and ingest the files.")
    if member.file_size > max(_SMALL, limits.ratio * member.compress_size):
        raise DocumentError(
            "It unpacks to {ratio} times its size, as only bombs do.",
            hint="Do not open it unless you know who made it.",
            ratio=member.file_size // max(1, member.compress_size),
        )


def read_member(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo, limits: Limits, size_bytes: int = -1) -> bytes:
    """A member's bytes, or their beginning. Raises DocumentError where it is missing, damaged, locked or a bomb."""
    try:
        info = archive.getinfo(member) if isinstance(member, str) else member
        check_member(info, limits)
        with archive.open(info) as stream:
            return stream.read(size_bytes)
    except KeyError as error:
        raise DocumentError(
            "The archive has no {member!r} any more.", hint="Ingest it again.", member=member
        ) from error
    except _BROKEN as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> DocumentError:
    return DocumentError("The archive is damaged: {reason}.", hint="Pack the files again.", reason=error)
