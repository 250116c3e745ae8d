"""Two requests or three in one text: each is read by itself, and shown under its own title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answerability.judgement import Judgement, decide
from rag.answerability.premises import gives_reason
from rag.answering.steps import held_back
from rag.grammar.attribution import frames
from rag.question.question import content_words
from rag.question.question_type import parse
from rag.requests.behind_the_last import is_place
from rag.requests.best_evidence import finished
from rag.requests.document_fact import read
from rag.requests.draft import Draft, DraftPart
from rag.requests.kinds import draft_of
from rag.requests.named_documents import weighed_where_named
from rag.requests.named_part import weighed_in_part
from rag.requests.pieces import Piece, pieces_of
from rag.requests.request import Request
from rag.text.tokens import tokens
from rag.types import Evidence

CLOSEST = 2
"""Sentences that are shown of what may not answer, beside what does."""
_CLOSEST = " What comes closest:"
_UNANSWERED, _UNSURE = "Not answered", "Maybe not answered"
_PERSON = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)


def several_of(requests: Sequence[Request]) -> tuple[Draft, Request] | None:
    """Give what the requests of one text came to, and which reading of it; None where it's one."""
    made = ((several(one), one) for one in requests)
    return next(((draft, one) for draft, one in made if draft), None)


def several(request: Request) -> Draft | None:
    """Give what each request of a text came to; None where it's one, or all is one answer.

    Nor where all of it asks what the catalogue says of one document.
    """
    pieces = pieces_of(request)
    facts = read(request.naming) if len(pieces) > 1 else None
    if len(pieces) < 2 or (facts and not facts.unread):
        return None
    drafts = [None if piece.leans else _draft(piece.request) for piece in pieces]
    if drafts[0] is not None and all(made == drafts[0] for made in drafts[1:]):
        return None  # both ask for the same part
    kind = next((made.kind for made in drafts if made), None)
    if kind is None:
        return _questions(pieces)
    parts: list[Draft] = []
    about = request.query.topic or _about(pieces[0].request)
    for made, piece in zip(drafts, pieces, strict=True):
        parts.append(made or _leaning(piece, parts, about))
    return Draft(
        kind,
        tuple(
            dict.fromkeys(
                part
                for draft, piece in zip(parts, pieces, strict=True)
                for part in _own(draft, piece)
            )
        ),
        tuple(dict.fromkeys(fact for draft in parts for fact in draft.facts)),
        tuple(dict.fromkeys(note for draft in parts for note in draft.notes)),
        tuple(dict.fromkeys(one for draft in parts for one in draft.suggestions)),
        " ".join(draft.reason for draft in parts if draft.reason),
        tuple(one for draft in parts for one in draft.nearest),
    )


def _draft(piece: Request) -> Draft | None:
    """Give what a piece came to as a request of a kind; small talk is none."""
    made = draft_of((piece,))
    return made[0] if made and made[0].kind != "greeting" else None


def _leaning(piece: Piece, before: Sequence[Draft], about: str) -> Draft:
    """Answer a question beside a request of a kind; "he" is the author whom that one told."""
    authors = {fact.value for made in before for fact in made.facts if fact.name == "author"}
    if piece.says_who and before:
        shown = [one for part in before[0].parts for one in part.evidence[:1]]
        return _whose_words(piece, shown)
    if piece.leans and len(authors) == 1 and _PERSON.search(piece.request.text):
        text = _PERSON.sub(authors.pop(), piece.request.text, count=1)
        asked = Request(replace(piece.request.query, question=text), text, piece.request.library)
        piece, about = replace(piece, request=asked), ""
    return _answered(piece, _asked(piece.request, about if piece.leans else ""))


def _own(draft: Draft, piece: Piece) -> tuple[DraftPart, ...]:
    """Give the parts of one request; what it lacks in words where it has none, nor a fact."""
    if draft.parts or draft.facts or not draft.reason:
        return draft.parts
    return (DraftPart(piece.title, (), draft.reason),)


