"""Several documents side by side: what each says on a topic, and which are silent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answerability.evidence import Weighed
from rag.answerability.judgement import decide, distinct
from rag.answering.steps import search
from rag.question.document_names import PLACEHOLDER, Naming
from rag.question.question import Question
from rag.requests.best_evidence import best_evidence, question_for
from rag.requests.catalogue_facts import fact
from rag.requests.central_sentences import central_sentences
from rag.requests.draft import Draft, DraftPart
from rag.requests.forms import forms, match_of, plain
from rag.requests.occurrences import other_names, words_with_initials
from rag.requests.request import Request
from rag.text.abbreviations import ABBREVIATION
from rag.text.phrase_search import phrase
from rag.text.stopwords import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS, WORD
from rag.text.tokens import alike, root
from rag.types import Document, Evidence
from rag.types.document import BETWEEN_CELLS

IN_FULL = 8
"""Documents that are compared; of further ones it's said how many there are."""
STATEMENTS = 3
"""Of one document."""
CENTRAL = 10
"""Sentences that say most of a document, among which those on its own subject are chosen."""
PARAPHRASED = 3
"""Words of a topic, above which sentences that are near it may say it in others."""
DEPTH = 60
"""Passages among which the documents are found that say most on a topic."""
UNSEEN = "\ufffd"
"""A stem that no document has."""
FEWEST_WORDS = 6
"""Of a sentence that says something; a line of the contents or a cell has fewer."""
_ON = re.compile(
    r"\b(?:about|on|regarding|concerning|as to|over|towards?|with (?:respect|regard) to|"
    r"when it comes to|in terms of) (?P<topic>.+)$|^\W*(?:\w+ )?(?:to|of) (?P<of>.+)$",
    re.IGNORECASE,
)
_END = re.compile(r"[?!;]\s|\.\s+(?=[A-Z])")
"""Where a sentence ends, behind which another begins: "… on tolls? Compare the two."."""
_IN_NAME = re.compile(
    r" (?:about|on|regarding|concerning|over) (?P<topic>(?:the )?\w.{3,})", re.IGNORECASE
)
"""What a document's name may end in, that is the topic as well: "the GAO's snapshot on housing"."""
_EDGE = re.compile(
    r"^(?:(?:the|an?|their|its|how|what|which|do|does|did|is|are|and|or|in|of|between|for|each|"
    r"positions?|views?|stance|says?|said|to|on|from|with|by|compare|contrast|differ|differs|"
    r"differences?|similarities|agree|disagree|side by side|common|in common|have|vs|versus)\b"
    r"[\s,]*)+"
    r"|(?:[\s,]*\b(?:in|of|between|for|from|by|with|to|on|and|the|do|does|differ|agree|disagree|that|but|while|"
    r"whereas))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ComparisonAsked:
    """What documents are compared on, "" where no topic is named; the verb that is asked with."""

    topic: str
    verb: str = "say"


def read(naming: Naming) -> ComparisonAsked | None:
    """Read a comparison of documents from a text; None where it asks for something else."""
    named = {one for one in naming.names if one}
    if not naming.several and len(named) < 2:
        return None
    text = plain(naming.marked)
    each = match_of(text, forms("comparison", "each"))
    if each is None and match_of(text, forms("comparison", "compare")) is None:
        return None
    verb = next((group for group in each.groups()[::-1] if group), "say") if each else "say"
    return ComparisonAsked(_topic(text), verb if verb.isalpha() else "say")


def _topic(text: str) -> str:
    """Give what stands behind a document, the last first, after "on" or "about"; else before."""
    first, *others = text.split(PLACEHOLDER)
    others = [next(filter(_content, _END.split(one)), one) for one in others]
    found = [match for one in reversed(others) if (match := _ON.search(one))]
    said = [match["topic"] or match["of"] for match in found]
    for part in (*said, *map(_without_verb, reversed(others)), first):
        topic = _EDGE.sub("", _EDGE.sub("", part.strip())).strip(" ,?:;")
        if _content(topic):
            return topic
    return ""


def _without_verb(text: str) -> str:
    """Give what stands behind the first word of a text: "want parliament involved"."""
    return re.sub(r"^\s*(?:(?:both|all|each) )?", "", text).partition(" ")[2]


def _content(topic: str) -> list[str]:
    common = FUNCTION_WORDS | QUESTION_WORDS | LIGHT_WORDS
    return [word for word in WORD.findall(topic) if word.lower() not in common]


def comparison(request: Request) -> Draft | None:
    """Give the best statements of each document on a topic, and which of them are silent."""
    asked = read(request.naming)
    return compared(asked, request) if asked else None


def compared(asked: ComparisonAsked, request: Request) -> Draft | None:
    """Give what the documents that a text names say, all where it names less than two."""
    if len(request.entries) < 2:
        return None
    documents = request.naming.documents
    if len(documents) < 2:
        documents = tuple(entry.id for entry in request.entries)
    topic = asked.topic or _topic_in_a_name(request)
    if not topic:
        return _no_topic(documents, request)
    topics = (topic, *_spelled_out(topic, documents, request))
    question = question_for(f"What does it {asked.verb} about {', '.join(topics)}?", request)
    compared = _compared(question, documents, request)
    parts = [said_on(topics, question, name, request) for name in compared]
    if not any(part.evidence for part in parts):
        return None
    if len(documents) > IN_FULL:
        parts = [part for part in parts if not part.note] or parts
    parts.sort(key=lambda part: (bool(part.note), -_best(part)))
    rest = len(documents) - len(parts)
    further = f"{rest:,} further documents were searched; none of their passages is among the best."
    return Draft("comparison", tuple(parts), notes=(further,) if rest else ())


def _topic_in_a_name(request: Request) -> str:
    """Give what a name ends in behind "on", where the name without it is of the same document."""
    for span in reversed(request.naming.spans):
        match = _IN_NAME.search(request.text, span.start, span.end)
        if match and _content(match["topic"]):
            text = request.text[: match.start()] + request.text[span.end :]
            if set(_named_in(text, request)) == set(request.naming.documents):
                return match["topic"].strip(" ,?:;")
    return ""


def _named_in(text: str, request: Request) -> tuple[str, ...]:
    """Give the documents that another text names."""
    return Request(replace(request.query, question=text), text, request.library).naming.documents


def _spelled_out(topic: str, documents: Sequence[str], request: Request) -> Iterator[str]:
    """Give what the abbreviations of a topic stand for, or seem to by their initials."""
    for word in _content(topic):
        if ABBREVIATION.fullmatch(word):
            names = other_names(word, request, documents)
            if full := next(iter(names), "") or words_with_initials(word, request, documents):
                yield full


def _compared(question: Question, documents: Sequence[str], request: Request) -> Sequence[str]:
    """Give the documents, of many those with the best passages."""
    if len(documents) <= IN_FULL:
        return documents
    scope = replace(question.query.scope, documents=tuple(documents))
    within = replace(question, query=replace(question.query, scope=scope))
    hits = search(within, request.library, DEPTH)
    return tuple(dict.fromkeys(hit.passage.document_id for hit in hits))[:IN_FULL]


def said_on(topics: Sequence[str], question: Question, name: str, request: Request) -> DraftPart:
    """Give the best statements of one document on a topic, put in one way or more.

    What its title has all of it is about: "the army's part in inland safety" asks a report on
    inland safety of the army.
    """
    title, document = request.title(name), request.document(name)
    found = best_evidence(question, request, (name,))
    topic, words = topics[0], _content(" ".join(topics))
    if found is None or document is None:
        return DraftPart(title, (), f"Nothing found on “{topic}”.", name)
    stems = question.terms.stems
    own = [word for word in words if not _stems_like(stems(word), document.source.title)]
    wanted, judged = stems(" ".join(own or words)), decide(found)
    central = _central(document, wanted, request) if words and not own else ()
    if len(central) == STATEMENTS:
        return DraftPart(title, central, "", name)
    if wanted and not _stems_like(wanted, document.text):
        if judged.status != "answered":
            return DraftPart(title, (), f"Nothing found on “{topic}”.", name)
        note = f"“{topic}” doesn’t stand in it; what comes closest:"
        return DraftPart(title, judged.evidence[:1], note, name)
    if shown := _said(
        found, topics, wanted, question_for(" ".join(own or words), request), request
    ):
        return DraftPart(title, shown, "", name)
    paraphrased = len(wanted) > PARAPHRASED
    if judged.status == "answered" and (paraphrased or not wanted):
        return DraftPart(title, judged.evidence[:STATEMENTS], "", name)
    note = f"Nothing that answers as to “{topic}”; what comes closest:"
    return DraftPart(title, distinct(found, STATEMENTS if paraphrased else 1), note, name)


def _said(
    found: Weighed, topics: Sequence[str], wanted: Sequence[str], bare: Question, request: Request
) -> tuple[Evidence, ...]:
    """Give the statements with the topic's words; of a search for those, if the first has none."""
    if not wanted:
        return distinct(found, STATEMENTS)
    names = tuple({one.document.id for one in found.sentences})
    kept = _on_topic(found, topics, wanted)
    if not kept.sentences and (again := best_evidence(bare, request, names)):
        kept = _on_topic(again, topics, wanted)
    return distinct(kept, STATEMENTS) if kept.sentences else ()


def _central(document: Document, wanted: Sequence[str], request: Request) -> tuple[Evidence, ...]:
    """Give statements with a topic's words that say most of a document which is all about it."""
    parts = request.library.store.parts_of(document.id, request.query.scope.collection)
    spans = central_sentences(document, parts, CENTRAL) if parts else ()
    found = (Evidence.of(document, span) for span in spans)
    return tuple(one for one in found if _stems_like(wanted, one.text))[:STATEMENTS]


def _stems_like(wanted: Iterable[str], text: str) -> set[str]:
    """Give those of some stems of which a form stands in a text ("parliament", "parliamentary")."""
    there = {root(word) for word in set(WORD.findall(text.lower()))}
    return {
        one
        for one in wanted
        if one in there or any(other[:4] == one[:4] and alike(one, other) for other in there)
    }


def _on_topic(found: Weighed, topics: Sequence[str], wanted: Sequence[str]) -> Weighed:
    """Keep the sentences that have a topic's words, else those with the rarest and half of all.

    The heading may have some of them. A word that no document has isn't asked for.
    """
    terms, phrases = found.terms, [said for topic in topics if (said := phrase(topic))]
    known = [one for one in wanted if terms.rarity(one) < terms.rarity(UNSEEN)] or list(wanted)
    rarest = max(known, key=terms.rarity)
    near, far = [], []
    for sentence in found.sentences:
        text = sentence.found.text
        block = sentence.document.block_at(sentence.found.span.start)
        if block is None or block.kind == "heading":
            continue
        own = _stems_like(known, text)
        held = own | _stems_like(known, " ".join(block.heading_path[-1:]))
        if any(next(said.find(text), None) for said in phrases) or (
            own and 3 * len(held) > 2 * len(known)
        ):
            near.append(sentence)
        elif own and rarest in held and 2 * len(held) >= len(known):
            far.append(sentence)
    kept = near or far
    whole = [one for one in kept if _is_whole(one.found.text)]
    return replace(found, sentences=tuple(whole or kept))


def _is_whole(text: str) -> bool:
    """Say whether a sentence is no cell, scrap or line that ends in a page's number."""
    scrap = text[:1].islower() or re.search(r"[^.!?]\s\d+$", text)
    return len(text.split()) >= FEWEST_WORDS and BETWEEN_CELLS not in text and not scrap


def _best(part: DraftPart) -> float:
    return max((one.score for one in part.evidence), default=-1.0)


def _no_topic(documents: Sequence[str], request: Request) -> Draft | None:
    """Say who made each document and when, where nothing is named to compare them on."""
    if len(documents) > IN_FULL:
        return None
    entries = [entry for entry in request.entries if entry.id in documents]
    facts = tuple(
        fact(entry, name, request) for entry in entries for name in ("title", "author", "date")
    )
    note = "No topic is named; ask for one: “Compare what they say about …”."
    return Draft("comparison", facts=facts, notes=(note,))
