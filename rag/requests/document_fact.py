"""A fact about a document as a publication: of the catalogue, and shown as that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.answerability.judgement import decide
from rag.english.word_lists import request_forms, words
from rag.question.document_names import PLACEHOLDER, Naming
from rag.requests.best_evidence import best_evidence, question_for
from rag.requests.catalogue_facts import FACTS, fact
from rag.requests.draft import Draft, DraftPart
from rag.requests.forms import forms, match_of, plain
from rag.requests.request import Request
from rag.requests.stated_facts import printed_dates, stated
from rag.store.catalogue_rows import Entry
from rag.text.stopwords import FUNCTION_WORDS, QUESTION_WORDS
from rag.types import DocumentFact, Evidence

CANDIDATES = 8
"""Documents of which a fact is given where it isn't said of which."""
TELLING = {
    "author": re.compile(r"\b(?:by|authors?|wrote|written|prepared|compiled)\b", re.IGNORECASE),
    "date": re.compile(r"\b(?:1[5-9]|20)\d\d\b"),
    "publisher": re.compile(r"\b(?:publish\w*|issued|printed|press|copyright)\b|©", re.IGNORECASE),
    "number": re.compile(r"\d"),
}
"""Facts for which the text is searched where the catalogue doesn't know them, and what a sentence
that tells one has."""
LOOKED_INTO = 2
"""Sentences that are offered for a fact that the catalogue doesn't know."""
PRINTED_NOTE = (
    "What is quoted is printed in the first or last lines; it may be another date than that of "
    "publication."
)
INSTEAD = {"publisher": "author", "author": "publisher", "pages": "words"}
"""What is given beside a fact that isn't known."""
LAST = frozenset(words("document_fact", "last"))
FIRST = frozenset(words("document_fact", "first"))
SIZES = frozenset(words("document_fact", "sizes"))
ASKED = frozenset(name.replace("_", " ") for name in request_forms()["document_fact"])
_NOUNS = {
    name.replace("_", " "): said.replace("_", " ")
    for name, said in request_forms()["document_fact_nouns"].items()
}
ANY_NOUN = "|".join(_NOUNS.values())
_ASKING = r"(?:(?:what|who|which)(?: (?:is|are|was|were))? |(?:give|tell|show)(?: me)? )?(?:the )?"
_THEM = f"(?:{PLACEHOLDER}|it|this)"
_NOUN_OF = re.compile(
    rf"{_ASKING}(?P<nouns>(?:{ANY_NOUN})(?:(?:,| and|, and) (?:the )?(?:{ANY_NOUN}))*)"
    rf" (?:of|for|on|about|to|behind|in) {_THEM} ",
    re.IGNORECASE,
)
_OF_NOUN = re.compile(rf"{_ASKING}{_THEM}(?:['’]s)? (?P<nouns>{ANY_NOUN}) ", re.IGNORECASE)
_POINTS = re.compile(rf"{PLACEHOLDER}|\b(?:it|this|the authors?)\b", re.IGNORECASE)
_WH = "(?=(?:when|where|who|what|how|why|in|which|by|on|can|may|is|has)\\b)"
_PIECES = re.compile(rf",? and {_WH}|, {_WH}|[?;] *(?=\w)", re.IGNORECASE)
_NO_WORD = "|".join(sorted(FUNCTION_WORDS | QUESTION_WORDS))
DESCRIBED = re.compile(
    rf"\b(?:the|this|that|your|our) (?:(?!(?:{_NO_WORD})\b)[^\W\d_][\w-]+ ){{1,2}}"
    rf"(?={PLACEHOLDER})",
    re.IGNORECASE,
)
"""What is said of a document before its name: "the short town bees handbook"."""
_ITS = re.compile(r"\b(?:it|its|their|them|they)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FactAsked:
    """The facts that are asked for, and the pieces of the text that ask for something else.

    ``most`` is what the document is the most of that's looked for ("oldest").
    """

    facts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    most: str = ""


def read(naming: Naming) -> FactAsked | None:
    """Read which facts of its documents a text asks for; None if it asks for something else."""
    text = plain(DESCRIBED.sub("", naming.marked))
    match = match_of(text, forms("document_list", "most"))
    most = match["what"].lower().strip(" ,") if match else ""
    if most in LAST | FIRST:
        return FactAsked(most=most)
    facts: dict[str, None] = {}
    unread = []
    for number, piece in enumerate(filter(None, map(str.strip, _PIECES.split(text)))):
        named = _facts_of(plain(_ITS.sub(PLACEHOLDER, piece) if number else piece))
        if not named and number == 0:
            return None
        facts.update(dict.fromkeys(named))
        if not named:
            unread.append(piece.replace(PLACEHOLDER, "it"))
    return FactAsked(tuple(facts), tuple(unread)) if facts and _POINTS.search(text) else None


def asked_of(text: str) -> tuple[str, ...]:
    """Give the facts that a text asks for which names no document: "how many pages?"."""
    return _facts_of(plain(text))


def _facts_of(piece: str) -> tuple[str, ...]:
    """Give the facts that a piece of a question asks for, none if it asks for something else."""
    for name in FACTS:
        if name in ASKED and match_of(piece, forms("document_fact", name.replace(" ", "_"))):
            return (name,)
    match = _NOUN_OF.fullmatch(piece) or _OF_NOUN.fullmatch(piece)
    said = re.split(r",? and (?:the )?|, (?:the )?", match["nouns"]) if match else ()
    return tuple(name for noun in said for name, nouns in _NOUNS.items() if _fits(noun, nouns))


def _fits(noun: str, pattern: str) -> bool:
    return re.fullmatch(pattern, noun, re.IGNORECASE) is not None


def document_fact(request: Request) -> Draft | None:
    """Give facts of the documents that a text names, or may mean."""
    asked = read(request.naming)
    if asked is None or not request.entries:
        return None
    return _the_most(asked.most, request) if asked.most else _given(asked, request)


def facts_of(request: Request) -> Draft | None:
    """Give the facts of a named document that a text has the words of; None where it has none."""
    cues = request_forms()["document_fact_cues"]
    text = plain(request.naming.marked)
    asked = [name for name in FACTS if _has_cue(cues.get(name.replace(" ", "_"), ""), text)]
    named = bool(request.naming.documents)
    return _given(FactAsked(tuple(asked)), request) if asked and named else None


def _has_cue(cue: str, text: str) -> bool:
    return (
        bool(cue)
        and re.search(rf"\b(?:{cue.replace('_', ' ')})\b", text, re.IGNORECASE) is not None
    )


def _given(asked: FactAsked, request: Request) -> Draft | None:
    entries = _meant(request)
    if not entries:
        return None
    facts = tuple(
        one for entry in entries for name in asked.facts for one in _facts(entry, name, request)
    )
    notes = tuple(f"The catalogue can’t say this: “{piece}”." for piece in asked.unread)
    if any(one.value for one in facts if one.name in asked.facts):
        parts = tuple(_stated(facts, request))
        cited = {part.document_id for part in parts}  # whose citation tells its caution
        notes += tuple(
            f"“{one.source.title}”: {one.source.caution}"
            for one in entries
            if one.source.caution and one.id not in cited
        )
        return Draft("document fact", parts, facts, notes)
    return _unknown(facts, asked, notes, request)


def _unknown(
    facts: Sequence[DocumentFact], asked: FactAsked, notes: tuple[str, ...], request: Request
) -> Draft:
    """Say that the catalogue doesn't know something; the text is looked into instead."""
    titles = ", ".join(dict.fromkeys(f"“{one.title}”" for one in facts))
    reason = f"The catalogue doesn’t know this of {titles}: {', '.join(asked.facts)}."
    told = tuple(
        f"{one.name.capitalize()}: {one.value} ({one.origin})." for one in facts if one.value
    )
    near = _printed(facts, request) if "date" in asked.facts else ()
    told += (PRINTED_NOTE,) if near else ()
    if not near and TELLING.keys() & set(asked.facts):
        documents = tuple(dict.fromkeys(one.document_id for one in facts))
        judged = decide(best_evidence(question_for(request.text, request), request, documents))
        told_of = [one for one in judged.evidence if _tells(one.text, asked.facts)]
        near = tuple(told_of[:LOOKED_INTO]) if judged.status != "refused" else ()
    return Draft("document fact", reason=reason, notes=(*told, *notes), nearest=near)


def _tells(sentence: str, facts: Sequence[str]) -> bool:
    """Say whether a sentence may tell a fact at all: a year for a date, a publisher's word."""
    return any(name in TELLING and TELLING[name].search(sentence) for name in facts)


def _printed(facts: Sequence[DocumentFact], request: Request) -> tuple[Evidence, ...]:
    """Give lines with a date from the beginning or the end of documents that have none."""
    names = dict.fromkeys(one.document_id for one in facts if one.name == "date" and not one.value)
    documents = [document for name in names if (document := request.document(name))]
    return tuple(one for document in documents for one in printed_dates(document))


def _stated(facts: Sequence[DocumentFact], request: Request) -> Iterator[DraftPart]:
    """Give the sentences of the texts that state what the catalogue says, if they do."""
    for one in facts[:CANDIDATES]:
        document = request.document(one.document_id) if one.value else None
        if document and (evidence := stated(document, one.name)):
            note = f"The {one.name}, as it stands in the text:"
            yield DraftPart(one.title, (evidence,), note, one.document_id)
        elif one.name == "date" and (printed := _printed((one,), request)):
            yield DraftPart(one.title, printed, PRINTED_NOTE, one.document_id)


def _facts(entry: Entry, name: str, request: Request) -> Iterator[DocumentFact]:
    """Give a fact, and where it isn't known what stands in for it."""
    one = fact(entry, name, request)
    yield one
    if not one.value and name in INSTEAD:
        yield fact(entry, INSTEAD[name], request)


def _meant(request: Request) -> Sequence[Entry]:
    """Give the documents that are named, else all if they're few enough to be listed."""
    named = request.naming.documents
    entries = [entry for entry in request.entries if not named or entry.id in named]
    return entries if len(entries) <= CANDIDATES else ()


def _the_most(most: str, request: Request) -> Draft:
    """Give the newest, oldest, longest or shortest document, as far as that's known.

    Of documents that are named each is given, whichever it is.
    """
    name = "pages" if most in SIZES else "date"
    named = request.naming.documents
    if named:
        entries = [entry for entry in request.entries if entry.id in named][:CANDIDATES]
        return Draft("document fact", facts=tuple(fact(one, name, request) for one in entries))
    known = {entry.id: size for entry in request.entries if (size := _size(entry, name))}
    if not known:
        return Draft("document fact", reason=f"The catalogue knows the {name} of no document.")
    notes = [f"“{most}” is told by the {name} in the catalogue."]
    if lacking := len(request.entries) - len(known):
        notes.append(f"Not known of {lacking:,} of the {len(request.entries):,} documents.")
    best = (max if most in LAST else min)(known.values())
    entries = [entry for entry in request.entries if known.get(entry.id) == best]
    facts = tuple(fact(entry, name, request) for entry in entries[:CANDIDATES])
    return Draft("document fact", facts=facts, notes=tuple(notes))


def _size(entry: Entry, name: str) -> tuple[int, ...]:
    """Give what documents are compared by: the number of pages, or the date's parts."""
    if name == "pages":
        return (entry.pages,) if entry.pages else ()
    issued = entry.source.csl.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    return tuple(int(part) for part in parts[0]) if parts else ()