def _questions(pieces: Sequence[Piece]) -> Draft | None:
    """Answer plain questions one by one; None where all of them have the same answer."""
    joined = pieces[0].request.query.topic
    about = joined or _about(pieces[0].request)
    asked = [piece for piece in pieces if not piece.says_who]
    judged = [_asked(asked[0].request, joined)]
    judged += [_further(piece, judged[0], about) for piece in asked[1:]]
    shown = [one.evidence[:1] for one in judged if one.status == "answered"]
    if len(pieces) == len(asked) == len(shown) and len(set(shown)) == 1:
        return None
    drafts = [_answered(piece, one) for piece, one in zip(asked, judged, strict=True)]
    said = judged[0].evidence[:1] if judged[0].status == "answered" else ()
    drafts += [_whose_words(piece, said) for piece in pieces if piece.says_who]
    parts = tuple(part for draft in drafts for part in draft.parts)
    nearest = tuple(one for draft in drafts for one in draft.nearest)
    reason = " ".join(f"{part.title} {part.note.removesuffix(_CLOSEST)}" for part in parts)
    return Draft("question", parts if shown else (), reason=reason, nearest=nearest)


def _further(piece: Piece, first: Judgement, about: str) -> Judgement:
    """Answer a question behind the first one, on the topic of that.

    What points to what that one speaks of is asked of the documents that answered it. A reason
    must be more than what was said already, and be given as one.
    """
    request = piece.request
    if piece.leans and first.status == "answered":
        documents = tuple(dict.fromkeys(one.document_id for one in first.evidence))
        scope = replace(request.query.scope, documents=documents)
        query = replace(request.query, scope=scope)
        request = Request(query, request.text, request.library)
    judged = _asked(request, about)
    if judged.status != "answered" or parse(request.text).sort != "reason":
        return judged
    reasons = [one for one in judged.evidence if gives_reason(one.text)]
    known = {(one.document_id, one.start) for one in first.evidence}
    new = tuple(one for one in reasons if (one.document_id, one.start) not in known)
    if new:
        return replace(judged, evidence=new)
    return replace(judged, status="unsure", reason="The closest passages give no reason.")


def _whose_words(piece: Piece, said: Sequence[Evidence]) -> Draft:
    """Tell from a sentence that was shown whose words it is."""
    if not said:
        part = DraftPart(piece.title, (), "Not answered: what it asks of wasn’t.")
        return Draft("question", (part,), reason=part.note)
    speakers = [speaker for one in said if (speaker := _speaker(one.text))]
    note = ", ".join(f"“{speaker}”" for speaker in speakers[:1])
    note = f"The sentence says it itself: {note}." if note else "The sentence names nobody."
    return Draft("question", (DraftPart(piece.title, tuple(said[:1]), note),))


def _speaker(sentence: str) -> str:
    """Give the words of a sentence that say who speaks; "" where it names nobody."""
    words = tokens(sentence)
    for frame in frames(sentence):
        if frame.voice not in ("pronoun", "nobody"):
            start = (
                max(frame.at - 1, 0) if frame.at and not words[frame.at - 1].content else frame.at
            )
            return sentence[words[start].start : words[frame.until - 1].end]
    return ""


def _about(piece: Request) -> str:
    """Give what a question is about: the names in it, else its other words."""
    found = content_words(piece.text)
    names = [word for word in found if word[0].isupper() or word[0].isdigit()]
    told = any(word[0].isupper() for word in names)  # a year alone is no topic
    return " ".join(names if told else found)


def _asked(piece: Request, topic: str = "") -> Judgement:
    """Answer one of the questions; it belongs to the topic of the first."""
    own = content_words(piece.text)
    named = any(word[0].isupper() for word in own)
    query = replace(piece.query, topic="" if named else topic)
    request = Request(query, query.in_full, piece.library)
    first = tuple(one for one in query.first if not is_place(one))
    looked = finished(weighed_where_named(query, request, first))
    looked = finished(weighed_in_part(query, request, looked))
    judged = decide(looked.found)
    return held_back(judged, query, looked.hits, piece.library, opinion=0.0)


def _answered(piece: Piece, judged: Judgement) -> Draft:
    if judged.status == "answered":
        return Draft("question", (DraftPart(piece.title, judged.evidence, " ".join(judged.notes)),))
    nearest = judged.evidence[:CLOSEST] if judged.status == "unsure" else ()
    sure, closest = (_UNSURE, _CLOSEST) if nearest else (_UNANSWERED, "")
    part = DraftPart(piece.title, nearest, f"{sure}: {judged.reason}{closest}")
    return Draft("question", (part,), nearest=nearest)
