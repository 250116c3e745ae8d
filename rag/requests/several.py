"""Two requests or three in one text: each is read by itself, and shown under its own title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rag.answerability.judgement import Judgement, decide
from rag.answering.steps import held_back
from rag.english.vocabulary import AUXILIARIES, FUNCTION_WORDS, PREPOSITIONS
from rag.question.question import content_words
from rag.requests.best_evidence import finished
from rag.requests.differences import two_things
from rag.requests.document_fact import ANY_NOUN
from rag.requests.draft import Draft, DraftPart
from rag.requests.forms import LONGEST, match_of, plain
from rag.requests.kinds import draft_of
from rag.requests.named_documents import weighed_where_named
from rag.requests.request import Request

MOST = 3
"""Requests of one text."""
_WH = r"what|who|whom|when|where|why|which|how|whose"
_DO = r"give|show|list|tell|summari[sz]e|compare|explain|define|describe|quote|name|count"
_PARTS = re.compile(
    rf"(?:,? and (?:also )?(?:then )?|; *(?:and )?|\? *(?:and )?|,? (?:as well as|plus) )"
    rf"(?=(?:{_WH}|{_DO})\b|(?:its |the )?(?:{ANY_NOUN})$)",
    re.IGNORECASE,
)
_TELLS = re.compile(rf"(?:{_DO})\b", re.IGNORECASE)
_COMMA = re.compile(rf", (?=(?:{_WH}|{_DO})\b)", re.IGNORECASE)
"""Parts two requests where a third follows with "and"."""
_NOUN = re.compile(rf"(?:its |the )?(?P<noun>{ANY_NOUN})", re.IGNORECASE)
_BEGINS = re.compile(
    rf"(?:{_WH}|{_DO}|{'|'.join(sorted(AUXILIARIES))}|in what|in which|by whom|"
    r"(?:(?:an? |the )?(?:outline|summary)))\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:who|whom|whose|which|where|when)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|he|she|his|her|this|that|these|those|there|one|ones)\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?P<it>it|this|that)\b(?!['’])|\b(?P<its>its)\b|\bthe (?P<same>same)\b", re.IGNORECASE
)
_VERSUS = tuple(
    re.compile(
        rf"(?P<what>.+? (?:{words})) (?P<one>[^,;?]{{2,60}}?),? (?:vs\.?|versus) "
        rf"(?:(?:{words}) )?(?P<other>[^,;?]{{2,60}})",
        re.IGNORECASE,
    )
    for words in ("in|for|at|on|by|from", "of")
)
"""The same asked of two."""
_NAME = re.compile(
    r"\b(?:the )?(?-i:[A-Z])[\w.&-]*(?: (?:(?:of|for|on|and|the) )*(?-i:[A-Z])[\w.&-]*)*",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\b(?:do|does|did|has|have|had|will|would|can|could|should|may)\b", re.IGNORECASE
)
"""Before a name whose verb follows it."""
_EMBEDDED = re.compile(
    r"(?P<asks>(?:how|what|when|who|where)\b[^?]{0,40}?) (?P<verb>it|this) (?P<be>is|was|has|had)$",
    re.IGNORECASE,
)
"""Asked within another sentence: "how long it is"."""


def several_of(requests: Sequence[Request]) -> tuple[Draft, Request] | None:
    """Give what the requests of one text came to, and which reading of it; None where it's one."""
    made = ((several(one), one) for one in requests)
    return next(((draft, one) for draft, one in made if draft), None)


