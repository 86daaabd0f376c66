"""The tree of a web page, whatever its encoding and its faults, and what its head says of it."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from siyada.documents.readers.dates import find_date
from siyada.documents.readers.encodings import decode
from siyada.documents.readers.hidden import drop_hidden
from siyada.errors import DocumentError

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_META = {
    "date": ("article:published_time", "datepublished", "dcterms.date", "dc.date", "date"),
    "author": ("author", "dc.creator"),
    "publisher": ("og:site_name", "dc.publisher"),
    "source": ("og:url",),
}


def parse_page(data: bytes) -> HtmlElement:
    """The tree of a page or a fragment, without what it hides. Raises DocumentError where there is no markup at all."""
    # Reparsed as UTF-8: lxml refuses a text that declares its own encoding. No entity is fetched or expanded by HTML.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        tree = document_fromstring(_decode(data).replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DocumentError("There is no text in it.", hint="Check that the page was saved whole.") from error
    # libxml2 passes over what nests deeper than 2,048 elements, and only its log tells.
    if any("depth" in entry.message for entry in parser.error_log):
        raise DocumentError("Its elements nest without end.", hint="Save it as text or PDF.")
    drop_hidden(tree)
    return tree


def page_metadata(tree: HtmlElement) -> dict[str, str]:
    """Date (ISO 8601), author, publisher and canonical address, where the page names them."""
    named = {
        (element.get("property") or element.get("name") or element.get("itemprop") or "").lower(): element.get(
            "content", ""
        )
        for element in tree.iter("meta")
    }
    found = {key: next((named[name] for name in names if named.get(name)), "") for key, names in _META.items()}
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    found["source"] = str(canonical) or found["source"]
    found["date"] = find_date(found["date"])
    return {key: value for key, value in found.items() if value}


def page_title(tree: HtmlElement) -> str:
    """What the page calls itself in its head."""
    return str(tree.xpath("string(//meta[@property='og:title']/@content)") or tree.xpath("string(//title)")).strip()


def _decode(data: bytes) -> str:
    """UTF-8 where it is, else what the page declares where that fits, else what its bytes tell."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
    try:
        return data.decode(codecs.lookup(declared[1].decode("ascii")).name) if declared else decode(data)
    except (LookupError, UnicodeDecodeError):
        return decode(data)
