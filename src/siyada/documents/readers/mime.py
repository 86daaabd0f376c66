"""The parts of a mail (RFC 5322, MIME), however it breaks the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import PurePosixPath

from siyada.documents.readers.manuscript import one_line
from siyada.documents.sniff import EML
from siyada.errors import DocumentError


def parse_mail(data: bytes) -> EmailMessage:
    """The mail. Raises DocumentError where there is no header."""
    mail = message_from_bytes(data, policy=policy.default)
    if not mail.keys():
        raise DocumentError("It has no mail header.", hint="Save the mail again as .eml.")
    return mail


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of what is attached, in order; no name comes twice."""
    seen: Counter[str] = Counter()
    for part in parse_mail(data).iter_attachments():
        name = one_line(part.get_filename() or "").replace("/", "_") or f"attachment{_extension(part)}"
        seen[name] += 1
        path = PurePosixPath(name)
        yield (name if seen[name] == 1 else f"{path.stem} ({seen[name]}){path.suffix}"), part_bytes(part)


def _extension(part: EmailMessage) -> str:
    return ".eml" if part.get_content_type() == EML else ""


def part_bytes(part: EmailMessage) -> bytes:
    """The bytes of a part, in UTF-8 where it names its encoding truly."""
    if part.get_content_type() == EML:
        inner: EmailMessage = part.get_content()  # a mail attached to a mail
        return inner.as_bytes()
    raw = part.get_payload(decode=True)
    payload = raw if isinstance(raw, bytes) else b""
    charset = part.get_content_charset()
    if not charset or part.get_content_maintype() != "text":
        return payload
    try:
        return payload.decode(charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return payload
