"""A noun phrase put into the last question in the place of another: "and in Lahore?"."""

from __future__ import annotations

import re

from rag.clauses import LINKS, parse
from rag.ellipsis import LEAD, RELATIONS, plain
from rag.english import OFFICE_ENDING, ORDINALS, PREPOSITIONS
from rag.fragment import ABOUT, as_phrase
from rag.phrases import (
    BE,
    COLLECTIVE,
    EMPTY_HEADS,
    WH,
    Frame,
    Phrase,
    determined,
    is_plural,
    tokens,
)
from rag.pointers import SOURCES, THIRD_PERSON
from rag.verbs import RECIPROCAL, SAYING, base_of


def searches(question: str, last: Frame) -> bool:
    """Say whether a fragment is rather a search of its own: "on the role of media".

    Unless "and" or "what about" goes before, or the last question has a place for it.
    """
    text = plain(question)
    if LEAD.match(text) or ABOUT.match(text):
        return False
    new = as_phrase(text)
    topical = new.preposition in ("on", "about", "regarding", "concerning", "of")
    return topical and not any(_fits(phrase, new) for phrase in last.phrases)


def substituted(piece: str, last: Frame) -> str | None:
    """Put a noun phrase into the last question in the place of the one that it's most like."""
    new = as_phrase(piece)
    some = [p for whole in last.phrases for p in parts(whole)]
    places = [p for p in some if _replaceable(p) and not _partitive(p, last)]
    if new.preposition and not any(_fits(p, new) for p in places):
        return _added(piece[:1].lower() + piece[1:], last)
    if (last.asking is None and last.auxiliary is None) or last.text.lower().startswith("what if "):
        return None
    best = max(places, key=lambda p: (_likeness(p, new, last), -p.start), default=None)
    alike = best is not None and _likeness(best, new, last) > _UNLIKE
    who = last.part(last.asking).lower() == "who" and last.subject is None
    counterpart = alike and best is not None and not best.preposition
    if who and last.auxiliary and not new.preposition and not counterpart:
        return _is_it(new.text, last)
    if who and not last.auxiliary and best and _rather_acts(new, best):
        return _does_it(new.text, last)
    if best is None or not _same_kind(best, new, last):
        return None
    return replaced(last, best, _completed(new, best))


def _rather_acts(new: Phrase, old: Phrase) -> bool:
    """Say whether what is asked about does something rather than has it done to it."""
    people = new.plural and not old.plural and OFFICE_ENDING.search(new.head) is not None
    return people or (_may_act(new) and not _may_act(old))


def _may_act(phrase: Phrase) -> bool:
    """Say whether a noun phrase is a name or a body of people, who may be what "who" asks for."""
    return phrase.name or phrase.head in COLLECTIVE


def _same_kind(old: Phrase, new: Phrase, last: Frame) -> bool:
    """Say whether a noun phrase can stand in another's place: a name in a name's.

    Who or what does something may be either: "and NACTA?" after "what should parliament do?"
    """
    if old.name == new.name or new.preposition:
        return True
    if old.role == "subject":
        mass = not (determined(new) or new.plural or new.head in COLLECTIVE)
        if old.name and mass:
            return False  # "what about funding?" after "why has NACTA not met?"
        return bool(last.text[last.verb :].strip())  # more than "what is …"
    return old.role != "asked" and old.preposition != "of"


def parts(phrase: Phrase) -> list[Phrase]:
    """Give a noun phrase, its owner and those behind an "of" in it, which may be meant alone."""
    found = [phrase]
    if owner := re.match(r"(.+?)['’]s? ", phrase.text):
        end = phrase.start + owner.end(1)
        found.append(Phrase(owner[1], phrase.start, end, end, "other"))
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
    auxiliary = agreeing(last.part(last.auxiliary), Phrase(piece, 0, 0, 0, "subject").plural)
    return f"{auxiliary.capitalize()} {piece} {last.text[last.auxiliary[1] :].strip()}?"


