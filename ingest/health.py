"""What is wrong, or may be, with a document: for the person who has to rely on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.crosscheck import crosscheck
from ingest.pipeline import Row
from ingest.sources import composed
from rag.citations.reference_formats import date_parts, people
from rag.english.vocabulary import FUNCTION_WORDS
from rag.errors import LoadError
from rag.types import Document, Finding, FindingKind

INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}"
    r"\b(?:(?:previous|prior|above|earlier|preceding|your)\b[^.\n]{0,30}"
    r"\b(?:rules?|guidelines|directions?|context|messages?)|instructions?|prompts?)\b"
    r"|\b(?:you are|act as|pretend to be|behave as)\b[^.\n]{0,30}"
    r"\b(?:ai|assistant|chatbot|language model|llm|gpt)\b"
    r"|\b(?:system|developer) prompt\b"
    r"|\bas an ai\b"
    r"|<\|?(?:im_start|im_end|system|assistant|endoftext)\|?>"
    r"|^\s*(?:system|assistant)\s*:"
    r"|\b(?:reveal|print|repeat|output)\b[^.\n]{0,30}\b(?:prompt|instructions)\b"
    r"|\b(?:do not|don't|never)\b[^.\n]{0,30}\b(?:tell|mention|reveal)\b[^.\n]{0,20}\buser\b",
    re.IGNORECASE | re.MULTILINE,
)
NOT_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
REPLACED = "\ufffd"
POSSESSIVE = re.compile(r"\w[’'‘]s\b|s[’']\s")
NAKED = re.compile(
    r"\b(?:country|government|state|nation|people|city|party|president|minister|world|army|"
    r"parliament|police|court|woman|women|child|children|man|men)s? s\b"
    r"|\b(?:don|doesn|didn|isn|wasn|aren|weren|couldn|wouldn|shouldn|hasn|haven|hadn|won) t\b",
    re.IGNORECASE,
)
ADJECTIVE = re.compile(r"\b([A-Z][a-z]{3,})(?:i|n|an|ian|ese|ish)\b")
NO_NOUN = re.compile(r"\w+(?:ed|ly|es|ing)|\w{1,3}")
MIN_NAKED_NAMES = 3
"""Of 27 official documents, 61 contracts and 127 web pages none reaches it, whether they have
possessives or, like statutes and tables, none. Of those that speak of countries, one that loses
its possessives does; of others that lose them nothing is said, since nothing there shows it."""
RUN_TOGETHER = re.compile(r"(?<![\w/.:@-])[A-Z]?[a-z]{30,}")
"""Not in an address, nor in what a chemical is called."""
MAX_FINDINGS = 20
"""Of one kind that are written out; of the rest there is a count."""
SHINGLE = 8
NEAR = 0.9
CONTEXT = 60
_NOT_TO_READ = ("removed", "duplicate")

State = Literal["bad", "look", "good"]
"""How well a document was read: not all its pages were, something should be looked at, neither."""

ReadAgain = Callable[[Document], Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Health:
    """One file's part of the report. ``passages`` is 0 where the file isn't in the index."""

    file: str
    outcome: str
    title: str = ""
    document_id: str = ""
    pages: int = 0
    ocr: int = 0
    unread: int = 0
    passages: int = 0
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def state(self) -> State | None:
        """Say how well the file was read; None of one that wasn't to be."""
        if self.outcome in _NOT_TO_READ:
            return None
        return state_of(self.unread, self.notes, read=bool(self.document_id))


def state_of(unread: int, notes: Sequence[str], *, read: bool = True) -> State:
    """Say how well a document was read, by its unread pages and what its reader noted.

    What `examine` finds in the text is told beside it: signs, for which all of it is read again.
    """
    if unread or not read:
        return "bad"
    return "look" if notes else "good"


def health_report(
    rows: Sequence[Row], documents: Sequence[Document], again: ReadAgain | None = None
) -> tuple[Health, ...]:
    """Look at every document after an ingest; a part for each row, in their order.

    ``again`` reads a document's words by another way, to compare; it raises `LoadError` where
    it can't, which the part's notes then say.
    """
    by_file = {document.file: document for document in documents}
    twins = near_duplicates(documents)
    parts = []
    for row in rows:
        document = by_file.get(composed(row.file))
        if document is None or row.outcome in _NOT_TO_READ:
            parts.append(Health(row.file, row.outcome, notes=row.notes))
            continue
        is_this = row.outcome != "skipped"  # else the index holds an earlier version
        compared, note = _compared(document, again if is_this else None)
        found = (*document.findings, *compared)
        findings = (*found, *examine(document), *twins.get(document.id, ()))
        parts.append(
            Health(
                file=row.file,
                outcome=row.outcome,
                title=document.source.title,
                document_id=document.id,
                pages=_pages(document),
                ocr=_pages(document, "ocr"),
                unread=_pages(document, "unread"),
                passages=row.passages,
                notes=(*row.notes, *note),
                findings=_bounded(findings),
            )
        )
    return tuple(parts)


