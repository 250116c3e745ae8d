"""A text of several requests to its pieces, each put so that it stands alone.

A piece that leans on the first one is given what it leaves out: the rest of its clause ("and
why?"), the name for "it", or the topic of the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.english.vocabulary import AUXILIARIES, FUNCTION_WORDS, PREPOSITIONS
from rag.question.question import content_words
from rag.requests.differences import two_things
from rag.requests.document_fact import ANY_NOUN
from rag.requests.forms import LONGEST, match_of, plain
from rag.requests.named_part import part_named
from rag.requests.part_numbers import numbered_spans
from rag.requests.request import Request

MOST = 3
"""Requests of one text."""
FEW = 4
"""Words of a piece that asks for a thing and says nothing of it."""
LONGEST_LEAD = 80
"""Characters of a topic before its questions: "harbour tolls - who pays and how much"."""
_WH = r"what|who|whom|when|where|why|which|how|whose"
_DO = r"give|show|list|tell|summari[sz]e|compare|explain|define|describe|quote|name|count"
_AUX = (
    r"can|could|may|must|shall|should|will|would|do|does|did|is|are|was|were|has|have|had|isn['’]t|"
    r"can['’]t|don['’]t|doesn['’]t|didn['’]t"
)
_SUBJECT = r"i|we|you|it|they|he|she|there|one|someone|anyone|people"
_PREP = r"in|on|at|by|to|for|from|with|of|under|until|since"
_OPENS = (
    rf"(?:(?:{_PREP}) )?(?:{_WH})\b|(?:{_DO})\b|according to whom\b|says who\b"
    rf"|(?:{_AUX}) (?:{_SUBJECT})\b"
)
_PARTS = re.compile(
    rf"(?:,? and (?:also )?(?:then )?|; *(?:and )?|\? *(?:and )?|,? (?:as well as|plus) )"
    rf"(?=(?:{_OPENS})|(?:its |the )?(?:{ANY_NOUN})$)"
    rf"|(?:, and |\? *(?:and )?)(?=(?:{_AUX}) (?:the |any |(?-i:[A-Z])))",
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
_LEAD = re.compile(
    rf"(?P<lead>[^?,;:]{{3,{LONGEST_LEAD}}}?)(?: [-–—]+|:) (?P<asks>(?:{_WH})\b.*)", re.IGNORECASE
)
_LEADS = re.compile(rf"(?:{'|'.join(sorted(PREPOSITIONS))}|if|as|given|\w+ing)\b", re.IGNORECASE)
"""What comes before a question is no request: "in terms of fees, who pays?"."""
_NO_CLAUSE = re.compile(r"(?:what|which|whose|how many|how much) (?!is|are)", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:who|whom|whose|which|where|when)\b", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:and )?(?:(?:{_PREP}) )?(?:(?:what|which) "
    r"(?:date|year|day|month|time|page|place|basis|grounds?)"
    r"|how (?:many|much|long|often|old|far)|when|where|why|by whom|how)(?: exactly| not)?",
    re.IGNORECASE,
)
"""Asks for something of the first request's own clause: "and on what date"."""
_ASKED_FIRST = re.compile(
    rf"(?:(?:{_PREP}) )?(?:(?:what|which) (?:date|year|day|month|time|page|place)"
    rf"|how (?:many|much|long|often|old|far)|who|whom|when|where|why|what|how) (?P<rest>\S.*)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"(?:{_AUX}) (?:the|an?|this|these|its|their|{_SUBJECT}|(?-i:[A-Z][\w.]*))\b", re.IGNORECASE
)
"""A verb with its subject behind it, which may follow any word that asks."""
SAYS_WHO = re.compile(
    r"(?:who (?:says|said|argued|argues|claimed|claims|stated|thinks) (?:so|that|this|it)|says who"
    r"|according to whom|who is (?:it|that) according to"
    r"|whose (?:view|opinion|claim) is (?:that|this|it))",
    re.IGNORECASE,
)
"""Asks whose words those are that answer the first."""
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|he|she|his|her|this|that|these|those|there|one|ones)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?:is|are|was|were|be|been) there\b", re.IGNORECASE)
_THING = re.compile(
    rf"\b(?P<it>it|(?:this|that)(?=\W*$)|this(?= (?:{_AUX})\b))\b(?!['’])|\b(?P<its>its)\b"
    r"|\bthe (?P<same>same)\b",
    re.IGNORECASE,
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
    r"\b(?:the )?(?-i:[A-Z])[\w.&-]*(?: (?:(?:of|for|on|and|the) )*(?-i:[A-Z])[\w.&-]*)*"
    r"(?: \d[\w.]*)?",
    re.IGNORECASE,
)
_OF_NAME = re.compile(rf" (?:of|in|from|by) {_NAME.pattern}", re.IGNORECASE)
_DOES = re.compile(
    r"\b(?:do|does|did|has|have|had|will|would|can|could|should|may)\b", re.IGNORECASE
)
"""Before a name whose verb follows it."""
_EMBEDDED = re.compile(
    r"(?P<asks>(?:how|what|when|who|where)\b[^?]{0,40}?) (?P<verb>it|this) (?P<be>is|was|has|had)$",
    re.IGNORECASE,
)
"""Asked within another sentence: "how long it is"."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One request of a text: as it is asked, and as it's called over what it came to.

    ``leans`` says that it points to what the first one speaks of, or to its answer; ``says_who``
    that it asks whose words those are that answer it.
    """

    request: Request
    title: str
    leans: bool = False
    says_who: bool = False


