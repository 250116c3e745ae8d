"""The sentences of a document that define a term or spell an abbreviation out, by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answerability.neighbours import end_of_led_in
from rag.requests.occurrences import sentence_at
from rag.text.abbreviations import ABBREVIATION, spelled_out
from rag.text.phrase_search import phrase
from rag.text.sentences import trimmed
from rag.types import Document, Span

SURE, LIKELY, POSSIBLE = 3, 2, 1
"""How surely a form defines: "X means", "X is a", "X, a"."""
MOST_PLACES = 2000
"""Places of a term that are looked at in a document."""
MOST_LED_IN = 800
"""Characters within which the sentence ends that another leads in."""
QUOTES = frozenset("“”\"‘’'")
_AFTER = 200
_BEFORE = 60
_QUOTE = r"[”\"’'»]{0,2}"
_MEANS = re.compile(
    rf"{_QUOTE}(?:\s?\([^()]{{1,80}}\))?,?(?: (?:in|for|under) [^,.;]{{1,60}},)?\s+"
    r"(?:(?:shall |is taken to |is understood to )?means?|"
    r"(?:is|are|was|were|has been) (?:\w+ )?defined|refers? to|denotes?|signif(?:y|ies)|"
    r"(?:stands?|is short|is an abbreviation) for|ha(?:s|ve) the (?:same )?meaning|"
    r"(?:is|are) (?:understood|used) (?:as|to (?:mean|describe|refer)))\b"
)
_AS = re.compile(r"\s*(?:as|to (?:mean|be))\s+")
_GLOSS = re.compile(
    rf"{_QUOTE}(?:\s?\(|, )(?:i\.e\.,?|that is(?: to say)?,|meaning|literally) \w"
    rf"|{_QUOTE}\s?\((?:the|a|an|any) (?:[^()]+ ){{2}}"
)
_ENTRY = re.compile(
    rf"{_QUOTE}(?:\s?\([^()]{{1,40}}\))?\s*(?:[:|=\u2013\u2014]|- )\s*(?=(.{{0,120}}))"
)
_IS_A = re.compile(
    rf"{_QUOTE}(?:\s?\([^()]{{1,80}}\))?,? (?:is|are) (?:an?|any|the|one of|those)\b"
)
_APPOSED = re.compile(
    rf"{_QUOTE}, (?:an?|the (?:act|art|practice|process|use|study|idea|concept|belief|name|term))\b"
)
_DEFINING = re.compile(
    r"\b(?:(by)|(defin(?:es?|ed|ing))|(definitions?|meaning) of)\s+"
    r"(?:the (?:term|word|concept)s? )?(?:an? |the )?[“\"‘]{0,2}$",
    re.IGNORECASE,
)
_DEFINED = tuple(
    re.compile(rf"{_QUOTE},? {behind}\b", re.IGNORECASE)
    for behind in ("(?:is meant|we mean|i mean)", "(?:as|to mean|to be)", "(?:is|was|are)")
)
"""What then stands behind the term, for each of the three."""
_NAMED = re.compile(r"\((?:the |an? |each,? an? |collectively,? (?:the )?)?[“\"]$")
_OPENING = re.compile(
    r"(?:(?:[\d.]{1,8}|\(?[a-z\d]{1,3}[).]|[*•-])\s)?"
    r"(?:the |an? )?(?:terms? |words? )?[“\"‘']{0,2}",
    re.IGNORECASE,
)


def defining_sentences(document: Document, term: str, *, least: int = SURE) -> tuple[Span, ...]:
    """Give the sentences that define a term at least so surely, the surest first.

    What a sentence leads in comes along: the items of a definition.
    """
    found: dict[Span, int] = {}
    for place, sure in _places(document, term):
        if sure >= least:
            sentence = sentence_at(document, place.start)
            span = Span(sentence.start, _end(document, sentence))
            found[span] = max(sure, found.get(span, 0))
    surest = max(found.values(), default=0)
    return tuple(span for span, sure in found.items() if sure == surest)


def _places(document: Document, term: str) -> Iterator[tuple[Span, int]]:
    text = document.text
    if ABBREVIATION.fullmatch(term):
        for span in spelled_out(text, term):
            yield span, SURE
    wanted = phrase(term)
    places = wanted.find(text) if wanted else iter(())
    for _, place in zip(range(MOST_PLACES), places, strict=False):
        if sure := sureness(document, place):
            yield place, sure


def _end(document: Document, sentence: Span) -> int:
    """Give the end of a sentence with what it leads in: a list, or the quotation behind "as"."""
    end = max(sentence.end, end_of_led_in(document, sentence.end))
    if end == sentence.end and document.text[end - 1].isalpha():
        following = document.sentences_in(end, end + MOST_LED_IN)
        block = document.block_at(sentence.start)
        if following and block and block.kind == "paragraph":
            return following[0].end
    return end


def sureness(document: Document, place: Span) -> int:
    """Say how surely the sentence of a term's place defines it, by its form; 0 if it doesn't."""
    return _read(document, place)[0]


def meaning_of(document: Document, place: Span) -> Span | None:
    """Give the words that say what a term means where it stands; None if none surely do."""
    sure, start = _read(document, place)
    if sure < SURE or start <= place.end:
        return None
    end = _end(document, sentence_at(document, place.start))
    if as_ := _AS.match(document.text, start, end):
        start = as_.end()
    return next(trimmed(document.text, start, end), None)


def _read(document: Document, place: Span) -> tuple[int, int]:
    """Say how surely a term is defined at its place, and from where on its meaning is told."""
    text = document.text
    before = text[max(0, place.start - _BEFORE) : place.start]
    after = text[place.end : place.end + _AFTER]
    sentence = sentence_at(document, place.start)
    opens = bool(_OPENING.fullmatch(text, sentence.start, place.start))
    quoted = before[-1:] in QUOTES and after[:1] in QUOTES
    if (opens or quoted) and (told := _MEANS.match(after)):
        return SURE, place.end + told.end()
    if _GLOSS.match(after):
        return SURE, 0
    lead = _DEFINING.search(before)
    if lead and lead.lastindex and (told := _DEFINED[lead.lastindex - 1].match(after)):
        return SURE, place.end + told.end()
    block = document.block_at(place.start)
    if quoted and _NAMED.search(before) and block and block.kind != "heading":
        return SURE, 0
    if opens and (entry := _ENTRY.match(after)) and len(re.findall("[a-z]{2,}", entry[1])) > 2:
        return SURE, place.end + entry.end()
    if opens and _IS_A.match(after):
        return LIKELY, 0
    return (POSSIBLE, 0) if _APPOSED.match(after) else (0, 0)
