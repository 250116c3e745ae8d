"""A noun phrase put into the last question in the place of another: "and in Lahore?"."""

from __future__ import annotations

import re

from rag.clauses import parse
from rag.ellipsis import LEAD, plain, without_lead
from rag.english import AUXILIARIES, CONJUNCTIONS, ORDINALS, PREPOSITIONS
from rag.phrases import EMPTY_HEADS, WH, Frame, Phrase, determined, is_plural, tokens
from rag.pointers import SOURCES, THIRD_PERSON
from rag.verbs import PLAIN_VERBS, SAYING


def fragment(question: str) -> str | None:
    """Give the noun phrase, with its preposition, that a follow-up puts in another's place.

    "What about X", "and X", "and in X": None of all that has a verb or just is a
    noun, which may be a search of its own.
    """
    text = plain(question)
    led = LEAD.match(text) is not None
    text = without_lead(text)
    about = _ABOUT.match(text)
    text = _ABOUT.sub("", text, count=1)
    text = re.sub(r"(?: as well| too| then| instead)$", "", text, flags=re.IGNORECASE)
    words = tokens(text)
    if not words or len(words) > 9 or not (about or led or words[0].low in PREPOSITIONS):
        return None
    if not about and not led and len(words) > 5:
        return None
    if any(word.free or word.low in WH or word.low in AUXILIARIES for word in words):
        return None
    if any(word.low in THIRD_PERSON for word in words) or words[-1].low in PREPOSITIONS:
        return None
    if len(words) == 1 and words[0].text.islower() and words[0].low.endswith(("ed", "ing")):
        return None
    if words[0].low in CONJUNCTIONS | {"if", "not"} or _imperative(words[0].low):
        return None
    return text


def _imperative(low: str) -> bool:
    return low in PLAIN_VERBS or low in ("compare", "explain", "list", "summarise", "summarize")


def substituted(piece: str, last: Frame) -> str | None:
    """Put a noun phrase into the last question in the place of the one that it's most like."""
    new = _as_phrase(piece)
    places = [p for whole in last.phrases for p in parts(whole) if _replaceable(p)]
    if new.preposition and not any(_fits(p, new) for p in places):
        return _added(piece[:1].lower() + piece[1:], last)
    if last.asking is None and last.auxiliary is None:
        return None
    best = max(places, key=lambda p: (_likeness(p, new, last), -p.start), default=None)
    alike = best is not None and _likeness(best, new, last) > _UNLIKE
    who = last.part(last.asking).lower() == "who" and last.subject is None and last.auxiliary
    if who and not new.preposition and not (alike and best and not best.preposition):
        return _is_it(new.text, last)
    return replaced(last, best, _completed(new, best)) if best else None


def _as_phrase(piece: str) -> Phrase:
    """Read a fragment as a noun phrase with the preposition before it."""
    words = tokens(piece)
    first = 0
    if len(words) > 2 and words[0].low == "according":
        first = 2
    elif len(words) > 1 and words[0].low in PREPOSITIONS:
        first = 1
    text = piece[words[first].start :] if words else piece
    preposition = words[first - 1].low if first else ""
    return Phrase(text, 0, len(text), len(text), "other", preposition)


def parts(phrase: Phrase) -> list[Phrase]:
    """Give a noun phrase and those behind an "of" in it, which may be meant alone."""
    found = [phrase]
    for match in re.finditer(r" of ", phrase.text):
        start = phrase.start + match.end()
        text = phrase.text[match.end() :]
        found.append(Phrase(text, start, phrase.end, phrase.far, "other", "of"))
    return found


def _completed(new: Phrase, old: Phrase) -> str:
    """Keep "of the audit" for "the second finding" in the place of "the findings of the audit"."""
    behind = old.text.partition(" of ")[2]
    same = new.head.removesuffix("s") == old.head.removesuffix("s")
    return f"{new.text} of {behind}" if behind and same and " of " not in new.text else new.text


def _is_it(piece: str, last: Frame) -> str | None:
    """Ask "are tenants eligible for help" after "who is eligible for help"."""
    if last.auxiliary is None:
        return None
    auxiliary = _agreeing(last.part(last.auxiliary), Phrase(piece, 0, 0, 0, "subject").plural)
    return f"{auxiliary.capitalize()} {piece} {last.text[last.auxiliary[1] :].strip()}?"