def several(request: Request) -> Draft | None:
    """Give what each request of a text came to; None where it's one, or all is one answer.

    It's only parted where each piece stands as a request of its own: one that points to
    another isn't, unless it asks of the only document that the text names.
    """
    pieces = _pieces(request)
    if len(pieces) < 2:
        return None
    drafts = [_draft(piece) for piece in pieces]
    kind = next((made.kind for made in drafts if made), None)
    if kind is None:
        return _questions(pieces)
    parts = [
        made or _answered(piece, _asked(piece)) for made, piece in zip(drafts, pieces, strict=True)
    ]
    return Draft(
        kind,
        tuple(
            part for draft, piece in zip(parts, pieces, strict=True) for part in _own(draft, piece)
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


def _own(draft: Draft, piece: Request) -> tuple[DraftPart, ...]:
    """Give the parts of one request; what it lacks in words where it has none, nor a fact."""
    if draft.parts or draft.facts or not draft.reason:
        return draft.parts
    return (DraftPart(_title(piece), (), draft.reason),)


def _pieces(request: Request) -> list[Request]:
    """Part a text into its requests; give one or none where it isn't clear that it has several."""
    text = plain(request.text).strip()
    versus = None if request.naming.documents else match_of(text, _VERSUS)
    if versus:
        return [_part(request, f"{versus['what']} {versus[name]}") for name in ("one", "other")]
    if things := two_things(request):
        be = {thing: "are" if re.search(r"[^s]s$", thing) else "is" for thing in things}
        return [_part(request, f"what {be[thing]} {thing}") for thing in things]
    if not text or len(text) > LONGEST or not _BEGINS.match(text):
        return []
    said = _parted(text, _PARTS)
    if len(said) == MOST - 1:
        said[:1] = _parted(said[0], _COMMA)
    if not 2 <= len(said) <= MOST:
        return []
    first, *others = said
    relative = [_RELATIVE.match(piece) for piece in others]
    if any(match and re.search(rf"\w {match[0]}\b", first, re.IGNORECASE) for match in relative):
        return []  # "the man who came and who went"
    found = [_part(request, first)]
    name = _named(found[0])
    for piece in others:
        one = _part(request, piece)
        found.append(_part(request, _naming(piece, name)) if name and not one.naming.names else one)
    return found if all(map(_stands_alone, found)) else []


def _parted(text: str, pattern: re.Pattern[str]) -> list[str]:
    spans = [(0, 0), *(match.span() for match in pattern.finditer(text)), (len(text), 0)]
    found = (text[end:start] for (_, end), (start, _) in pairwise(spans))
    return [piece.strip(" ,;?") for piece in found]


def _named(piece: Request) -> str:
    """Give the only document or, where none is named, the only name in a piece; "" for none."""
    naming = piece.naming
    if len(naming.documents) == 1:
        return piece.text[naming.spans[0].start : naming.spans[0].end]
    found = [*_NAME.finditer(piece.text, 1)]
    names = {match.group() for match in found}
    if len(names) != 1 or naming.names or _tells_which(piece.text, found[-1].span()):
        return ""
    return found[0].group()


def _tells_which(text: str, name: tuple[int, int]) -> bool:
    """Say whether a name only tells which thing: "the EU target", to which "it" points then."""
    start, end = name
    behind = re.match(r" ([a-z]{3,})\b", text[end:])
    if behind is None or _DOES.search(text[:start]):
        return False
    noun = behind[1]
    return noun not in FUNCTION_WORDS | PREPOSITIONS | AUXILIARIES and not noun.endswith("ing")


def _naming(piece: str, name: str) -> str:
    """Put a document's name into the place of what points to it, or behind a fact's noun."""
    if noun := _NOUN.fullmatch(piece):
        return f"the {noun['noun']} of {name}"
    piece = _EMBEDDED.sub(r"\g<asks> \g<be> it", piece)
    return _THING.sub(lambda match: f"{name}’s" if match["its"] else name, piece)


def _part(request: Request, text: str) -> Request:
    return Request(replace(request.query, question=text), text, request.library)


def _stands_alone(piece: Request) -> bool:
    left = piece.naming.marked or piece.text
    return bool(content_words(piece.text)) and not _POINTS.search(left)


def _questions(pieces: Sequence[Request]) -> Draft | None:
    """Answer plain questions one by one; None where all of them have the same answer."""
    about = _about(pieces[0])
    judged = [_asked(piece, about if n else "") for n, piece in enumerate(pieces)]
    shown = [one.evidence[:1] for one in judged if one.status == "answered"]
    if len(shown) == len(pieces) and len(set(shown)) == 1:
        return None
    drafts = [_answered(piece, one) for piece, one in zip(pieces, judged, strict=True)]
    parts = tuple(part for draft in drafts for part in draft.parts)
    nearest = tuple(one for draft in drafts for one in draft.nearest)
    reason = " ".join(f"{part.title} {part.note}" for part in parts)
    return Draft("question", parts if shown else (), reason=reason, nearest=nearest)


def _about(piece: Request) -> str:
    """Give what a question is about: the names in it, else its other words."""
    found = content_words(piece.text)
    names = [word for word in found if word[0].isupper() or word[0].isdigit()]
    return " ".join(names or found)


def _asked(piece: Request, topic: str = "") -> Judgement:
    """Answer one of the questions; it belongs to the topic of the first."""
    own = content_words(piece.text)
    named = any(word[0].isupper() for word in own)
    query = replace(piece.query, topic="" if named else topic)
    looked = finished(weighed_where_named(query, Request(query, query.in_full, piece.library)))
    judged = decide(looked.found)
    return held_back(judged, query, looked.hits, piece.library, opinion=0.0)


def _answered(piece: Request, judged: Judgement) -> Draft:
    title = _title(piece)
    if judged.status == "answered":
        return Draft("question", (DraftPart(title, judged.evidence, " ".join(judged.notes)),))
    part = DraftPart(title, (), f"Not answered: {judged.reason}")
    nearest = judged.evidence if judged.status == "unsure" else ()
    return Draft("question", (part,), nearest=nearest)


def _title(piece: Request) -> str:
    asks = not _TELLS.match(piece.text)
    return f"{piece.text[:1].upper()}{piece.text[1:]}{'?' * asks}"
