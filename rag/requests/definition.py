"""What a term means, or an abbreviation stands for: each document's own definition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args

from rag.answerability.judgement import decide, distinct
from rag.question.document_names import PLACEHOLDER, Naming
from rag.requests.best_evidence import best_evidence, question_for
from rag.requests.defining_sentences import LIKELY, SURE, defining_sentences
from rag.requests.draft import Draft, DraftPart
from rag.requests.forms import forms, match_of, plain, restored
from rag.requests.occurrences import first_sentences, occurrences, sentence_at
from rag.requests.request import Request
from rag.text.abbreviations import ABBREVIATION, guessed_names, whole_names, with_initials
from rag.text.phrase_search import phrase
from rag.text.spelling import Lexicon, is_english, read_question
from rag.text.stopwords import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS
from rag.types import Document, Evidence, Span

How = Literal["define", "mean", "is"]
HOW: tuple[How, ...] = get_args(How)
SHOWN = 3
"""Definitions of one document."""
LOOKED_INTO = 100
"""Documents that are read for a definition, those that have the term most often."""
DOCUMENTS = 8
"""Documents whose definitions are shown."""
CLEARLY = 3
"""How many times as often as another the name must stand whose initials a short form is."""
BY_INITIALS = "These words have its initials; no passage says that they are what it stands for."
BY_GUESS = (
    "A guess: its letters begin these words; no passage says that they are what it stands for."
)
NOT_USED = "The short form itself stands in none of the documents."
FEWEST_UNUSED = 4
"""Letters of a short form that the documents don't use, from which on its initials tell enough."""
_QUOTED = re.compile(r"^[“\"‘'«](.+)[”\"’'»]$")
_LEADING = re.compile(r"^(?:an?|the|your|its) ", re.IGNORECASE)
_NOT_A_TERM = FUNCTION_WORDS | QUESTION_WORDS | frozenset(("he", "she", "who", "you", "we", "i"))
_RELATING = re.compile(r"\b(?:of|in|for|to|on|by|at|with|from|between|if|when|that|which)\b|,")


@dataclass(frozen=True, slots=True)
class DefinitionAsked:
    """The term, in which documents if they are named, and how it's asked for.

    ``define`` and ``mean`` ask for nothing else; ``is`` ("what is X") may ask for anything.
    """

    term: str
    how: How
    within: tuple[str, ...] = ()


def read(naming: Naming, typed: str) -> DefinitionAsked | None:
    """Read the term that a text wants defined; None if it asks for something else."""
    text = plain(naming.marked)
    for how in HOW:
        if match := match_of(text, forms("definition", how)):
            if how == "is" and PLACEHOLDER in match["what"]:
                return None
            said, within = restored(match, naming, typed)
            term = _term(said, plain=how == "is")
            return DefinitionAsked(term, how, within) if term else None
    return None


def _term(said: str, *, plain: bool) -> str:
    """Give the term, "" if it's none. ``plain``: in "what is the fee" the fee is asked for."""
    quoted = _QUOTED.match(said.strip())
    term = quoted[1] if quoted else said.strip()
    bare = _LEADING.sub("", term)
    words = [word.lower() for word in re.findall(r"[^\W_]+", bare)]
    if (
        PLACEHOLDER in term
        or not words
        or "not" in words
        or all(word in _NOT_A_TERM for word in words)
    ):
        return ""
    if phrase(bare) is None or (words[0] in _NOT_A_TERM and not bare.isupper()):
        return ""
    if plain and not quoted:
        named = all(word[0].isupper() for word in re.findall(r"[^\W_]+", bare))
        light = len(words) == 1 and words[0] in LIGHT_WORDS
        the = re.match(r"(?:the|your|its) ", term, re.IGNORECASE)
        if light or len(words) > 4 or _RELATING.search(bare) or (the and not named):
            return ""
    return bare


def definition(request: Request) -> Draft | None:
    """Give each document's own definition of a term, or say that none has any."""
    asked = read(request.naming, request.text)
    return _defined(asked, request) if asked else None


def definition_of(said: str, request: Request) -> Draft | None:
    """Give the documents' own definitions of what seems to be a term, or of two; else None."""
    made = _defined_as(said, request)
    terms = re.split(r",? and |, ", said)
    if made or len(terms) < 2:
        return made
    drafts = [one for term in terms if (one := _defined_as(term, request))]
    if len(drafts) < len(terms):
        return None
    notes = tuple(dict.fromkeys(note for one in drafts for note in one.notes))
    return Draft("definition", tuple(part for one in drafts for part in one.parts), notes=notes)


def _defined_as(said: str, request: Request) -> Draft | None:
    term = _term(said, plain=True)
    return (
        _defined(DefinitionAsked(term, "is", request.naming.documents), request) if term else None
    )


