"""What a text says of the reply that is wished for, told apart from what it asks.

"Short version, please", "in five lines", "names only", "I am preparing a note for the minister":
none of it stands in the documents, so it's neither searched for nor named as missing. It's told by
grammar: a piece of a text, between stops or commas, of words that only speak of a reply, or such a
phrase at the end or the beginning of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rag.english.forms import patterns
from rag.english.vocabulary import AUXILIARIES, IMPERATIVES, LIGHT_WORDS, NUMBER_WORDS
from rag.english.word_lists import words
from rag.text.content_words import words_of
from rag.text.figure_words import same_figure
from rag.text.shorthand import written_out
from rag.text.spelling import Lexicon
from rag.text.stopwords import FUNCTION_WORDS, QUESTION_WORDS
from rag.text.unsupported_language import foreign

LONGEST = 14
"""Words of a piece that only speaks of a reply."""
ENDS = 4
"""Such phrases, one beside the other, at an end of a text."""
TELLING = frozenset(words("wishes", "telling"))
FORM = frozenset(words("wishes", "form"))
PURPOSE = frozenset(words("wishes", "purpose"))
WANTING = frozenset(words("wishes", "wanting"))
BESIDE = frozenset(words("wishes", "beside"))
ENOUGH = 2
"""Words of its own that a question has which needs no topic."""
SMALL_TALK = frozenset(words("requests", "small_talk"))
_WH = "what|which|who|whom|whose|when|where|why|how"
_BIDS = "tell|give|explain|summari[sz]e|describe"
_ASKING = frozenset(_WH.split("|"))
_STOPS = re.compile(r"[?!.;…]+(?=\s|$)|,(?=\s|$)|:(?=\s)|(?<!\d)\s[-–—]+(?=\s)|[()]|\n")
_NUMBER = rf"(\d+|{'|'.join(sorted(NUMBER_WORDS))}|one|an?|single)"
_COUNTED = re.compile(
    rf"\b{_NUMBER} (?!few\b|couple\b|handful\b|number\b)(?:[a-z]+ )?(?:bullet ?)?"
    r"(?:lines?|sentences?|points?|bullets?|paragraphs?)\b(?P<two> or (?:two|so))?"
    r"(?! (?:each|apiece|per|(?:for|on|about) (?:each|every))\b)",
    re.IGNORECASE,
)
"""So many in all: "a few lines" and "a line on each" set no number."""
_OWN_OBJECT = re.compile(
    r"\b(?:in|on|of|from|to|by|under|at|into) (?:the|this|that|these|those) "
    r"(?!(?:end|meantime|form|style|next|minister|boss|board|team|public|client|editor|meeting)\b)\w+",
    re.IGNORECASE,
)
"""Something in the documents: "in the table", "of this report"."""
_YOU = re.compile(r"(?:please )?(?:(?:can|could|would|will) you|outline)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b[a-z]+ \d|^if (?!possible|you)", re.IGNORECASE)
"""No wish either: "page 5", "if yes"."""
_POINTS = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a text asks, and how many lines or points the reply may have at most; 0: not said."""

    text: str
    most: int = 0


def plainly(text: str, lexicon: Lexicon) -> Asked:
    """Give what a text asks, written out; one in another language as it is."""
    return Asked(text) if foreign(text) else asked_in(written_out(text, lexicon))


@lru_cache(maxsize=256)
def asked_in(text: str) -> Asked:
    """Give what a text asks, without what it wishes of the reply; as it is if that is all it says.

    Of the 7,032 questions of squad2_dev, policyqa_dev, clapnq_dev and obliqa_dev one loses words by
    it ("(5 points)"), of the 307 talks of doc2dial_dev 102: greetings, "I would like to know".
    """
    left = _without_errand(text)
    left = _without_pieces(left)
    for _ in range(ENDS):
        cut = _without_ends(left)
        if cut == left:
            break
        left = cut
    if left == text or not _has_topic(left):
        return Asked(text)
    return Asked(left, _most(text, left))


def _without_errand(text: str) -> str:
    """Leave out what a text is for; its topic stays where the question doesn't say its own."""
    match = _ends().errand.match(f" {text}")
    rest = text[match.end() - 1 :].strip() if match else ""
    if not match or not rest:
        return text
    if not match["topic"] or (len(_topic_words(rest)) >= ENOUGH and not _POINTS.search(rest)):
        return rest
    return f"{match['topic'].strip()}: {rest[0].lower()}{rest[1:]}"


@dataclass(frozen=True, slots=True)
class _Ends:
    whole: re.Pattern[str]
    tail: re.Pattern[str]
    bidden: re.Pattern[str]
    head: re.Pattern[str]
    errand: re.Pattern[str]


