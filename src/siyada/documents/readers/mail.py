"""Mails: subject, sender, date and body. What is attached are documents of their own (`mime`)."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from siyada.documents.readers.encodings import decode
from siyada.documents.readers.limits import Limits
from siyada.documents.readers.manuscript import Manuscript, one_line
from siyada.documents.readers.mime import parse_mail, part_bytes
from siyada.documents.readers.webpage import write_page
from siyada.documents.sniff import EML
from siyada.types import Reading


def read(data: bytes, name: str, limits: Limits) -> Reading:
    """The subject as title and heading, then the body; one in HTML only where there is no plain one."""
    del name, limits
    mail = parse_mail(data)
    manuscript = Manuscript()
    manuscript.heading(_header(mail, "Subject"), 1)
    body = mail.get_body(preferencelist=("plain", "html"))
    content = part_bytes(body) if isinstance(body, EmailMessage) else b""
    if content and body is not None and body.get_content_subtype() == "html":
        write_page(content, manuscript)
    elif content:
        manuscript.write(decode(content))
    metadata = {"author": _header(mail, "From"), "recipient": _header(mail, "To"), "date": _date(mail)}
    return manuscript.reading(EML, metadata=metadata)


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return one_line(str(mail.get(name, "")))
    except (ValueError, IndexError, AttributeError):
        return ""  # the standard library trips over some broken headers


def _date(mail: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(mail, "Date")).date().isoformat()
    except ValueError:
        return ""
