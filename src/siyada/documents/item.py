"""One document to be read, and how its bytes are had: `Item`."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from siyada.documents import sniff
from siyada.documents.folders import refused
from siyada.documents.readers import Limits, too_large
from siyada.documents.readers.archive import open_archive, read_member
from siyada.documents.readers.mime import attachments
from siyada.errors import DocumentError, SiyadaError

HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Item:
    """A document that a source named. It can be pickled and holds bytes only where no file does."""

    id: str
    """The document's id: showable, and unchanged from one run to the next."""
    name: str
    """What the file is called; its extension helps to tell text formats apart."""
    source: str
    """Where it came from, as the person named it."""
    limits: Limits
    path: Path | None = None
    members: tuple[str, ...] = ()
    """The way from the file at `path` to the document: a zip's member, a mail's attachment, each inside the last."""
    data: bytes | None = None
    declared: str = ""
    """The Content-Type that a server gave."""
    title: str = ""
    language: str = "und"
    metadata: Mapping[str, str] = field(default_factory=dict)

    def load(self) -> bytes:
        """The bytes of the document. Raises DocumentError where they cannot be had or are too many."""
        if self.data is not None:
            return self.data
        path = self.path or Path()
        try:
            return _load(path, self.members, self.limits) if self.members else _load_file(path, self.limits)
        except OSError as error:
            raise refused(error) from error

    def head(self) -> bytes:
        """The beginning of the document; the whole where it lies in an archive. Raises as `load` does."""
        if self.path is None or self.members:
            return self.load()
        try:
            with self.path.open("rb") as stream:
                return stream.read(HEAD_BYTES)
        except OSError as error:
            raise refused(error) from error


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that a source named and that cannot become a document."""

    id: str
    error: SiyadaError


def _load_file(path: Path, limits: Limits) -> bytes:
    size_bytes = path.stat().st_size
    if size_bytes > limits.size_bytes:
        raise too_large(size_bytes, limits)
    return path.read_bytes()


def _load(path: Path, members: tuple[str, ...], limits: Limits) -> bytes:
    outer, name = members[:-1], members[-1]
    state = path.stat()
    container = _open(path, outer, limits, (state.st_mtime_ns, state.st_size))
    if isinstance(container, zipfile.ZipFile):
        return read_member(container, name, limits)
    if name not in container:
        raise DocumentError("It has no {member!r} any more.", hint="Ingest it again.", member=name)
    return container[name]


# The members of an archive are read one after the other: its directory is parsed once for all of them.
@lru_cache(maxsize=2)
def _open(
    path: Path, outer: tuple[str, ...], limits: Limits, state: tuple[int, int]
) -> zipfile.ZipFile | dict[str, bytes]:
    """The container at `path` or inside it; `state` tells a changed file from the one that was opened before."""
    del state
    if not outer and zipfile.is_zipfile(path):
        return open_archive(path, limits)
    data = _load(path, outer, limits) if outer else _load_file(path, limits)
    return open_archive(data, limits) if sniff.sniff(data) == sniff.ZIP else dict(attachments(data))
