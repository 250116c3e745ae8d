"""What was replied to a recommendation, asked for by its number or by what it demands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from rag.english.vocabulary import OFFICES
from rag.english.word_lists import words
from rag.requests.demands import DEMANDS, Replied, replied
from rag.requests.draft import Draft, DraftPart
from rag.requests.forms import plain
from rag.requests.heading_labels import same_noun, stems_of
from rag.requests.part_numbers import Numbered, numbered_parts, numbered_spans
from rag.requests.request import Request
from rag.requests.section import FIRST, counted, evidence_of, without_number
from rag.requests.section_names import ASKING
from rag.text.tokens import alike, root
from rag.types import Document, Span

SHOWN = 3
"""Demands whose replies are shown."""
LEAST = 0.66
"""Share of a topic's words, by their rarity, that must stand in a demand."""
OF_DEMAND = 3
"""Paragraphs of the demand that are shown beside its reply."""
_SETTLES = "|".join((*words("decisions", "agree"), *words("decisions", "reject")))
_ANSWERS = "|".join(words("decisions", "replying"))
_DEMAND = "|".join(f"{noun}s?" for noun in (*words("quote_role", "demands"), "call", "demand"))
_SAYS = r"say|said|says|think|thought|do|done|did"
_ASKED = re.compile(
    rf"\b(?:{_SETTLES}|(?:{_ANSWERS})(?: \w+)? (?:to|on|about)|"
    rf"(?:{_SAYS}) (?:to|about|on|of|with|in))\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    rf"(?:(?:did|does|do|has|have|will|would) .{{2,60}}? (?:{_SETTLES})(?: (?:to|with|that|on))? "
    rf"|(?:what|how) .{{2,80}}?\b(?:{_ANSWERS}|say|said|says) (?:to|about|on) "
    rf"(?:(?:the|a|any|its|this) )?(?:{_DEMAND}) |(?:the )?(?:.{{2,40}} )?(?:{_ANSWERS}) to "
    rf"(?:the )?(?:{_DEMAND}) )(?P<behind>.{{3,200}})"
    rf"|(?:was|were|is|are|has|have) (?:the |a )?(?:{_DEMAND}) (?P<between>.{{3,200}}?) "
    rf"(?:been )?(?:{_SETTLES}) (?:by .{{2,40}})?",
    re.IGNORECASE,
)
_AT_ITS_END = re.compile(
    rf"\b(?:{_ANSWERS}) $|\b(?P<does>[^\W\d_]+) (?:back )?(?:to|on|about|with|towards?|regarding)"
    r"(?: (?:the|its|that|this))?(?: inquiry['’]s| report['’]s)? $",
    re.IGNORECASE,
)
"""Before a demand: "the government reply rec. 4"; whatever one does to it, or has on it: "react
to", "the line on"."""
_DEMANDS = "|".join(words("modality", "proposing"))
_DEMANDED = re.compile(
    rf"(?:(?: (?:of|from|in|by|made by) [^,;]{{2,60}}?)? (?P<does>{_DEMANDS})\b"
    rf"(?: (?:[^\W\d_]+ ){{0,4}}?(?:for|of|that|on|to|to do|to be done|be done|done))?)$",
    re.IGNORECASE,
)
"""Behind a demand: it's asked what that itself wants, not what was replied."""
_IS_DEMANDED = re.compile(
    rf"^what (?:is|was|are|were|has been) (?P<does>{_DEMANDS})(?: for| of)? "
    r"(?:in|by|under|with|through) (?:the )?$",
    re.IGNORECASE,
)
_ASKS_ELSE = re.compile(
    r"(?:who|whom|when|where|why|which|how (?:many|much|long|often))\b", re.IGNORECASE
)
_ASKS = {
    *DEMANDS,
    *map(root, (*ASKING, *f"{_SETTLES}|{_ANSWERS}|{_SAYS}".split("|"))),
    "about",
}
"""Stems that say nothing of which demand is meant."""
_OFFICES = frozenset(map(root, OFFICES))


@dataclass(frozen=True, slots=True)
class _Answered:
    document: Document
    replied: Replied


def reply(request: Request) -> Draft | None:
    """Give the replies to the demands that a text names, with the demands as they're reprinted."""
    text = plain(request.text)
    numbers, rest = numbered_parts(text)
    before = [*filter(None, (_AT_ITS_END.search(text[: one.start]) for one in _spans(text)))]
    demanded = _demanded(text.strip())
    asked = before or demanded or _ASKED.search(text)
    if not text or _ASKS_ELSE.match(text) or not asked:
        return None
    for one in (*before, *demanded):  # whatever it's called, it says nothing of which is meant
        rest = re.sub(rf"\b{one['does']}\b", " ", rest) if one["does"] else rest
    wanted = [one for one in numbers if one.label.noun in DEMANDS]
    topic = None if wanted else _TOPIC.fullmatch(text)
    if not wanted and not topic:
        return None
    documents = list(request.documents() if request.naming.documents else request.likely)
    answered = [_Answered(one, each) for one in documents for each in replied(one)]
    if topic:
        found = _on_topic(topic["behind"] or topic["between"], answered)
    else:
        found = [one for one in answered if _is_meant(one, wanted, rest)]
    if not found:
        return _none(wanted, rest, answered)
    parts = _demand if demanded else _parts
    return Draft("section", tuple(part for one in found[:SHOWN] for part in parts(one)))


def _demanded(text: str) -> list[re.Match[str]]:
    """Find what asks for the only demand that a text names: "what does recommendation 2 want"."""
    spans = _spans(text)
    if len(spans) != 1 or not re.match(r"what\b", text, re.IGNORECASE):
        return []
    behind = _DEMANDED.match(text[spans[0].end :])
    return [*filter(None, (behind, _IS_DEMANDED.match(text[: spans[0].start])))]


def _spans(text: str) -> list[Span]:
    return [span for span, _ in numbered_spans(text)]


def _none(wanted: Sequence[Numbered], rest: str, answered: Sequence[_Answered]) -> Draft | None:
    """Say that no demand has the only number that is asked for, where that's all that is asked."""
    documents = {one.document.id: one.document for one in answered}
    if len(wanted) != 1 or not all(_is_known(rest, one) for one in answered):
        return None
    return without_number(wanted[0].label, list(documents.values())) if documents else None


def _is_meant(one: _Answered, wanted: Sequence[Numbered], rest: str) -> bool:
    """Say whether a demand is of a number, and all else that is said of its document or text."""
    label = one.replied.section.label
    if not any(
        each.label.number == label.number and same_noun(each.label.noun, label.noun)
        for each in wanted
    ):
        return False
    return _is_known(rest, one)


def _is_known(rest: str, one: _Answered) -> bool:
    source = one.document.source
    authors = " ".join(str(author.get("literal", "")) for author in source.authors)
    known = stems_of(f"{source.title} {authors}") | _stems(one) | _ASKS | _OFFICES
    return all(_has(stem, known) for stem in stems_of(rest))


def _on_topic(topic: str, answered: Sequence[_Answered]) -> list[_Answered]:
    """Give the demands with most of a topic's words, the rarer the more they count."""
    demands = [(one, _stems(one, reply=False)) for one in answered]
    weights = {}
    for stem in stems_of(topic) - _ASKS:
        having = sum(_has(stem, own) for _, own in demands)
        weights[stem] = log((1 + len(demands)) / (1 + having))
    said = [(one, [stem for stem in weights if _has(stem, own)]) for one, own in demands]
    shares = [(sum(map(weights.__getitem__, stems)), one) for one, stems in said if len(stems) > 1]
    best = max((share for share, _ in shares), default=0.0)
    if best < LEAST * sum(weights.values()):
        return []
    found = [one for share, one in shares if share == best]
    return found if len(found) <= SHOWN else []


def _stems(one: _Answered, *, reply: bool = True) -> frozenset[str]:
    blocks = (*one.replied.demand, *(one.replied.reply if reply else ()))
    texts = (one.document.text[block.start : block.end] for block in blocks)
    return stems_of("\n".join((one.replied.section.title, *texts)))


def _has(stem: str, stems: Iterable[str]) -> bool:
    return any(alike(stem, other) for other in stems)


def _parts(one: _Answered) -> Iterator[DraftPart]:
    document, found = one.document, one.replied
    note = counted(FIRST, len(found.reply))
    shown = evidence_of(document, found.reply[:FIRST])
    yield DraftPart(f"{_name(one)}: the reply", shown, note, document.id)
    yield from _demand(one)


def _demand(one: _Answered) -> Iterator[DraftPart]:
    document, found = one.document, one.replied
    note = counted(OF_DEMAND, len(found.demand))
    shown = evidence_of(document, found.demand[:OF_DEMAND])
    yield DraftPart(f"{_name(one)}: what it replies to, as reprinted", shown, note, document.id)


def _name(one: _Answered) -> str:
    return f"{one.document.source.title}: {one.replied.section.title}"