def pieces_of(request: Request) -> list[Piece]:
    """Part a text into its requests; give one or none where it isn't clear that it has several.

    Where it's joined to a topic, each is asked of that, and may point to it.
    """
    topic = request.query.topic
    text = plain(request.query.question if topic else request.text).strip()
    versus = None if request.naming.documents else match_of(text, _VERSUS)
    if versus:
        return [_piece(request, f"{versus['what']} {versus[name]}") for name in ("one", "other")]
    if things := two_things(request):
        be = {thing: "are" if re.search(r"[^s]s$", thing) else "is" for thing in things}
        return [_piece(request, f"what {be[thing]} {thing}") for thing in things]
    if not text or len(text) > LONGEST:
        return []
    lead = _LEAD.fullmatch(text)
    said = _said(lead["asks"] if lead else text)
    if not 2 <= len(said) <= MOST or not (_BEGINS.match(said[0]) or _is_noun_phrase(said, text)):
        return []
    if lead:
        said = [_with_lead(one, lead["lead"]) for one in said]
    first, *others = said
    relative = [_RELATIVE.match(piece) for piece in others]
    if any(match and re.search(rf"\w {match[0]}\b", first, re.IGNORECASE) for match in relative):
        return []  # "the man who came and who went"
    found = [_piece(request, first)]
    name = "" if topic else _named(found[0].request)
    part = part_named(found[0].request)
    others_of = _within(request, part.document.id) if part else request
    found += [_further(one, first, name, others_of) for one in others]
    left = _THERE.sub("", found[0].request.naming.marked or found[0].request.text)
    alone = not _POINTS.search(left) and all(map(_stands_alone, found))
    return found if alone or topic else []


def _said(text: str) -> list[str]:
    said = _parted(text, _PARTS)
    if len(said) == MOST - 1:
        said[:1] = _parted(said[0], _COMMA)
    return said


def _parted(text: str, pattern: re.Pattern[str]) -> list[str]:
    spans = [(0, 0), *(match.span() for match in pattern.finditer(text)), (len(text), 0)]
    found = (text[end:start] for (_, end), (start, _) in pairwise(spans))
    return [piece.strip(" ,;?") for piece in found]


def _is_noun_phrase(said: Sequence[str], text: str) -> bool:
    """Say whether the first of some requests is a thing, and the second a question of its own.

    "The levy? When does it end?" is one question.
    """
    if f"{said[0]}?" in text:
        return False
    words = said[0].lower().split()
    phrase = words and AUXILIARIES.isdisjoint(words) and not _LEADS.match(said[0])
    return bool(phrase) and re.match(rf"(?:{_AUX}|{_WH})\b", said[1], re.IGNORECASE) is not None


def _with_lead(piece: str, lead: str) -> str:
    """Put the topic that stands before some questions into one of them."""
    if _BARE.fullmatch(piece):
        return f"{piece} {lead}"
    put = re.sub(r"\b(?:it|they|this|that)\b", lead, piece, count=1)
    return put if put != piece else f"{piece}, {lead}"


def _further(text: str, first: str, name: str, request: Request) -> Piece:
    """Read a request behind the first one, with what it leaves to that one."""
    if SAYS_WHO.fullmatch(text):
        return replace(_piece(request, text), leans=True, says_who=True)
    rest = _ASKED_FIRST.fullmatch(first)
    if rest and _BARE.fullmatch(text):
        whole = f"{text} {rest['rest']}"
        clause = _CLAUSE.match(rest["rest"]) is not None
        return replace(_piece(request, whole), title=_title(whole if clause else text))
    made = _piece(request, text)
    if name and not made.request.naming.names:
        made = _piece(request, _naming(text, name))
    left = made.request.naming.marked or made.request.text
    return replace(made, leans=_POINTS.search(left) is not None)


def _within(request: Request, document: str) -> Request:
    """Ask of the document alone whose part a text names: what it says further is of that, too."""
    if request.naming.documents:
        return request
    scope = replace(request.query.scope, documents=(document,))
    return replace(request, query=replace(request.query, scope=scope))


def _named(piece: Request) -> str:
    """Give the only numbered part, document or other name in a piece; "" for none.

    The part with what it is said to be of: "section 4 of the Levy Act".
    """
    naming = piece.naming
    parts = [span for span, label in numbered_spans(piece.text) if label.noun]
    if len(parts) == 1:
        of = _OF_NAME.match(piece.text, parts[0].end)
        return piece.text[parts[0].start : of.end() if of else parts[0].end]
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


def _piece(request: Request, text: str) -> Piece:
    query = replace(request.query, question=text)
    own = Request(query, query.in_full, request.library)
    return Piece(own, _title(text))


def _title(text: str) -> str:
    asks = not _TELLS.match(text)
    return f"{text[:1].upper()}{text[1:]}{'?' * asks}"


def _stands_alone(piece: Piece) -> bool:
    """Say whether a piece can be asked: it has words of its own, or points to the first one."""
    if piece.says_who:
        return True
    words = piece.request.text.lower().split()
    if _NO_CLAUSE.match(piece.request.text) and AUXILIARIES.isdisjoint(words) and len(words) < FEW:
        return False  # "T-cells and what species?"
    return bool(content_words(piece.request.text)) or piece.leans
