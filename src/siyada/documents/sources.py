"""What there is to read at the places a person named: `items`.

    file, folder      the path below the folder is the document's id; a file named alone is called by its name
    zip               `archive.zip/member`; archives inside archives too, to a depth
    JSONL             a document a record, called by the record's `id`
    mail              the mail, and each attachment as `mail.eml/attachment`
    feed              a document an entry, called by its link; the page behind it where it can be fetched
    web address       the page, called by its address

Items come in a stable order. An item is small and can be pickled: worker processes load and read it. What cannot even
be listed becomes a failure, and the rest goes on.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import urlsplit

from siyada.documents import sniff
from siyada.documents.folders import check_file, walk
from siyada.documents.item import Failure, Item
from siyada.documents.names import format_member, format_name, is_hidden, is_showable
from siyada.documents.readers import Limits, too_large
from siyada.documents.readers.archive import check_member, open_archive, read_member
from siyada.documents.readers.mime import attachments
from siyada.documents.readers.record import format_record, parse_record
from siyada.errors import DocumentError, SiyadaError

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: the address in the end, the bytes, and the Content-Type with its charset."""

    url: str
    data: bytes
    media_type: str = ""


Fetch = Callable[[str], Fetched]
"""Gets a page or raises SiyadaError; the policy of what may be fetched is the caller's."""


def items(paths: Sequence[str], fetch: Fetch | None, limits: Limits) -> Iterator[Item | Failure]:
    """The documents at files, folders and web addresses, in order; without `fetch` addresses are failures."""
    expansion = _Expansion(fetch, limits)
    for named in paths:
        if _ADDRESS.match(named):
            yield from expansion.address(named)
        else:
            yield from expansion.place(named)


class _Expansion:
    """One run over what was named; archives share one allowance, so that many small bombs make no large one."""

    def __init__(self, fetch: Fetch | None, limits: Limits) -> None:
        self._fetch = fetch
        self._limits = limits
        self._allowance_bytes = limits.archive_bytes

    def place(self, named: str) -> Iterator[Item | Failure]:
        """The documents of a file or a folder."""
        path = Path(named)
        if not path.is_dir():
            yield from self._file(path, path.name, path, check_file(path), self._fetch)
            return
        for file, error in walk(path):
            yield from self._file(file, file.relative_to(path).as_posix(), path, error, None)

    def address(self, url: str) -> Iterator[Item | Failure]:
        """The documents behind a web address."""
        if self._fetch is None:
            error = DocumentError("Web addresses are not read here.", hint="Allow its host in SIYADA_OUTBOUND.")
            yield Failure(url, error)
            return
        try:
            fetched = self._fetch(url)
        except SiyadaError as error:
            yield Failure(url, error)
            return
        yield from self._expand(_page(url, fetched, self._limits), 0, self._fetch)

    def _file(
        self, path: Path, below: str, named: Path, error: DocumentError | None, fetch: Fetch | None
    ) -> Iterator[Item | Failure]:
        name = format_name(below)
        if error is not None:
            yield Failure(name, error)
            return
        source = format_name(str(named if below == named.name else named / below))
        yield from self._expand(Item(name, PurePosixPath(name).name, source, self._limits, path), 0, fetch)

    def _expand(self, item: Item, depth: int, fetch: Fetch | None) -> Iterator[Item | Failure]:
        """The documents in one item, which is most often itself."""
        try:
            kind = _kind(item)
            if kind == sniff.ZIP:
                yield from self._archive(item, depth)
            elif kind in {sniff.JSONL, sniff.RECORD}:
                yield from _records(item)
            elif kind == sniff.EML:
                yield from self._mail(item, depth)
            elif kind in {sniff.RSS, sniff.ATOM}:
                yield from self._feed(item, fetch)
            else:
                yield item
        except SiyadaError as error:
            yield Failure(item.id, error)

    def _archive(self, item: Item, depth: int) -> Iterator[Item | Failure]:
        if depth >= self._limits.depth:
            raise _too_deep(self._limits)
        in_file = item.path is not None and not item.members
        with open_archive(item.path if in_file and item.path else item.load(), self._limits) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not is_hidden(info.filename)]
            self._allowance_bytes -= sum(member.file_size for member in members)
            if self._allowance_bytes < 0:
                raise DocumentError("The archives unpack to too much together.", hint="Ingest them one by one.")
            for member in members:
                yield from self._member(item, archive, member, depth)

    def _member(
        self, item: Item, archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int
    ) -> Iterator[Item | Failure]:
        name = format_member(member.filename)
        try:
            check_member(member, self._limits)
            data = None if item.path else read_member(archive, member, self._limits)
        except DocumentError as error:
            yield Failure(f"{item.id}/{name}", error)
            return
        yield from self._expand(_inside(item, member.filename, name, data), depth + 1, None)

    def _mail(self, item: Item, depth: int) -> Iterator[Item | Failure]:
        yield item
        if depth >= self._limits.depth:
            raise _too_deep(self._limits)
        for name, data in attachments(item.load()):
            # Pictures in mails are signatures and logos.
            if not sniff.sniff(data, name).startswith("image/"):
                inside = _inside(item, name, format_name(name), None if item.path else data)
                yield from self._expand(inside, depth + 1, None)

    def _feed(self, item: Item, fetch: Fetch | None) -> Iterator[Item | Failure]:
        from siyada.documents.readers.feed import entries  # noqa: PLC0415  # slow to import, and feeds are rare

        for entry in entries(item.load()):
            yield _fetched_entry(item, entry, fetch) or replace(
                item, id=entry["id"], path=None, members=(), data=format_record(entry), title=entry.get("title", "")
            )


