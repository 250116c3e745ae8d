"""A copy of a Word draft with comments beside its text: nothing else in it is changed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from posixpath import basename, dirname
from xml.sax.saxutils import escape, quoteattr

from ingest.load.package import ZIP_ERRORS, Package
from rag.checking.findings import Reported
from rag.errors import LoadError
from ui.draft.word import RunPlace, WordDraft

AUTHOR, INITIALS = "Sanad", "S"
TYPES = "[Content_Types].xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ID = re.compile(rb"<(?:\w+:)?comment\s[^>]*?\bid\s*=\s*[\"'](\d{1,9})[\"']")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Comment:
    """What a comment says, paragraph by paragraph, and the runs that it hangs on."""

    lines: tuple[str, ...]
    first: RunPlace
    last: RunPlace


def with_comments(word: WordDraft, texts: Iterable[tuple[Reported, Sequence[str]]]) -> bytes:
    """Give the file's bytes with a comment for each finding, in the order of the text.

    Raises `LoadError` where the file is of a make that can't be written into safely.
    """
    head = word.xml[:200]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        (named := re.search(rb"encoding\s*=\s*[\"']([^\"']+)", head))
        and named[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
    ):
        raise LoadError("isn’t in UTF-8 inside; save it anew in Word to get comments")
    made = [one for finding, lines in texts if (one := _placed(word, finding, lines))]
    package = word.package
    name = _comments_part(word)
    own = _read(package, name) if name.lower() in package.parts else b""
    first = max((int(number) for number in _ID.findall(own)), default=-1) + 1
    space = STRICT if STRICT.encode() in word.xml[:20_000] else WORD
    changed = {word.main.lower(): _marked(word.xml, made, first, space)}
    changed[name.lower()] = _comments(own, made, first, space)
    added = {} if own else {name: changed.pop(name.lower())}
    if not own:
        _tie(word, name, changed, added)
    return _zip(package, changed, added)


def _placed(word: WordDraft, finding: Reported, lines: Sequence[str]) -> Comment | None:
    """Find the runs of a finding's words; of a note's words, the run that holds its mark."""
    start, end = finding.span.start, finding.span.end
    part = word.draft.parts[finding.part]
    if part.kind == "note":
        marks = [mark.at for mark in word.draft.marks if mark.note == finding.part]
        if not marks:
            return None
        runs = [one for one in word.runs if one.start == one.end == marks[0]]
        runs = runs or [one for one in word.runs if one.start <= marks[0] <= one.end]
        return Comment(tuple(lines), runs[-1], runs[-1]) if runs else None
    runs = [one for one in word.runs if one.start < end and start < one.end]
    return Comment(tuple(lines), runs[0], runs[-1]) if runs else None


def _marked(xml: bytes, made: Sequence[Comment], first: int, space: str) -> bytes:
    """Put the ranges of comments into the main part, between its runs."""
    inserts: list[tuple[int, int, int, str]] = []
    for n, one in enumerate(made):
        number = f'xmlns:w="{space}" w:id="{first + n}"'
        inserts.append((one.first.first_byte, 1, n, f"<w:commentRangeStart {number}/>"))
        mark = (
            f"<w:commentRangeEnd {number}/>"
            f'<w:r xmlns:w="{space}"><w:commentReference w:id="{first + n}"/></w:r>'
        )
        inserts.append((one.last.last_byte, 0, n, mark))
    parts, at = [], 0
    for place, _, _, text in sorted(inserts):
        parts += [xml[at:place], text.encode()]
        at = place
    return b"".join([*parts, xml[at:]])


def _comments(own: bytes, made: Sequence[Comment], first: int, space: str) -> bytes:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    each = []
    for n, one in enumerate(made):
        words = [escape(_ILLEGAL.sub(" ", line)) for line in one.lines]
        lines = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in words
        )
        each.append(
            f'<w:comment xmlns:w="{space}" w:id="{first + n}" w:author={quoteattr(AUTHOR)} '
            f'w:date="{now}" w:initials={quoteattr(INITIALS)}>{lines}</w:comment>'
        )
    body = "".join(each).encode()
    if own:
        return _before_end(own, body)
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + f'<w:comments xmlns:w="{space}">'.encode() + body + b"</w:comments>"


def _before_end(xml: bytes, body: bytes) -> bytes:
    """Put elements behind the last child of an XML part's root."""
    at = xml.rfind(b"</")
    if at < 0 or b">" not in xml[at:]:
        lone = re.search(rb"<([\w:]+)([^<>]*)/>\s*\Z", xml)
        if not lone:
            raise LoadError("has a part that can't be added to; save it anew in Word")
        return xml[: lone.start()] + b"<%b%b>%b</%b>" % (lone[1], lone[2], body, lone[1])
    return xml[:at] + body + xml[at:]


def _comments_part(word: WordDraft) -> str:
    named = [one.part for one in word.package.relations(word.main) if one.kind == "comments"]
    return named[0] if named else f"{dirname(word.main)}/comments.xml".lstrip("/")


def _tie(word: WordDraft, name: str, changed: dict[str, bytes], added: dict[str, bytes]) -> None:
    """Say in the package that there are comments: a relation and a content type."""
    folder = dirname(word.main)
    rels = f"{folder}/_rels/{basename(word.main)}.rels".lstrip("/")
    relation = (
        f'<Relationship xmlns="{PACKAGE}/relationships" Id="rIdSanadComments" '
        f'Type="{RELATION}" Target="{basename(name)}"/>'
    ).encode()
    if rels.lower() in word.package.parts:
        changed[rels.lower()] = _before_end(_read(word.package, rels), relation)
    else:
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        open_, close = f'<Relationships xmlns="{PACKAGE}/relationships">', "</Relationships>"
        added[rels] = head + open_.encode() + relation + close.encode()
    override = (
        f'<Override xmlns="{PACKAGE}/content-types" PartName="/{name}" ContentType="{COMMENTS}"/>'
    ).encode()
    changed[TYPES.lower()] = _before_end(_read(word.package, TYPES), override)


def _read(package: Package, part: str) -> bytes:
    return b"".join(package.chunks(part))


def _zip(package: Package, changed: dict[str, bytes], added: dict[str, bytes]) -> bytes:
    """Write the file anew, every other part byte by byte as it was."""
    infos = package.file.infolist()
    if len({info.filename.lower() for info in infos}) < len(infos):
        raise LoadError("holds two parts of one name; save it anew in Word to get comments")
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            for info in infos:
                key = info.filename.replace("\\", "/").lstrip("/").lower()
                data = changed[key] if key in changed else _read(package, key)
                copy = zipfile.ZipInfo(info.filename, info.date_time)
                copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
                file.writestr(copy, data)
            for name, data in added.items():
                file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    except ZIP_ERRORS as error:
        raise LoadError("can't be written anew; save it in Word and try again") from error
    return made.getvalue()
