"""Whether and where something is mentioned, and how often: counted, in no case judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answerability.judgement import decide, distinct
from rag.answering.unread import unread_notes
from rag.question.document_names import Naming
from rag.requests.best_evidence import best_evidence, question_for
from rag.requests.draft import Draft, DraftPart
from rag.requests.forms import forms, match_of, plain, restored
from rag.requests.occurrences import (
    Occurrences,
    first_sentences,
    occurrences,
    other_names,
    related,
    words_with_initials,
)
from rag.requests.request import Request
from rag.text.phrase_search import phrase
from rag.text.spelling import read_question
from rag.text.stopwords import FUNCTION_WORDS
from rag.types import Evidence

PLACES = 5
"""Sentences that are shown of a document."""
IN_FULL = 8
"""Documents of which sentences are shown; of further ones only the count is."""
LISTED = 30
"""Documents that have a part of their own at most."""
SHORT = 3
"""Words of what is looked for, above which it may be told in other words."""
FORMS = 6
"""Forms that are counted apart."""
NEAREST = 2
"""Passages that are offered where nothing is found."""
_NOT_A_NAME = re.compile(
    r"^(?:it|that|this|these|those|them|anything|something|he|she|they|you|i|we|what|which|who|how|why|"
    r"when|whether|where|if)\b|\b(?:is|are|was|were|should|must|will|can)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:about )?(?:(?:the|a|an|any|some) )?"
    r"(?:(?:words?|terms?|phrase|name|topic|subject|issue)(?: of)? )?"
    r"(?:(?:the|a|an|any) )?",
    re.IGNORECASE,
)
_QUOTED = "“”\"‘’'«»"


@dataclass(frozen=True, slots=True)
class MentionAsked:
    """What is looked for, in which documents if they are named.

    ``loose`` where the text may rather be a question about the matter.
    """

    what: str
    loose: bool
    within: tuple[str, ...] = ()


def read(naming: Naming, typed: str) -> MentionAsked | None:
    """Read whether something is mentioned from a text; None if it asks for something else."""
    text = plain(naming.marked)
    by_document = forms("mention", "by_document") if naming.several else ()
    strict = match_of(text, (*forms("mention", "named"), *by_document))
    match = strict or match_of(text, forms("mention", "treated"))
    if match is None:
        return None
    said, within = restored(match, naming, typed)
    what = _what(said)
    if not what:
        return None
    long = len(what.split()) > SHORT and not said.startswith(tuple(_QUOTED))
    return MentionAsked(what, strict is None or long, within)


def mention(request: Request) -> Draft | None:
    """Say where and how often something is mentioned, or that no document has it."""
    asked = read(request.naming, request.text)
    if asked and " " not in asked.what:
        known = request.library.store.lexicon(request.query.scope.collection).counts
        asked = replace(asked, loose=asked.loose and asked.what.lower() in known)
    return _mentioned(asked, request) if asked else None


def mention_of(said: str, request: Request) -> Draft | None:
    """Say where something is mentioned that a text seems to look for; None if it's nowhere."""
    what = _what(said)
    return _mentioned(MentionAsked(what, True, request.naming.documents), request) if what else None


def _what(said: str) -> str:
    """Give what is looked for without its article; "" where it's no thing."""
    what = _LEADING.sub("", said).strip(f" {_QUOTED}")
    return "" if not what or _NOT_A_NAME.search(what) or phrase(what) is None else what


def _mentioned(asked: MentionAsked, request: Request) -> Draft | None:
    wanted = asked.within or [entry.id for entry in request.entries]
    documents = tuple(name for name, _ in request.texts(wanted))
    if not documents:
        return None
    notes = (*_initials(asked.what, request, documents), *_unread(request, asked.within))
    what, found = _found(asked.what, request, documents)
    if not found and not asked.loose:
        what, found, notes = _each_found(what, request, documents, notes)
    if found:
        told = (_total(what, found, len(documents)), *notes)
        return Draft("mention", _parts(found, request), notes=told)
    if asked.loose:
        return None
    return Draft(
        "mention",
        reason=_absent(what, request, documents),
        notes=notes,
        nearest=_nearest(what, request, asked.within) if " " in what else (),
    )


