"""Office packages (OPC, OpenDocument): zips of XML parts, read in memory only and without expanding entities."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from siyada.documents.readers.archive import open_archive, read_member
from siyada.documents.readers.dates import find_date
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import one_line
from siyada.errors import DocumentError

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SAID = {"title": "title", "creator": "author", "created": "date", "initial-creator": "author", "creation-date": "date"}


@contextmanager
def open_package(data: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The package, refused where its parts unpack to more than a document may have."""
    with open_archive(data, limits) as package:
        size_bytes = sum(member.file_size for member in package.infolist())
        if size_bytes > limits.size_bytes:
            raise DocumentError(
                "It unpacks to {size} MB.", hint="Split it, or take out its pictures.", size=size_bytes // 1_000_000
            )
        yield package


def read_part(package: zipfile.ZipFile, name: str, limits: Limits) -> etree._Element:
    """The root of an XML part. Raises DocumentError where it is missing, damaged or declares entities."""
    # Office never writes a DTD: entities are bombs, or reach for files.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(read_member(package, name, limits), parser=parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            "Its part {part} is damaged: {reason}.", hint="Save it again from its program.", part=name, reason=error
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError("Its part {part} declares entities, as only attacks do.", hint="Do not open it.", part=name)
    return root


def verify_parts(package: zipfile.ZipFile) -> None:
    """Raise DocumentError where a part is damaged or larger than it declares; for readers that unpack by themselves."""
    try:
        broken = package.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _damaged(str(error)) from error
    if broken is not None:
        raise _damaged(broken)


def _damaged(reason: str) -> DocumentError:
    return DocumentError("The file is damaged: {reason}.", hint="Save it again from its program.", reason=reason)


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments. Strict and transitional documents differ in namespaces."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def has_part(package: zipfile.ZipFile, name: str) -> bool:
    """Whether the package has such a part."""
    return name in package.NameToInfo


def targets(package: zipfile.ZipFile, part: str, limits: Limits) -> dict[str, str]:
    """The parts that a part points to, by relationship id, as names in the package."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if not has_part(package, relations):
        return {}
    return {
        element.get("Id", ""): _resolve(folder, element.get("Target", ""))
        for element in read_part(package, relations, limits).iter(_RELATIONSHIP)
        if element.get("TargetMode") != "External"
    }


def _resolve(folder: str, target: str) -> str:
    """The name of a part that another in `folder` points to."""
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/")
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def package_metadata(package: zipfile.ZipFile, limits: Limits) -> dict[str, str]:
    """Title, author and date (ISO 8601) where the document's properties name them."""
    name = next((name for name in ("docProps/core.xml", "meta.xml") if has_part(package, name)), "")
    if not name:
        return {}
    found: dict[str, str] = {}
    for element in read_part(package, name, limits).iter("{*}*"):
        key = _SAID.get(etree.QName(element).localname)
        if key and element.text:
            found.setdefault(key, find_date(element.text) if key == "date" else one_line(element.text))
    return found