def _kind(item: Item) -> str:
    head = item.head()
    if not head.startswith(b"PK"):
        return sniff.sniff(head, item.name, item.declared)
    if item.path is None or item.members:
        return sniff.sniff(head)
    try:
        with zipfile.ZipFile(item.path) as archive:
            return sniff.sniff_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return sniff.ZIP


def _inside(item: Item, member: str, name: str, data: bytes | None) -> Item:
    """The item of a member; `data` where its container is no file that a worker could open."""
    way = () if data is not None else (*item.members, member)
    return replace(item, id=f"{item.id}/{name}", name=PurePosixPath(name).name, members=way, data=data, declared="")


def _records(item: Item) -> Iterator[Item | Failure]:
    """A record a line, without holding more than one."""
    longest = item.limits.size_bytes
    with _lines(item) as stream:
        number = 0
        while line := stream.readline(longest + 1):
            number += 1
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _record(item, number, line)
            # The rest of a line beyond the limit belongs to no other.
            while len(line) > longest and not line.endswith(b"\n"):
                line = stream.readline(longest + 1) or b"\n"


def _lines(item: Item) -> BinaryIO:
    return io.BytesIO(item.load()) if item.path is None or item.members else item.path.open("rb")


def _record(item: Item, number: int, line: bytes) -> Item | Failure:
    place = f"{item.id}#{number}"
    try:
        if len(line) > item.limits.size_bytes:
            raise too_large(len(line), item.limits)
        record = parse_record(line, number)
    except DocumentError as error:
        return Failure(place, error)
    data = format_record(record)
    given = record.get("id")
    name = str(given) if isinstance(given, str | int) and given != "" else place
    name = name if is_showable(name) else format_name(name)
    title = record.get("title")
    return replace(item, id=name, path=None, members=(), data=data, title=title if isinstance(title, str) else "")


def _page(url: str, fetched: Fetched, limits: Limits) -> Item:
    name = PurePosixPath(urlsplit(fetched.url).path).name or urlsplit(url).hostname or url
    return Item(
        url, format_name(name), url, limits, data=fetched.data, declared=fetched.media_type, metadata={"source": url}
    )


def _fetched_entry(item: Item, entry: Mapping[str, str], fetch: Fetch | None) -> Item | Failure | None:
    """The page behind an entry; None where it cannot be had and the entry speaks for itself."""
    link = entry.get("source", "")
    if fetch is None or not _ADDRESS.match(link):
        return None
    try:
        page = _page(link, fetch(link), item.limits)
    except SiyadaError as error:
        return None if entry["html"] else Failure(entry["id"], error)
    said = {key: entry[key] for key in ("date", "author", "publisher", "source") if key in entry}
    return replace(page, title=entry.get("title", ""), metadata=said, source=item.source)


def _too_deep(limits: Limits) -> DocumentError:
    return DocumentError(
        "More than {depth} archives lie inside each other.", hint="Unpack the outer ones.", depth=limits.depth
    )


__all__ = ["Failure", "Fetch", "Fetched", "Item", "items"]
