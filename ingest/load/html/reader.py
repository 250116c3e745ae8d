"""Web pages: the article of a page without its navigation, and pages saved as one file (MHTML)."""

from __future__ import annotations

import email
import email.message
import email.policy
import email.utils
from datetime import date

from ingest.load.raw import Extract, Raw, Reading
from ingest.load.text.decode import decode_page
from rag.errors import LoadError

MAX_PARTS = 2000


def load_html(data: bytes, _reading: Reading) -> Raw:
    """Read a web page. Raises `LoadError` when it's no text or nested too deeply."""
    text, _, notes = decode_page(data)
    return read_page(text, notes)


def load_mhtml(data: bytes, _reading: Reading) -> Raw:
    """Read the page of a file in which a browser saved a page with its pictures.

    Raises `LoadError` when there's no page in it.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        page, charset = _page_of(message)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise LoadError("is damaged: not valid MHTML; save the page again, as HTML") from error
    if not page.strip():
        raise LoadError("holds no web page (no part of the type text/html); save it as HTML")
    text, _, notes = decode_page(page, charset)
    url = str(message.get("Snapshot-Content-Location", "") or "")
    return read_page(text, notes, url=url, made_on=_day(str(message.get("Date", "") or "")))


def _page_of(message: email.message.Message) -> tuple[bytes, str]:
    """Give the bytes and the declared encoding of the first part that is a page."""
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return payload, str(part.get_param("charset", "") or "")
    return b"", ""


def _day(value: str) -> date | None:
    try:
        return email.utils.parsedate_to_datetime(value).date()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def read_page(
    text: str,
    notes: tuple[str, ...] = (),
    *,
    url: str = "",
    made_on: date | None = None,
    whole: bool = False,
) -> Raw:
    """Take a page's text apart: what is hidden, what is furniture, and the blocks of the rest.

    ``whole`` says that the page is a document and has no furniture.
    """
    from ingest.load.html.blocks import Walk, add_blocks
    from ingest.load.html.content import find_furniture, left_out
    from ingest.load.html.css import read_rules
    from ingest.load.html.gaps import warnings
    from ingest.load.html.hidden import find_hidden
    from ingest.load.html.meta import read_meta
    from ingest.load.html.notes import find_notes
    from ingest.load.html.tree import count_words, parse, show_noscript, texts
    from ingest.load.html.typeset import find_typeset

    extract = Extract()
    root = parse(text)
    if root is None:
        return extract.raw(notes)
    body = next(root.iter("body"), root)
    show_noscript(body)
    rules = read_rules(root)
    hidden, typeset = find_hidden(root, rules), find_typeset(root, rules)
    found = find_notes(body)
    unseen = {*hidden.gone, *typeset.struck}
    furniture = set() if whole else find_furniture(body, unseen, found.notes)
    outside = furniture | unseen | found.marks | found.back
    words = sum(map(count_words, texts(body, outside)))
    add_blocks(extract, Walk(outside, set(hidden.mute), found, typeset, words).pieces(body))
    findings = [
        *hidden.findings(body, furniture),
        *typeset.findings(body, {*furniture, *hidden.gone}),
        *left_out(body, furniture, unseen),
    ]
    if not extract.blocks and any(one.kind == "hidden text" for one in findings):
        raise LoadError("all its text is hidden until a script shows it; save it as PDF")
    notes = (*notes, *warnings(body, words, hidden))
    return extract.raw(notes, read_meta(root, url=url, made_on=made_on), findings)