def _compared(
    document: Document, again: ReadAgain | None
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    if again is None:
        return (), ()
    try:
        return tuple(crosscheck(document, again(document))), ()
    except LoadError as error:
        return (), (f"not compared with a second reading: {error}",)


def examine(document: Document) -> Iterator[Finding]:
    """Look for instructions to a machine, signs of damage, and what isn't known of the document."""
    text = document.text
    for match in INSTRUCTION.finditer(text):
        yield _at(document, match, "instruction", "reads like an instruction to a language model")
    for match in NOT_ASCII.finditer(text):
        if meant := _misread(match[0]):
            message = f"letters read by the wrong encoding: “{match[0]}” for “{meant}”"
            yield _at(document, match, "damage", message)
    if REPLACED in text:
        count = text.count(REPLACED)
        yield Finding("damage", f"{count} characters were lost in the file (U+FFFD)")
    for match in RUN_TOGETHER.finditer(text):
        yield _at(document, match, "damage", "words run together")
    yield from _apostrophes(document)
    yield from _missing(document)
    yield from _proposed(document)


def _misread(letters: str) -> str | None:
    """Give what letters were before UTF-8 was read as a Western encoding; None if it wasn't.

    Bytes that happen to be valid UTF-8 hardly ever come of anything else.
    """
    for encoding in ("cp1252", "latin-1"):
        try:
            return letters.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None


def _apostrophes(document: Document) -> Iterator[Finding]:
    """Say that apostrophes, or whole possessive endings, are lost where the text shows it."""
    text = document.text
    if lost := list(NAKED.finditer(text)):
        yield _at(document, lost[0], "damage", f"apostrophes seem lost, {len(lost)} times")
    elif not POSSESSIVE.search(text) and len(naked := _naked_names(text)) >= MIN_NAKED_NAMES:
        shown = "”, “".join(dict.fromkeys(match[0] for match in naked[:MIN_NAKED_NAMES]))
        yield _at(document, naked[0], "damage", f"possessive endings seem lost: “{shown}”")


def _naked_names(text: str) -> list[re.Match[str]]:
    """Find names that stand before a noun as they are though they have an adjective.

    "Pakistan progress" where the text says "Pakistani" too: it was "Pakistan's".
    """
    names = {match[1] for match in ADJECTIVE.finditer(text)}
    named = re.finditer(r"(?<=[a-z,] )([A-Z][a-z]{3,}) ([a-z]+)\b", text)
    return [
        match
        for match in named
        if match[1] in names and match[2] not in FUNCTION_WORDS and not NO_NOUN.fullmatch(match[2])
    ]


def _missing(document: Document) -> Iterator[Finding]:
    csl = document.source.csl
    if not csl.get("author"):
        yield Finding("missing", "no author is known; add one with `sanad sources add`")
    if not csl.get("issued"):
        made = document.properties.made_on
        hint = f" (the file itself was made on {made.isoformat()})" if made else ""
        yield Finding("missing", f"no date is known{hint}; add one with `sanad sources add`")
    if document.source.origins.get("title") == "file name":
        yield Finding("missing", "no title is known but the file's name")


def _proposed(document: Document) -> Iterator[Finding]:
    read = document.source.proposed
    said = {name: read[name] for name in ("title", "publisher") if name in read}
    if "author" in read:
        said["author"] = "; ".join(
            one.get("literal") or f"{one.get('given', '')} {one.get('family', '')}".strip()
            for one in people(read["author"])
        )
    if dates := date_parts(read.get("issued")):
        said["date"] = "-".join(f"{part:02d}" for part in dates[0])
    if said:
        facts = ", ".join(f"{name} “{value}”" for name, value in said.items())
        remedy = f"confirm with `sanad sources confirm {document.file}`, or correct with `add`"
        yield Finding("proposed", f"{facts}; {remedy}")


def near_duplicates(documents: Sequence[Document]) -> dict[str, tuple[Finding, ...]]:
    """Find documents of nearly the same words; document id to findings.

    Compares the sets of all runs of `SHINGLE` words (Broder, 1997): resemblance of
    `NEAR` and above is named. A newer version of a law can resemble the older one that
    much, so nothing is left out for it.
    """
    shingles = {document.id: _shingles(document.text) for document in documents}
    holders: dict[tuple[str, ...], list[str]] = {}
    for name, runs in shingles.items():
        for run in runs:
            holders.setdefault(run, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        if 1 < len(names) <= 10:
            shared.update((a, b) for i, a in enumerate(names) for b in names[i + 1 :])
    files = {document.id: document.file for document in documents}
    found: dict[str, list[Finding]] = {}
    for (a, b), count in shared.items():
        resemblance = count / (len(shingles[a]) + len(shingles[b]) - count)
        if resemblance >= NEAR:
            for one, other in ((a, b), (b, a)):
                message = f"{resemblance:.0%} the same words as {files[other]}"
                found.setdefault(one, []).append(Finding("duplicate", message))
    return {name: tuple(findings) for name, findings in found.items()}


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return set(zip(*(words[i:] for i in range(SHINGLE)), strict=False)) or {tuple(words)}


def _at(document: Document, match: re.Match[str], kind: FindingKind, message: str) -> Finding:
    page = document.page_at(match.start())
    low, high = max(0, match.start() - CONTEXT), match.end() + CONTEXT
    around = " ".join(document.text[low:high].split())
    return Finding(kind, message, page.number if page else None, around)


def _pages(document: Document, reading: str = "") -> int:
    pages = document.source_map.pages
    return len({page.number for page in pages if not reading or page.reading == reading})


def _bounded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    counts: Counter[str] = Counter()
    kept = []
    for finding in findings:
        counts[finding.kind] += 1
        if counts[finding.kind] <= MAX_FINDINGS:
            kept.append(finding)
    for kind, count in counts.items():
        if count > MAX_FINDINGS:
            more = count - MAX_FINDINGS
            kept.append(Finding(kind, f"and {more} more of this kind"))  # type: ignore[arg-type]
    return tuple(kept)