def _does_it(piece: str, last: Frame) -> str | None:
    """Ask "does the council fund the schools" after "who funds the schools"."""
    verb = tokens(last.text[last.verb :])[:1]
    base = base_of(verb[0].low) if verb else None
    if base is None:
        return None
    past = not verb[0].low.endswith("s")
    many = Phrase(piece, 0, 0, 0, "subject").plural
    auxiliary = "Did" if past else ("Do" if many else "Does")
    rest = last.text[last.verb + verb[0].end :].strip()
    return " ".join(f"{auxiliary} {piece} {base} {rest}".split()) + "?"


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
    if frame.subject.plural and verb in RECIPROCAL:
        return None
    goes_on = tokens(rest)[:1]
    if not same or not verb or not whole.lower().startswith(verb) or not goes_on:
        return None
    if goes_on[0].low not in PREPOSITIONS | {"to"}:
        return None
    return f"{frame.text[:1].upper()}{frame.text[1:]}{rest}?"


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
    if phrase.preposition and new.head not in RELATIONS and _of_relation(phrase, last):
        score += 3
    elif any(o.end < phrase.start < o.far for o in last.phrases) and phrase.preposition != "of":
        score -= 1
    if phrase.far > phrase.end and determined(phrase) != determined(new):
        score -= 2  # "and complaints?" after "… the deadline for appeals"
    if phrase.name and new.name and re.match(r"['’]s? [a-z]", last.text[phrase.end :]):
        score += 2  # "and Leeds?" after "… Hull's budget"
    verb = tokens(last.text[last.verb :])[:1]
    if phrase.role == "subject" and verb and verb[0].low in SAYING and not new.preposition:
        score -= 1.5
    return score + (("'" in new.text) == ("'" in phrase.text))


def _of_relation(phrase: Phrase, last: Frame) -> bool:
    """Say whether "the role of" goes before a noun phrase, or "what are the duties of"."""
    before = tokens(last.text[: phrase.start])
    if len(before) > 1 and before[-1].low == "of" and before[-2].low in RELATIONS:
        return True
    subject, rest = last.subject, last.text[last.verb :]
    if subject is None or last.part(last.asking).lower() != "what":
        return False
    if last.part(last.auxiliary).lower() not in BE or (rest and rest.split()[0] not in LINKS):
        return False
    inner = [p for whole in last.phrases for p in parts(whole) if p.preposition]
    return len(inner) == 1


def _partitive(phrase: Phrase, last: Frame) -> bool:
    """Say whether a noun phrase is what is chosen from: "which of the buildings"."""
    before = tokens(last.text[: phrase.start])
    return len(before) > 1 and before[-1].low == "of" and before[-2].low in WH | {"many", "much"}


def replaced(last: Frame, phrase: Phrase, piece: str) -> str:
    """Put words in the place of a noun phrase, and let the auxiliary agree."""
    if phrase.role == "asked":
        piece = re.sub(r"^(?:the|a|an) ", "", piece, flags=re.IGNORECASE)
    text = f"{last.text[: phrase.start]}{_owned(piece, phrase)}{last.text[phrase.end :]}"
    if phrase.role == "subject" and last.auxiliary and last.auxiliary[1] <= phrase.start:
        new = Phrase(piece, 0, 0, 0, "subject")
        start, end = last.auxiliary
        text = text[:start] + agreeing(text[start:end], new.plural) + text[end:]
    return text[:1].upper() + text[1:] + "?"


def _owned(piece: str, phrase: Phrase) -> str:
    """Keep the noun that was owned: "and the minister's?" for "the office's list"."""
    if not piece.endswith(("'s", "’s", "s'", "s’")):
        return piece
    owner = re.match(r".*?['’]s?(?= )", phrase.text)
    return piece + phrase.text[owner.end() :] if owner else piece


_AGREEMENT = {"is": "are", "was": "were", "does": "do", "has": "have"}


def agreeing(auxiliary: str, plural: bool) -> str:
    """Give "are" for "is" and the like, as one or many need it."""
    low = auxiliary.lower()
    back = {many: one for one, many in _AGREEMENT.items()}
    found = _AGREEMENT.get(low, low) if plural else back.get(low, low)
    return auxiliary if found == low else (found.capitalize() if auxiliary[0].isupper() else found)


def ordered(text: str) -> bool:
    """Say whether an ordinal stands in a text: "the second working group"."""
    return any(token.low in ORDINALS for token in tokens(text))


def ordinal_of(phrase: Phrase) -> str | None:
    """Give the ordinal in a noun phrase: "second" of "the second working group"."""
    return next((word for word in phrase.words if word.lower() in ORDINALS), None)


_UNLIKE = 3.6
"""How like a noun phrase at most is that just as well isn't the other's counterpart."""
