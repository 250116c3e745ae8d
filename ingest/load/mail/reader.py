"""E-mail messages: the lines that say who wrote to whom, then the text; attachments stay shut."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage

from ingest.load import names
from ingest.load.html.reader import read_page
from ingest.load.raw import Extract, Raw
from ingest.load.text import plain
from ingest.load.text.decode import decode, decode_page
from rag.errors import LoadError
from rag.types import Finding, Properties

HEADERS = ("From", "To", "Cc", "Date")
ORIGIN = "e-mail headers"
QUOTED = re.compile(r"(?:> ?)+")
MAX_PARTS = 2000
MAX_NAMED = 50
"""Attachments whose names are told."""


def load_mail(data: bytes, _reading: object) -> Raw:
    """Read a message's bytes. Raises `LoadError`, and nothing else, when it can't."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if not (message["From"] or message["Subject"]):
            raise LoadError("is no e-mail message (no From, no Subject); save it as .txt")
        return _read(message)
    except LoadError:
        raise
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise LoadError("is damaged: not a valid e-mail message; save it as .html") from error


def _read(message: EmailMessage) -> Raw:
    extract = Extract()
    subject, day = _header(message, "Subject"), _day(message)
    if subject:
        extract.block("heading", [extract.line(subject)], 1)
    for name in HEADERS:
        if value := _header(message, name):
            extract.block("paragraph", [extract.line(f"{name}: {value}")])
    body = _body(message)
    extract.add(body.blocks if body else ())
    senders = message["From"].addresses if message["From"] else ()
    authors = names.authors("; ".join(one.display_name for one in senders))
    said = {"title": names.title(subject), "author": authors, "issued": day}
    csl: dict[str, object] = {name: value for name, value in said.items() if value}
    about = Properties(csl, dict.fromkeys(csl, ORIGIN))
    findings = (*(body.findings if body else ()), *_attachments(message))
    return extract.raw(body.notes if body else (), about, findings)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _day(message: EmailMessage) -> dict[str, object]:
    """Give the day on which a message was sent, in CSL's way."""
    header = message["Date"]
    sent: date | None = header.datetime if header else None
    return {"date-parts": [[sent.year, sent.month, sent.day]]} if sent else {}


def _body(message: EmailMessage) -> Raw | None:
    """Read the text, or the page of HTML where there is no text."""
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        content = part.get_payload(decode=True) if part else None
        if part is None or not isinstance(content, bytes) or not content.strip():
            continue
        charset = str(part.get_content_charset() or "")
        if kind == "html":
            text, _, notes = decode_page(content, charset)
            return read_page(text, notes, whole=True)
        text, notes = _decoded(content, charset)
        return Raw(text, "utf-8", 0, plain.layout(_requoted(text))[0], notes=notes)
    return None


def _decoded(content: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode(charset), ()
    except (LookupError, ValueError):
        text, _, _, notes = decode(content)
        return text, notes


def _requoted(text: str) -> str:
    """Leave the mark of words quoted from an earlier message on the first line of each paragraph.

    On the others it would get between the words.
    """
    lines, depth = [], 0
    for line in text.splitlines():
        found = QUOTED.match(line)
        deeper, words = (found[0].count(">"), line[found.end() :]) if found else (0, line)
        if deeper != depth:
            lines.append("")
        begins = deeper and (deeper != depth or not lines[-1])
        lines.append(f"{'>' * deeper} {words}" if begins and words.strip() else words)
        depth = deeper
    return "\n".join(lines)


def _attachments(message: EmailMessage) -> Iterator[Finding]:
    found = [part for _, part in zip(range(MAX_PARTS), message.iter_attachments(), strict=False)]
    if found:
        called = [part.get_filename() or part.get_content_type() for part in found[:MAX_NAMED]]
        message_ = f"left out: {len(found):,} attachments, which aren't opened: "
        yield Finding("left out", message_ + ", ".join(called)[:500])