def parallel(question: str, last: Frame) -> str | None:
    """Go on as the last question did, where the same is asked of another without its end.

    "What does the board recommend?" after "what does the ministry recommend on fees?"
    """
    frame = parse(question)
    if not (frame.subject and last.subject and frame.auxiliary and last.auxiliary):
        return None
    same = frame.part(frame.asking).lower() == last.part(last.asking).lower() != ""
    verb, whole = frame.text[frame.verb :].lower(), last.text[last.verb :]
    rest = whole[len(verb) :]
    goes_on = tokens(rest)[:1]
    if not same or not verb or not whole.lower().startswith(verb) or not goes_on:
        return None
    return f"{frame.text}{rest}?" if goes_on[0].low in PREPOSITIONS | {"to"} else None


def _replaceable(phrase: Phrase) -> bool:
    low = phrase.text.lower()
    return low not in THIRD_PERSON and phrase.head not in EMPTY_HEADS and low not in SOURCES


def _fits(phrase: Phrase, new: Phrase) -> bool:
    if phrase.date != new.date:
        return False
    return new.preposition == phrase.preposition or {new.preposition, phrase.preposition} <= {
        "about",
        "on",
        "of",
    }


def _added(piece: str, last: Frame) -> str | None:
    """Add where or when to the last question."""
    if last.asking is None and last.auxiliary is None:
        return None
    return f"{last.text} {piece}?"


def _likeness(phrase: Phrase, new: Phrase, last: Frame) -> float:
    """Say how well a noun phrase can take another's place: by form alone."""
    score = 0.0
    if new.preposition:
        score += 4 if phrase.preposition == new.preposition else 2 * _fits(phrase, new)
    if phrase.head == new.head:
        score += 3
    score += 2 * (phrase.name == new.name)
    score += determined(phrase) == determined(new)
    score += 0.5 * (is_plural(phrase.head) == is_plural(new.head))
    score += 1.2 * (phrase.role == "subject") - 0.5 * (phrase.role == "asked")
    verb = tokens(last.text[last.verb :])[:1]
    if phrase.role == "subject" and verb and verb[0].low in SAYING and not new.preposition:
        score -= 1.5
    return score + (("'" in new.text) == ("'" in phrase.text))


def replaced(last: Frame, phrase: Phrase, piece: str) -> str:
    """Put words in the place of a noun phrase, and let the auxiliary agree."""
    if phrase.role == "asked":
        piece = re.sub(r"^(?:the|a|an) ", "", piece, flags=re.IGNORECASE)
    text = f"{last.text[: phrase.start]}{_owned(piece, phrase)}{last.text[phrase.end :]}"
    if phrase.role == "subject" and last.auxiliary and last.auxiliary[1] <= phrase.start:
        new = Phrase(piece, 0, 0, 0, "subject")
        start, end = last.auxiliary
        text = text[:start] + _agreeing(text[start:end], new.plural) + text[end:]
    return text[:1].upper() + text[1:] + "?"


def _owned(piece: str, phrase: Phrase) -> str:
    """Keep the noun that was owned: "and the minister's?" for "the office's list"."""
    if not piece.endswith(("'s", "’s", "s'", "s’")):
        return piece
    owner = re.match(r".*?['’]s?(?= )", phrase.text)
    return piece + phrase.text[owner.end() :] if owner else piece


_AGREEMENT = {"is": "are", "was": "were", "does": "do", "has": "have"}


def _agreeing(auxiliary: str, plural: bool) -> str:
    low = auxiliary.lower()
    back = {many: one for one, many in _AGREEMENT.items()}
    found = _AGREEMENT.get(low, low) if plural else back.get(low, low)
    return auxiliary if found == low else (found.capitalize() if auxiliary[0].isupper() else found)


def ordinal_of(phrase: Phrase) -> str | None:
    """Give the ordinal in a noun phrase: "second" of "the second working group"."""
    return next((word for word in phrase.words if word.lower() in ORDINALS), None)


_UNLIKE = 3.6
"""How like a noun phrase at most is that just as well isn't the other's counterpart."""


_ABOUT = re.compile(
    r"^(?:(?:what|how) about|what of|same (?:question )?(?:for|about)|the same (?:for|about)|"
    r"likewise for)\s+",
    re.IGNORECASE,
)
