"""Question cases: a question, whether the documents answer it, and the words that do."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from evals.metrics.items import Gold, Item, Place
from evals.suites.rows import validated
from ingest.load import INVISIBLE
from rag.errors import SettingsError
from rag.types import Document


class GoldQuote(BaseModel):
    """Words of a document, named by its file, that answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    quote: str = Field(min_length=1)


class Case(BaseModel):
    """One question.

    ``documents`` limits the search to some files, ``paragraph`` to one paragraph,
    given by its text. ``answers`` are short strings one of which a right answer
    holds; empty if none are known. ``topic`` is that of the conversation that a follow-up
    was joined to.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answerable: bool
    stratum: str = ""
    gold: tuple[GoldQuote, ...] = ()
    answers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    paragraph: str | None = None
    topic: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _has_gold(self) -> Case:
        if self.answerable and not self.gold:
            raise ValueError("an answerable case needs a gold quote")
        return self


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read cases from YAML (a list) or JSON Lines.

    Raises `SettingsError` that names the row and the field that is wrong.
    """
    cases = []
    seen: set[str] = set()
    for number, case in validated(_rows(path), Case, path):
        if case.id in seen:
            raise SettingsError(f"{path}, row {number}: the id {case.id!r} stands there twice")
        seen.add(case.id)
        cases.append(case)
    return tuple(cases)


def _rows(path: Path) -> Iterator[object]:
    try:
        text = path.read_text("utf-8")
        if path.suffix.lower() in (".yaml", ".yml"):
            content = yaml.safe_load(text) or []
            if not isinstance(content, list):
                raise SettingsError(f"{path} must hold a list of cases")
            yield from content
        else:
            yield from (json.loads(line) for line in text.split("\n") if line.strip())
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} can't be read: {' '.join(str(error).split())}") from error


def find_quote(quote: str, documents: Sequence[Document]) -> Gold:
    """Find every place where a quote stands, white space and invisible characters aside.

    A line end after a hyphen may be there or not, since canonical text mends it.
    """
    words = re.sub(f"[{INVISIBLE}]", "", quote).split()
    if not words:
        return ()
    # A raw quote may hold a word cut by a hyphen at a line's end, or a list marker.
    gap = r"\s+(?:[•●▪o*-]\s+)?"
    parts = [re.escape(word) + (r"\s*" if word.endswith("-") else gap) for word in words[:-1]]
    pattern = re.compile("".join(parts) + re.escape(words[-1]))
    found = [
        (Place(document.file, match.start(), match.end()), document.text)
        for document in documents
        for match in pattern.finditer(document.text)
    ]
    # "act" isn't a quote of "fact"; but some sets cut their gold inside a word, then it must do.
    whole = [
        place
        for place, text in found
        if not _cuts_a_word(text, place.start) and not _cuts_a_word(text, place.end)
    ]
    return tuple(whole or [place for place, _ in found])


def _cuts_a_word(text: str, position: int) -> bool:
    """Say whether a position stands inside a word."""
    return (
        text[max(position - 1, 0) : position].isalnum() and text[position : position + 1].isalnum()
    )


def gold_of(case: Case, documents: Sequence[Document]) -> tuple[Gold, ...]:
    """Give the places of each gold quote.

    Quotes that are found nowhere raise `SettingsError`: a case that can't be right
    would count as the system's fault.
    """
    found = []
    for gold in case.gold:
        named = [document for document in documents if document.file == gold.document]
        if not named:
            raise SettingsError(f"case {case.id}: there is no document {gold.document!r}")
        here = find_quote(gold.quote, named)
        if not here:
            raise SettingsError(f"case {case.id}: {gold.document} doesn't say “{gold.quote[:80]}”")
        elsewhere = find_quote(gold.quote, [d for d in documents if d.file != gold.document])
        found.append(here + elsewhere)
    return tuple(found)


def cluster_of(case: Case) -> str:
    """Name the paragraph that a case is limited to: cases on one paragraph aren't independent."""
    if case.paragraph is None:
        return ""
    return f"paragraph {hashlib.sha256(case.paragraph.encode()).hexdigest()[:16]}"


def failed(case: Case, message: str, gold: tuple[Gold, ...] = ()) -> Item:
    """Give the item of a case that raised or has no answer: a row of the report, never dropped."""
    return Item(
        case.id,
        case.question,
        case.answerable,
        "error",
        case.stratum,
        cluster=cluster_of(case),
        gold=gold,
        answers=case.answers,
        error=message,
    )


def paragraph_of(case: Case, documents: Sequence[Document]) -> Place | None:
    """Give the place of the one paragraph that a case is limited to, if it is."""
    if case.paragraph is None:
        return None
    named = {gold.document for gold in case.gold} | set(case.documents)
    within = [document for document in documents if not named or document.file in named]
    found = find_quote(case.paragraph, within)
    if not found:
        raise SettingsError(f"case {case.id}: its paragraph isn't in the documents")
    return found[0]
