"""A follow-up that only names something else: "and Mary?", "and the files?", "the one before"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.conversation.anaphora import find, goes_on, without_lead
from rag.conversation.history import Turn, several
from rag.conversation.noun_phrases import EMPTY, WH, Phrase, phrases, tokens
from rag.english.vocabulary import AUXILIARIES, IMPERATIVES, ORDINALS, PREPOSITIONS
from rag.english.word_lists import words
from rag.library import Library
from rag.requests.mention import read
from rag.requests.part_numbers import numbered_spans
from rag.requests.request import Request
from rag.text.spelling import Lexicon, in_their_case
from rag.types import Query

ORDER = tuple(words("vocabulary", "ordinals"))
"""The ordinals in their order, from the first."""
_LEADS = re.compile(
    r"(?:(?:what|how) about|what of|(?:the )?same (?:for|about)) (?=\S)", re.IGNORECASE
)
_MANY = re.compile(r"how (?:many|much) ", re.IGNORECASE)
_PLACES = frozenset("in at from near within during since before after by until than".split())
_DIGITS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.IGNORECASE)
_WHICH = re.compile(
    r"(?:(?:can|could) you )?"
    r"(?:(?:tell me|say|give me|what is) (?:some )?(?:more )?(?:about|of|on) )?"
    r"(?:the )?(?P<which>[a-z]+|\d{1,2}(?:st|nd|rd|th)) (?:one|meeting|session|group|part)s?"
    r"(?P<behind> (?:before|after)(?: (?:that|it|this))?)?[?!. ]*",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?:(?:can|could) you )?(?:tell me|say|give me|what is)\b", re.IGNORECASE)
_STEPS = {"previous": -1, "preceding": -1, "next": 1, "following": 1}
_TWO_PARTS = re.compile(r"(?P<thing>[^?!,;]{2,60}?)(?:[?!,;]| [-–—])\s+(?P<rest>\S.{5,})")


def of_another_thing(typed: str, turns: Sequence[Turn], lexicon: Lexicon) -> str | None:
    """Ask the last question of what a follow-up names; None where it's a question of its own.

    A name takes the place of a name, a thing that of the last thing that isn't where or when.
    """
    last = next((one for one in reversed(turns) if one.lends or one.answer), None)
    if last is None:
        return None
    asked = without_lead(in_their_case(typed, lexicon)).strip()
    before = in_their_case(last.question, lexicon)
    if again := _of_its_own(asked):
        return again
    if found := _WHICH.fullmatch(asked):
        return _in_its_order(found, before, last, more=_MORE.match(asked) is not None)
    if not goes_on(typed) and not _MANY.match(asked):
        return None
    return _put(asked, before, lexicon)


def _of_its_own(asked: str) -> str | None:
    """Put what is named first into the question behind it: "and the fee? when is it due?"."""
    parts = _TWO_PARTS.fullmatch(asked)
    thing = phrases(parts["thing"]) if parts else ()
    if parts is None or len(thing) != 1 or thing[0].text != parts["thing"].strip():
        return None
    rest = parts["rest"]
    pointing = () if several(rest) else find(rest)
    if len(pointing) != 1 or not pointing[0].named or pointing[0].possessive:
        return None
    determined = len(thing[0].words) < len(thing[0].text.split())
    name = f"{thing[0].text[0].lower()}{thing[0].text[1:]}" if determined else thing[0].text
    return f"{rest[: pointing[0].start]}{name}{rest[pointing[0].end :]}"


def _put(asked: str, before: str, lexicon: Lexicon) -> str | None:
    """Put the only thing of a fragment in the place of the one that it stands for."""
    body = _LEADS.sub("", asked).rstrip("?!. ")
    many = _MANY.match(body)
    body = body[many.end() :] if many else body
    first, _, rest = body.partition(" ")
    place = first.lower() if first.lower() in PREPOSITIONS and rest else ""
    body = rest if place else body
    new = _only_phrase(body)
    if new is None or not new.specific or new.date or any(numbered_spans(body)):
        return None
    named = new.name or not _is_known(new, lexicon)
    if many:
        fit = [one for one in phrases(before) if one.before in ("many", "much")]
    elif named:
        fit = [*_names(before)]
    else:
        fit = [one for one in phrases(before) if not one.asked and one.specific and not one.date]
        fit = [one for one in fit if not any(map(str.isdigit, one.text))] or fit
        fit = [one for one in fit if one.head == new.head] or fit
    fit = [one for one in fit if _is_at(one, place)] or ([] if place else fit)
    if not fit:
        return None
    old = fit[0] if named or many else fit[-1]
    known = {word.low for word in tokens(before)}
    shared = known & {word.lower() for word in new.words}
    if set(old.words) <= set(new.words) or len(shared) > 1 or old.text == before.rstrip("?!. "):
        return None  # the same, a question that names enough itself, or nothing is left of the last
    if old.head != new.head and new.head in known:
        return None  # of another thing: what is like it stays behind
    same = re.search(r"\b(?:an?|the|its|their)\s+$", before[: old.start], re.IGNORECASE)
    text = " ".join(new.words) if same else new.text
    return f"{before[: old.start]}{text}{before[old.end :]}"


def _only_phrase(text: str) -> Phrase | None:
    found = phrases(text)
    return found[0] if len(found) == 1 and found[0].text == text else None


def of_another_word(typed: str, turns: Sequence[Turn], library: Library) -> str | None:
    """Look for what a follow-up names as the last question looked for a word: "and polio?"."""
    last = next((one for one in reversed(turns) if one.lends or one.answer), None)
    if last is None or getattr(last.answer, "kind", "") != "mention" or not goes_on(typed):
        return None
    new = _only_phrase(_LEADS.sub("", without_lead(typed)).strip(' ?!."“”'))
    request = Request(Query(last.question), last.question, library)
    asked = read(request.naming, last.question)
    if new is None or asked is None or last.question.count(asked.what) != 1:
        return None
    what = re.compile(rf"(?:\b(?:the|an?) )?{re.escape(asked.what)}", re.IGNORECASE)
    return what.sub(lambda _: new.text, last.question)


def _is_at(phrase: Phrase, place: str) -> bool:
    return phrase.before == place if place else phrase.before not in _PLACES


def _is_known(phrase: Phrase, lexicon: Lexicon) -> bool:
    said = [word.lower() for word in phrase.words]
    return any(word in lexicon.counts for word in said)


def _names(text: str) -> Iterator[Phrase]:
    """Give the runs of words with capitals, what opens a question left out."""
    run: list[tuple[int, int]] = []
    found, before = tokens(text), ""
    for word in (*found, None):
        capital = word is not None and word.text[0].isupper() and word.low not in _NO_NAMES
        if word is not None and capital and not (run and word.free):
            run.append((word.start, word.end))
            continue
        if run:
            start, end = run[0][0], run[-1][1]
            yield Phrase(text[start:end], start, end, before)
            run = []
        before = word.low if word is not None else ""


_NO_NAMES = WH | AUXILIARIES | PREPOSITIONS | IMPERATIVES | EMPTY | {"i"}


def _in_its_order(found: re.Match[str], before: str, last: Turn, *, more: bool) -> str | None:
    """Ask for another of things that are counted: "the first one?", "the one before that?"."""
    said = found["which"].lower()
    there = _ordinal(before)
    if there is None:
        phrase = _counted_in(last.shown)
        own = [one for one in phrases(before) if one.specific and not one.date]
        many = [one for one in own if one.plural]
        listed = [one for one in many if _COUNTS & set(one.text.lower().split())]
        if not own:
            return None
        number = _number(said, found["behind"], _ordinal(phrase.text) if phrase else None)
        thing = (*listed, *reversed(many), *own)[0]
        again = _counted(thing, number, phrase, before)
        if again is None:
            return None
        return f"What is said about {again[1]}?" if more else again[0]
    start, end, _ = there
    number = _number(said, found["behind"], there)
    return f"{before[:start]}{ORDER[number - 1]}{before[end:]}" if number else None


def _counted_in(shown: str) -> Phrase | None:
    """Give the first thing of a text that has a number among others: "the seventh group"."""
    found = next((one for one in phrases(shown) if _ordinal(one.text)), None)
    if found is None or not _ordinal(found.words[-1]):
        return found
    noun = re.compile(r" [a-z]{3,}").match(shown, found.end)  # that may be a verb, too: "group"
    end = noun.end() if noun else found.end
    return Phrase(shown[found.start : end], found.start, end, found.before)


def _counted(own: Phrase, number: int, shown: Phrase | None, before: str) -> tuple[str, str] | None:
    """Ask for one of what the last question counts, or of what its answer does; and name it."""
    if not number:
        return None
    start = own.start
    if own.plural:
        start = len(_ALL.sub("", before[:start]))
        kept = [word for word in own.words if word.lower() not in _COUNTS]
        thing = f"the {ORDER[number - 1]} {_singular(' '.join(kept))}"
    elif shown is not None and (at := _ordinal(shown.text)):
        whose = f"the {ORDER[number - 1]}{shown.text[at[1] :]}"
        thing = whose if own.head in whose else f"the {own.head} of {whose}"
    else:
        return None
    return f"{before[:start]}{thing}{before[own.end :]}", thing


_ALL = re.compile(r"\b(?:all|both|each|every)(?: of)?(?: the)? $", re.IGNORECASE)
_COUNTS = frozenset("all both each every one two three four five six seven eight nine ten".split())


def _singular(text: str) -> str:
    return re.sub(r"(?<![su])s$", "", re.sub(r"ies$", "y", text))


def _number(said: str, behind: str | None, there: tuple[int, int, int] | None) -> int:
    """Give which of all is meant, 0 where that can't be told."""
    own = _ordinal(said)
    step = _STEPS.get(said, 0)
    if said == "the" and behind:
        step = -1 if "before" in behind else 1
    number = own[2] if own else (there[2] + step if there and step else 0)
    return number if 0 < number <= len(ORDER) else 0


def _ordinal(text: str) -> tuple[int, int, int] | None:
    """Give the first ordinal of a text: where it stands, and which it is."""
    for word in tokens(text):
        digits = _DIGITS.fullmatch(word.text)
        if word.low in ORDINALS and word.low in ORDER:
            return word.start, word.end, ORDER.index(word.low) + 1
        if digits and 0 < int(digits[1]) <= len(ORDER):
            return word.start, word.end, int(digits[1])
    return None