@cache
def _ends() -> _Ends:
    """Read the phrases that may end or begin a text, from the longest."""
    purpose = {"PURPOSE": f"({'|'.join(sorted(PURPOSE, key=len, reverse=True))})"}

    def read(name: str) -> str:
        return "|".join(patterns("wishes", name, purpose, space_before=True))

    def ending(said: str) -> re.Pattern[str]:
        return re.compile(
            rf"(?<=\w)[\"”’')]?(?P<tail>(?:,?(?:{said}))+)(?P<end>[\s.!?…]*)$", re.IGNORECASE
        )

    tails, bidden = read("tails"), read("bidden_tails")
    head, asking, errand = read("heads"), read("heads_asking"), read("errand")
    return _Ends(
        re.compile(f"(?:{tails}|{bidden})", re.IGNORECASE),
        ending(tails),
        ending(f"{tails}|{bidden}"),
        re.compile(
            rf"(?:{head})[,.!:–-]* (?=\w)|(?:{asking})[,:–-]* (?=(?:{_WH}|if|whether|{_BIDS})\b)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?:{errand})(?: (?:on|about|into|regarding) (?P<topic>[^.?!;:]+))?[.;:!] *",
            re.IGNORECASE,
        ),
    )


def _without_ends(text: str) -> str:
    """Cut a phrase that only speaks of the reply off the end of a text, and off its beginning."""
    ends = _ends()
    first = next(iter(words_of(text.lower())), "")
    told = first in IMPERATIVES or _YOU.match(text) is not None
    match = (ends.bidden if told else ends.tail).search(text)
    if match and _has_topic(text[: match.start("tail")]):
        mark = "?" if "?" in match["end"] else ""
        text = f"{text[: match.start('tail')].rstrip()}{mark}"
    match = ends.head.match(f" {text}")
    if match and _has_topic(text[match.end() - 1 :]):
        text = text[match.end() - 1 :].lstrip(" ,:–-")
    return text


def _without_pieces(text: str) -> str:
    """Leave out the pieces of a text between stops that only speak of the reply.

    The first only where what is behind it asks something: thanks for an answer aren't asking.
    """
    pieces = _pieces(text)
    if len(pieces) < 2:
        return text
    kept = [not _only_wishes(said) for said, _ in pieces]
    if all(kept) or not any(kept):
        return text
    first = kept.index(True)
    if first and not _asks("".join(said + stop for said, stop in pieces[first:])):
        return text
    left: list[str] = []
    for (said, stop), keep in zip(pieces, kept, strict=True):
        if keep:
            left.append(said + stop)
        elif left and stop.strip()[:1] in ("?", ".", "!") and left[-1].rstrip()[-1:] in ",;:-–—(":
            left[-1] = left[-1].rstrip(" ,;:-–—(") + stop
    return " ".join(" ".join(left).split()).strip().rstrip(" ,;:-–—(")


def _pieces(text: str) -> list[tuple[str, str]]:
    """Part a text at its stops: each piece with the stop behind it."""
    found, at = [], 0
    for match in _STOPS.finditer(text):
        if text[at : match.start()].strip():
            found.append((text[at : match.start()].strip(), match.group()))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + match.group())
        at = match.end()
    if text[at:].strip():
        found.append((text[at:].strip(), ""))
    return found


def _only_wishes(piece: str) -> bool:
    """Say whether a piece of a text speaks of nothing but the reply that is wished for."""
    said = [word.lower() for word in words_of(piece.replace(";", ""))]  # "tl;dr"
    if not said or len(said) > LONGEST or _OWN_OBJECT.search(piece) or _is_place(piece):
        return False
    if _ends().whole.fullmatch(f" {piece}"):
        return True
    kinds = [_kind(word) for word in said]
    if "" in kinds or not _ASKING.isdisjoint(said):
        return False
    return "telling" in kinds or ("form" in kinds and "wanting" in kinds)


def _is_place(piece: str) -> bool:
    match = _PLACE.search(piece)
    return match is not None and match[0].split()[0].lower() in FORM | {"if"}


def _kind(word: str) -> str:
    """Say what kind of a word about replies a word is; "" where it's another."""
    figure = same_figure(word)[0].isdigit() or word in NUMBER_WORDS
    kinds = {"telling": TELLING, "form": FORM | PURPOSE, "wanting": WANTING, "beside": BESIDE}
    found = next((kind for kind, known in kinds.items() if word in known), "")
    return found or ("wanting" if figure else "")


def _asks(text: str) -> bool:
    first = next(iter(words_of(text.lower())), "")
    return "?" in text or first in _ASKING | AUXILIARIES | IMPERATIVES


def _has_topic(text: str) -> bool:
    return bool(_topic_words(text))


def _topic_words(text: str) -> Sequence[str]:
    """Give the words of a text that may be looked for in documents, and aren't small talk."""
    small = SMALL_TALK | FUNCTION_WORDS | QUESTION_WORDS | LIGHT_WORDS
    small |= TELLING | BESIDE
    return [
        word
        for word in words_of(text)
        if re.split("['’]", word.lower())[0] not in small
        or (len(word) > 1 and word.isupper() and not text.isupper())
    ]


def _most(text: str, left: str) -> int:
    """Give the greatest number of lines or points that the words left out speak of."""
    inside = {match.group() for match in _COUNTED.finditer(left)}
    found = [match for match in _COUNTED.finditer(text) if match.group() not in inside]
    counts = [_number(match[1]) + bool(match["two"]) for match in found]
    return max(counts, default=0)


def _number(said: str) -> int:
    if said.lower() in ("one", "a", "an", "single"):
        return 1
    figure = same_figure(said.lower())
    return int(figure) if figure.isdigit() else 0