def _defined(asked: DefinitionAsked, request: Request) -> Draft | None:
    documents = asked.within or tuple(entry.id for entry in request.entries)
    lexicon = request.library.store.lexicon(request.query.scope.collection)
    for term in dict.fromkeys((asked.term, read_question(asked.term, lexicon).question)):
        holding = [one.document_id for one in occurrences([term], request, documents)]
        if parts := _parts(term, request, holding):
            rest = len(parts) - DOCUMENTS
            notes = (f"{rest:,} further documents define it, too.",) if rest > 0 else ()
            return Draft("definition", tuple(parts[:DOCUMENTS]), notes=notes)
    if short := _short_form(asked.term, lexicon):
        holding = [one.document_id for one in occurrences([short], request, documents)]
        if told := tuple(_by_initials(short, request, holding or documents)):
            return Draft("definition", told[:DOCUMENTS], notes=() if holding else (NOT_USED,))
        if asked.how == "mean":
            return _undefined(asked, request, documents)
    return _undefined(asked, request, documents) if asked.how == "define" else None


def _short_form(term: str, lexicon: Lexicon) -> str:
    """Give a term that is a short form, "" if it's none; a word that nobody knows may be one."""
    unknown = re.fullmatch("[a-z]{4,7}", term) and term not in lexicon.counts
    found = term.upper() if unknown and not is_english(term) else term
    return found if ABBREVIATION.fullmatch(found) else ""


def _parts(term: str, request: Request, holding: Sequence[str]) -> list[DraftPart]:
    """Give the surest definitions: no "X is a" where a document has "X means"."""
    for least in (SURE, LIKELY):
        parts = []
        for name in holding[:LOOKED_INTO]:
            document = request.document(name)
            spans = defining_sentences(document, term, least=least) if document else ()
            if document and spans:
                evidence = tuple(Evidence.of(document, span) for span in spans[:SHOWN])
                parts.append(DraftPart(request.title(name), evidence, "", name))
        if parts:
            return parts
    return []


def _by_initials(term: str, request: Request, holding: Sequence[str]) -> Iterator[DraftPart]:
    """Give the name whose initials a short form is, in each document that uses both.

    None where two such names stand about as often in it: either may be meant. A short form of
    `FEWEST_UNUSED` letters may be the user's own, and stand in no document.
    """
    for name in holding[:LOOKED_INTO]:
        document = request.document(name)
        places = list(whole_names(document.text, term)) if document else []
        said = BY_INITIALS
        if document and not places and not re.search(rf"\b{re.escape(term)}\b", document.text):
            places, said = list(guessed_names(document.text, term)), BY_GUESS
        if not document or not places:
            continue
        written = [" ".join(document.text[at.start : at.end].split()) for at in places]
        counted = Counter(_singular(one) for one in written).most_common(2)
        if len(counted) == 2 and counted[0][1] < CLEARLY * counted[1][1]:
            continue
        uses = [match.start() for match in re.finditer(rf"\b{re.escape(term)}\b", document.text)]
        if not uses and len(term) < FEWEST_UNUSED:
            continue
        own = [
            at for at, one in zip(places, written, strict=True) if _singular(one) == counted[0][0]
        ]
        place = min(own, key=lambda at: min((abs(at.start - use) for use in uses), default=0))
        yield DraftPart(request.title(name), (_with_name(document, place),), said, name)


def _singular(name: str) -> str:
    return name.lower().removesuffix("s")


def _with_name(document: Document, place: Span) -> Evidence:
    """Give the sentence that a name stands in, the name marked as what answers."""
    sentence = sentence_at(document, place.start)
    inside = place.end <= sentence.end
    name = Span(place.start - sentence.start, place.end - sentence.start) if inside else None
    return Evidence.of(document, sentence, answer=name)


def _undefined(asked: DefinitionAsked, request: Request, documents: Sequence[str]) -> Draft | None:
    """Say that no passage defines a term, with what comes closest; None where one answers yet."""
    holding = [one.document_id for one in occurrences([asked.term], request, documents)]
    short = bool(ABBREVIATION.fullmatch(asked.term))
    if len(holding) > LOOKED_INTO:
        return None
    if short and holding:
        return _not_spelled_out(asked.term, request, holding)
    question = question_for(request.text, request)
    found = best_evidence(question, request, asked.within)
    if not short and decide(found).status == "answered":
        return None
    lacks = "defines" if holding else "has"
    reason = f"No passage that was searched {lacks} “{asked.term}”."
    return Draft("definition", reason=reason, nearest=distinct(found, SHOWN) if found else ())


def _not_spelled_out(term: str, request: Request, holding: Sequence[str]) -> Draft:
    """Say that an abbreviation is only used; offer words with its initials, then its uses."""
    places = {one.document_id: one.places for one in occurrences([term], request, holding)}
    alike: list[Evidence] = []
    uses: list[Evidence] = []
    for name in holding[:DOCUMENTS]:
        if document := request.document(name):
            found = list(islice(with_initials(document.text, term), 1))
            alike += first_sentences(document, found, 1)
            uses += first_sentences(document, places[name], 1)
    reason = f"“{term}” is used, but no passage that was searched spells it out"
    reason += "; the first words below have its initials." if alike else "."
    return Draft("definition", reason=reason, nearest=(*alike, *uses)[:SHOWN])
