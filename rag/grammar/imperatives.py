"""Sentences that tell the reader what to do: "Contact …", "If it leaks, close …", "Do not …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.english.vocabulary import DETERMINERS, PREPOSITIONS
from rag.english.word_lists import words as words_of
from rag.grammar.clause_words import (
    COORDINATORS,
    FINITE,
    PERSONS,
    RELATIVES,
    STRONG,
    SUBORDINATORS,
    Word,
    is_finite,
    is_past,
)
from rag.grammar.clauses import Clause
from rag.grammar.duty import Duty, Strength
from rag.grammar.predicates import predicate_end
from rag.grammar.word_classes import classes, is_base, mostly_verb

POINTING = frozenset(words_of("clauses", "pointing"))
NOT_UNDERTAKEN = frozenset(words_of("clauses", "not_undertaken"))
_FRONTED = frozenset(
    "if should when where while before after unless once for in on at to as during by using upon "
    "until whenever with within under through from upon consistent subject notwithstanding "
    "pursuant following based".split()
)
_MORE = frozenset("later less more earlier fewer sooner".split())
"""Behind "not" and "no" these begin a time or a measure that's fronted: "not later than"."""
_CLOSING = frozenset("if when where while before after unless once until whenever".split())
"""What opens a clause with a verb of its own: behind its comma only the main one follows."""
_OPENERS = (DETERMINERS | PERSONS | frozenset("that whether how up out off me us".split())) - {"i"}
_BEFORE_NOUN = frozenset("the a an your this these".split())
_NUMBERED = frozenset("ABCDEFGHJKIVX") | {"II", "III", "IV", "VI", "VII", "VIII", "IX", "XI"}
_NEAR = 10
"""Words behind which no title runs on."""
_DASHES = frozenset(("–", "—", "-", "--"))
_TITLE = 6
"""Words below which one in capitals behind the verb makes it a title: "Support Services"."""
_FEWEST = 3
"""Words of an imperative, so that a list of catchwords ("Store", "Fund") holds none."""


def imperative(
    words: Sequence[Word],
    start: int = 0,
    *,
    entry: bool = False,
    listed: bool = False,
    ended: bool = False,
    lower: bool = False,
) -> Duty | None:
    """Read a sentence, or what of it begins at ``start``, as an imperative; None where it's none.

    ``entry``: it's an entry of a list whose words before it leave it to be done ("must:"), so that
    a base form is a verb. ``listed``: it's an entry of some list; ``ended``: it ends as a sentence
    does; ``lower``: it needn't begin with a capital.
    """
    closed = False
    last = start
    for tried, first in enumerate(_openings(words, start)):
        if first == start and not (entry or lower) and not words[first].capital:
            return None
        if first > start:
            closed = closed or _is_closed(words, last, first)
        found = _imperative_at(
            words, first, entry=entry or (closed and _is_main(words, first)), listed=listed,
            ended=ended and tried == 0,
        )  # fmt: skip
        if found and (tried == 0 or closed or _is_sure(words, found.verb)):
            return found
        until = next((i for i in range(first, len(words)) if words[i].low == ","), len(words))
        until = next((i for i in range(first, until) if words[i].low in RELATIVES), until)
        fronted = words[first].low in _FRONTED | COORDINATORS
        if not fronted and any(is_finite(words, i) for i in range(first + 1, until)):
            return None
        last = first
    return None


