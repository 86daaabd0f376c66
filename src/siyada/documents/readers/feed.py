"""RSS and Atom feeds: `entries`, each a record in the form of `record`."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from siyada.errors import DocumentError


def entries(data: bytes) -> Iterator[dict[str, str]]:
    """The entries of a feed in its order: `id` and `html`, and what it names of title, lang, date, author and source.

    Raises DocumentError where it is no feed.
    """
    # Sanitising is the page reader's work, which drops all markup.
    # A stream: bytes could be taken for the name of a file.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version:
        raise DocumentError(
            "The feed is damaged: {reason}.", hint="Fetch it again.", reason=feed.get("bozo_exception", "")
        )
    channel: Mapping[str, Any] = feed.feed
    for entry in feed.entries:
        record = _record(entry, channel)
        yield {name: value for name, value in record.items() if value or name in {"id", "html"}}


def _record(entry: Mapping[str, Any], channel: Mapping[str, Any]) -> dict[str, str]:
    link, title = str(entry.get("link", "")), str(entry.get("title", ""))
    return {
        "id": link or str(entry.get("id", "")) or title,
        "title": title,
        "html": max((str(part.get("value", "")) for part in entry.get("content", ())), key=len, default="")
        or str(entry.get("summary", "")),
        "lang": _language(entry, channel),
        "date": _date(entry.get("published_parsed") or entry.get("updated_parsed")),
        "author": str(entry.get("author", "")),
        "publisher": str(channel.get("title", "")),
        "source": link,
    }


def _language(entry: Mapping[str, Any], channel: Mapping[str, Any]) -> str:
    """The primary tag (`fr` of `fr-MA`): regions are no varieties."""
    declared = str(entry.get("language") or channel.get("language") or "")
    return declared.partition("-")[0].lower()


def _date(moment: time.struct_time | None) -> str:
    return time.strftime("%Y-%m-%d", moment) if moment else ""