def _found(
    what: str, request: Request, documents: Sequence[str]
) -> tuple[str, tuple[Occurrences, ...]]:
    """Count something, its abbreviation or full name too; else each of the things that it lists."""
    lexicon = request.library.store.lexicon(request.query.scope.collection)
    for wanted in dict.fromkeys((what, read_question(what, lexicon).question)):
        names = (wanted, *other_names(wanted, request, documents))
        if found := occurrences(names, request, documents):
            return wanted, found
    return what, ()


def _each_found(
    what: str, request: Request, documents: Sequence[str], notes: tuple[str, ...]
) -> tuple[str, tuple[Occurrences, ...], tuple[str, ...]]:
    """Count each of several things ("fees or fines"), or the words that are like one.

    A note names those that aren't there.
    """
    listed = [one for one in re.split(r",? (?:or|and) |, ", what) if one and phrase(one)]
    there = [one for one in listed if occurrences([one], request, documents)]
    lacking = ", ".join(f"“{one}”" for one in listed if one not in there)
    if len(listed) == 1 and " " not in what:
        there = list(related(what, request, documents))
    if not there:
        return what, (), notes
    absent = (f"Not found: {lacking}.",) if lacking else ()
    return "” or “".join(there), occurrences(there, request, documents), (*absent, *notes)


def _total(what: str, found: Sequence[Occurrences], searched: int) -> str:
    count = sum(len(one.places) for one in found)
    held = f", in {len(found):,} of the {searched:,} documents searched" if searched > 1 else ""
    rest = f" {len(found) - LISTED:,} of them aren’t listed." if len(found) > LISTED else ""
    return f"“{what}” is found {_times(count)}{held}.{rest}"


def _initials(what: str, request: Request, documents: Sequence[str]) -> tuple[str, ...]:
    """Say which words have an abbreviation's initials where no document spells it out."""
    if other_names(what, request, documents):
        return ()
    full = words_with_initials(what, request, documents)
    return (
        (f"“{full}”, which has these initials, stands there, too; it isn’t counted.",)
        if full
        else ()
    )


def _unread(request: Request, within: Sequence[str]) -> Iterator[str]:
    scope = replace(request.query.scope, documents=tuple(within))
    query = replace(request.query, scope=scope) if within else request.query
    return unread_notes(query, request.library)


def _parts(found: Sequence[Occurrences], request: Request) -> tuple[DraftPart, ...]:
    parts = []
    for number, one in enumerate(found[:LISTED]):
        document = request.document(one.document_id) if number < IN_FULL else None
        evidence = first_sentences(document, one.places, PLACES) if document else ()
        title = request.title(one.document_id)
        parts.append(DraftPart(title, evidence, _note(one, len(evidence)), one.document_id))
    return tuple(parts)


def _note(one: Occurrences, shown: int) -> str:
    named = ", ".join(f"“{form}” {count:,}" for form, count in one.forms[:FORMS])
    others = ", and other forms" if len(one.forms) > FORMS else ""
    first = f" The first {shown} sentences that have it are shown." if shown == PLACES else ""
    return f"{_times(len(one.places)).capitalize()}: {named}{others}.{first}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _absent(what: str, request: Request, documents: Sequence[str]) -> str:
    """Say that nothing has it; of several words, in how many documents each stands apart."""
    if len(documents) > 1:
        reason = f"No document of the {len(documents):,} searched has “{what}”"
    else:
        reason = f"“{request.title(documents[0])}” nowhere has “{what}”"
    words = [word for word in what.split() if word.lower() not in FUNCTION_WORDS]
    if len(words) < 2:
        return f"{reason}, or another form of it."
    apart = [(word, len(occurrences([word], request, documents))) for word in words]
    if not all(count for _, count in apart):
        lacking = ", ".join(f"“{word}”" for word, count in apart if not count)
        return f"{reason}; {lacking} stands nowhere in what was searched."
    if len(documents) == 1:
        return f"{reason}; its words stand there, but never together."
    counted = ", ".join(f"“{word}” in {count:,}" for word, count in apart)
    return f"{reason}; its words stand apart only: {counted} of them."


def _nearest(what: str, request: Request, within: Sequence[str]) -> tuple[Evidence, ...]:
    found = best_evidence(question_for(what, request), request, within)
    near = found is not None and decide(found).status != "refused"
    return distinct(found, NEAREST) if found and near else ()