def _is_closed(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a fronted clause with a verb of its own ends here: "if it leaks,"."""
    if words[start].low not in _CLOSING:
        return False
    return any(is_finite(words, i) for i in range(start + 1, end))


def _is_main(words: Sequence[Word], first: int) -> bool:
    """Say whether a word that is mostly a verb begins the main clause, with no other behind it."""
    verb = first
    while verb < len(words) and words[verb].adverb:
        verb += 1
    if verb + 1 >= len(words) or not words[verb].text.islower() or words[verb + 1].mark:
        return False
    return mostly_verb(words[verb].low) and not _has_finite(words, verb + 1)


def _has_finite(words: Sequence[Word], start: int) -> bool:
    """Say whether a finite verb stands in the rest of a main clause."""
    for i in range(start, len(words)):
        if words[i].low in STRONG - {"("} or words[i].low in RELATIVES | SUBORDINATORS:
            return False
        if words[i].low in PERSONS and i > start:
            return False  # "the loans you have"
        if is_finite(words, i) or _is_told_past(words, i):
            return True
    return False


def _is_told_past(words: Sequence[Word], i: int) -> bool:
    """Say whether a past follows on a plural, with no "by" or "in" behind: "steam engines used"."""
    before = i - 1
    while before > 1 and words[before].adverb:
        before -= 1
    if i + 1 >= len(words) or not is_past(words[i].low) or not words[before].low.endswith("s"):
        return False
    return not words[i + 1].mark and words[i + 1].low not in PREPOSITIONS | {"to"}


def _is_sure(words: Sequence[Word], verb: int) -> bool:
    """Say whether it can't be a noun of a list: "any compound, mixture or preparation"."""
    after = words[verb + 1] if verb + 1 < len(words) else None
    if after is None or not words[verb].text.islower():
        return False
    return (mostly_verb(words[verb].low) and _opens_object(after)) or after.low in _BEFORE_NOUN


def _imperative_at(
    words: Sequence[Word], first: int, *, entry: bool, listed: bool, ended: bool
) -> Duty | None:
    negative = words[first].low in ("don't", "never") or (
        words[first].low == "do" and first + 1 < len(words) and words[first + 1].low == "not"
    )
    negative = negative or (entry and words[first].low == "not" and not _is_timed(words, first))
    verb = first
    while verb < len(words) and (words[verb].adverb or words[verb].low in ("do", "don't")):
        if words[verb].low == "do" and not negative:
            break
        verb += 1
    sure = entry or negative
    plain = negative and verb < len(words) and _is_denied(words, verb)
    if verb >= len(words) or not (
        plain or _is_imperative(words, verb, entry=sure, listed=listed, ended=ended)
    ):
        return None
    end = predicate_end(words, verb)
    strength: Strength = "must not" if negative else "should"
    return Duty(strength, first, verb, end, Clause(0, first, first), "imperative")


def _is_denied(words: Sequence[Word], verb: int) -> bool:
    """Say whether what follows "do not" can be a verb, though no dictionary has it."""
    low = words[verb].low
    closed = DETERMINERS | PREPOSITIONS | PERSONS | RELATIVES | FINITE
    return words[verb].text.islower() and not (low in closed or is_past(low))


def _openings(words: Sequence[Word], start: int = 0) -> Iterator[int]:
    """Give the first word behind a number, and those behind the commas of a fronted clause."""
    i = start
    while i < len(words) and (words[i].mark or _is_number(words, i)):
        i += 1
    if i + 1 < len(words) and words[i].low in ("and", "please", "then"):
        i += 1
    if i >= len(words) or not (words[i].low in _FRONTED or _is_timed(words, i)):
        yield from range(i, min(i + 1, len(words)))
        return
    for n in range(i, len(words) - 1):
        if words[n].low in (";", ":"):
            return
        if words[n].low == ",":
            yield n + 1


def _is_timed(words: Sequence[Word], i: int) -> bool:
    """Say whether a fronted time or measure begins here: "not later than May"."""
    return words[i].low in ("not", "no") and any(one.low in _MORE for one in words[i + 1 : i + 2])


def _is_number(words: Sequence[Word], i: int) -> bool:
    """Say whether a word is but the number of an entry: "3", "a)", "iv"."""
    low = words[i].low
    closed = i + 1 < len(words) and words[i + 1].low in (")", "-", ":")
    return low[0].isdigit() or (len(low) <= 3 and closed)


def _is_imperative(
    words: Sequence[Word], verb: int, *, entry: bool, listed: bool, ended: bool
) -> bool:
    word = words[verb]
    if word.low in POINTING or not (is_base(word.low) or (word.low == "be" and entry)):
        return False
    if word.low in NOT_UNDERTAKEN and not entry and word.low != "keep":
        return False
    only = "n" not in classes(word.low).lower()
    few = entry or (ended and only and mostly_verb(word.low))
    if word.text.isupper() or len([one for one in words if not one.mark]) < (2 if few else _FEWEST):
        return False
    if _has_verb(words, verb + 1):
        return False
    after = words[verb + 1] if verb + 1 < len(words) else None
    if after is not None and (after.low in ("”", '"') or (not entry and _is_label(words, verb))):
        return False  # "“pump” means …", "Present: Mr Li"
    if after is None or after.mark:
        return (mostly_verb(word.low) and (after is None or after.low != ":")) or entry
    if _names(words, verb):
        return False
    if after.low in ("and", "or"):  # "review and update", not "sleep and food"
        other = words[verb + 2].low if verb + 2 < len(words) else ""
        return is_base(other) and (entry or mostly_verb(word.low))
    if after.low == "that" and not entry and not mostly_verb(word.low):
        return False  # "evidence that"
    return entry or _opens_object(after) or _has_name(words, verb, listed=listed, ended=ended)


def _is_label(words: Sequence[Word], verb: int) -> bool:
    """Say whether names follow on a word that only says what they are: "Present – Ms Roy"."""
    after = words[verb + 1]
    if after.low in (",", *_DASHES):
        return verb + 2 < len(words) and words[verb + 2].capital
    if after.low != "(" and after.low not in PREPOSITIONS:
        return False
    near = range(verb + 2, min(verb + _TITLE, len(words) - 1))
    return any(words[i].low == ":" and words[i + 1].capital for i in near)


def _names(words: Sequence[Word], verb: int) -> bool:
    """Say whether a word begins a name or a title: "Annex B", "Work Permits In most towns …"."""
    word, after = words[verb], words[verb + 1]
    if word.low == "do" and after.low in PERSONS:
        return True
    if after.low == "of" or after.text in _NUMBERED:
        return True
    if verb:
        return False
    return after.low[0].isdigit() or (
        after.capital and (_has_finite(words, 1) or _is_titled(words))
    )


def _has_name(words: Sequence[Word], verb: int, *, listed: bool, ended: bool) -> bool:
    """Say whether what it's done to follows with no article: "hold handle", "contact Smith"."""
    word, after = words[verb], words[verb + 1]
    if not verb and word.capital and after.capital and len(words) < _TITLE:
        return False  # a title: "Support Services"
    fronted = bool(verb) and words[verb - 1].low == "," and word.text.islower()
    if fronted and (after.capital or after.low[0].isdigit()):
        return True  # "For parts, contact Smith", "For help, call 555"
    if not mostly_verb(word.low) or is_past(after.low):
        return False
    only = "n" not in classes(word.low).lower()
    if after.low == "for" and not only:
        return listed and not ended  # "Request for a hearing"
    return only or listed or (ended and not _has_finite(words, verb + 1))


def _is_titled(words: Sequence[Word]) -> bool:
    """Say whether a title runs into a sentence: "Work Permits In most towns nurses need none"."""
    near = words[2:_NEAR]
    return any(one.capital and one.low in PREPOSITIONS | SUBORDINATORS for one in near)


def _opens_object(word: Word) -> bool:
    return word.low in _OPENERS


def _has_verb(words: Sequence[Word], start: int) -> bool:
    """Say whether the clause has a finite verb: then its first word is its subject."""
    for i in range(start, len(words)):
        low = words[i].low
        if low in STRONG or low in RELATIVES | SUBORDINATORS or low in ("and", "or", ","):
            return False
        if low == "to" and i > start and i + 1 < len(words) and is_base(words[i + 1].low):
            return False
        if low == "to" or (low in PREPOSITIONS and i == start and "v" not in classes(low).lower()):
            continue
        if is_finite(words, i):
            return True
    return False
