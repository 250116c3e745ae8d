"""Follow-ups that are no whole question: "why?", "and in Lahore?", "which ones?", "tell me more"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.anaphora import KINDS, PRONOUNS, SOURCES
from rag.english import AUXILIARIES, CONJUNCTIONS, DETERMINERS, ORDINALS, PREPOSITIONS
from rag.phrases import (
    BE,
    COLLECTIVE,
    DO,
    EMPTY_HEADS,
    WH,
    Frame,
    Phrase,
    is_plural,
    parse,
    tokens,
)
from rag.verbs import PARTICIPLES, PLAIN_VERBS, SAYING

LEAD = re.compile(
    r"^(?:(?:and|but|so|then|also|or)\b[\s,.!:–-]*|(?:okay|ok|well|now|plus|yes|no|right|thanks|"
    r"thank you|great|hmm|oh|sorry|alright)\b ?[,.!:–-][\s,.!:–-]*){1,3}",
    re.IGNORECASE,
)
"""Words that only hang a question on to the one before."""
_ABOUT = re.compile(
    r"^(?:(?:what|how) about|what of|same (?:question )?(?:for|about)|the same (?:for|about)|"
    r"likewise for)\s+",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:please )?(?:(?:can|could) you )?(?:(?:tell|show|give) me )?(?:some )?"
    r"(?:more(?: (?:details?|information|info|about (?:it|that|this|them)|on (?:it|that|this)))?"
    r"|go on|continue|elaborate|explain|(?:any|what|(?:is|are|was|were) there(?: any)?) ?others?|any more|"
    r"(?:anything|what|who|where|how) else|such as|like what|for example|for instance|examples?|"
    r"(?:any|an) examples?|details?|(?:any|more) details?|"
    r"(?:explain|elaborate on|expand on|describe) (?:it|that|this|them))"
    r"(?: please)?",
    re.IGNORECASE,
)
_PART = r"(?:in|on|at|by|for|to|from|with|as|of|since|until|under|during|about|against|through) "
_BARE = re.compile(
    rf"(?:{_PART})?(?:why not|how (?:much|many|long|often|so|come|far)|"
    r"(?:what|which) (?:day|date|year|month|time|place|country|city|province|basis|grounds|law|"
    r"purpose|reason|extent|conditions?|way|age)|(?<= )(?:what|which)(?: [a-z'-]+){1,3}|why|when|where|who|whom|what|how)"
    r"(?: exactly| precisely| then)?",
    re.IGNORECASE,
)
_UNLIKE = 3.6
"""How like a noun phrase at most is that just as well isn't the other's counterpart."""
_ASK_THAT = re.compile(
    rf"((?:{_PART})?(?:why|when|where|how|(?:what|which) (?:day|date|year|month|time|place)))"
    r"(?: exactly)? (?:is|was|are|were|did|does|do|would|should)(?: that| this| it| so)"
    r"(?: be| happen| happened| so| the case)?",
    re.IGNORECASE,
)
_WHICH = re.compile(r"(?:especially |exactly )?which(?: ones?| exactly)?", re.IGNORECASE)
_ESPECIALLY = re.compile(r"^(?:especially|exactly|particularly|precisely) ", re.IGNORECASE)
_HOW_FAR = re.compile(r"how (?:much|many|far)", re.IGNORECASE)
_ADVERBIAL = frozenset("when where why how".split())
RELATIONS = frozenset(
    "solution solutions reason reasons cause causes purpose goal goals aim aims objective objectives "
    "result results outcome outcomes effect effects impact consequence consequences cost costs "
    "budget price deadline penalty penalties fine fines punishment author authors date title chair "
    "chairman head leader members difference differences alternative alternatives exception "
    "exceptions limit limits limitation limitations evidence background details conclusion "
    "conclusions recommendation recommendations problem problems main challenge challenges risk "
    "risks benefit benefits advantages disadvantages criteria conditions steps step target targets "
    "timeline duration amount rate source sources scope role main procedure process criticism "
    "criticisms remedy response responses next key biggest major chance chances lapse".split()
)
"""Nouns that are of something: without it, "the solution" is that of what was spoken of."""
_WHO = r"(?:everyone|everybody|anyone|anybody|someone|somebody|nobody|all|some|others|people)"
_THIN = re.compile(
    r"(?:(?:who|what|which)(?: (?:has|have|had|will|would|should|can|could|may|might|must|did))* "
    r"(?:been |be |being )?[a-z]+"
    r"|(?:who|what) (?:is|are|was|were|gets?|got) (?:being )?(?:[a-z]+ed|given|taken|chosen|known|"
    r"shown|hidden|forbidden|done|made|held|hurt|left|paid)"
    rf"|(?:did|does|do|has|have|had|can|could|will|would|should) {_WHO} [a-z]+"
    r"|(?:why|how|when|where) (?:did|does|do|would|should|can) (?:this|that) happen"
    r"|which(?: ones?| of them)? (?:is|are|was|were) (?:the )?(?:more|most|less|least|better|best|"
    r"worse|worst|[a-z]+er|[a-z]+est)(?: [a-z]+)?)",
    re.IGNORECASE,
)
_NOT_VERBS = frozenset("else next happens matters".split())


def without_lead(question: str) -> str:
    """Give a question without the "and" or "so" that it begins with."""
    return LEAD.sub("", question, count=1)


def is_bare(question: str) -> bool:
    """Say whether a question has nothing but asking words: "why?", "when was that?", "by whom?"."""
    text = _ESPECIALLY.sub("", _plain(without_lead(question)))
    if _WHICH.fullmatch(text) or _ASK_THAT.fullmatch(text):
        return True
    if _BARE.fullmatch(text) and not _has_verb(text):
        return True
    words = [word.low for word in tokens(text)]
    return words[:1] == ["why"] and len(words) < 6 and not AUXILIARIES & set(words)


def _has_verb(text: str) -> bool:
    return any(word.low in AUXILIARIES for word in tokens(text))


def bare(question: str, last: Frame) -> str | None:
    """Turn "why?", "when was that?" or "by whom?" into the last question with those words."""
    text = _ESPECIALLY.sub("", _plain(without_lead(question)))
    if _WHICH.fullmatch(text):
        return which(last)
    found = _ASK_THAT.fullmatch(text)
    if not found and (not _BARE.fullmatch(text) or _has_verb(text)):
        return None
    asking = found[1] if found else text
    asking = re.sub(r" (?:exactly|precisely|then)$", "", asking, flags=re.IGNORECASE)
    if asking.lower() in ("how so", "how come"):
        asking = "why"
    return asked_with(asking, last)


def asked_with(asking: str, last: Frame) -> str | None:
    """Ask the last question with other asking words; None where its shape doesn't allow it."""
    if asking.lower() == "why not":
        return _denied(last)
    asking = asking[:1].upper() + asking[1:]
    low = asking.split()[-1].lower()
    rest = _statement_rest(last)
    verb = last.text[last.verb :].split()[:1]
    if rest is None or _HOW_FAR.fullmatch(asking) or verb == ["say"]:
        return None
    prepositional = asking.split()[0].lower() in PREPOSITIONS
    if low not in _ADVERBIAL and not prepositional and low in ("who", "what", "whom"):
        return None
    if prepositional and (ending := tokens(rest)[-1]).low in PREPOSITIONS:
        rest = rest[: ending.start].rstrip()  # "with which": not "related to", too
    return f"{asking} {rest}?"


def _denied(last: Frame) -> str | None:
    """Ask "why should the state not act" after "should the state act"."""
    if last.asking is not None or last.auxiliary is None or last.subject is None:
        return None
    auxiliary, subject = last.part(last.auxiliary).lower(), last.subject
    return f"Why {auxiliary} {subject.text} not {last.text[subject.end :].strip()}?"


def _statement_rest(last: Frame) -> str | None:
    """Give "did the group meet" of "where did the group meet": auxiliary, subject and the rest."""
    text = last.text
    first = text[: last.asking[1]].split()[0].lower() if last.asking else ""
    if last.auxiliary is None:
        return _passive(last) or _doing(last)
    auxiliary = last.part(last.auxiliary)
    behind = text[last.auxiliary[1] :].strip()
    if last.asking is None:
        return f"{auxiliary[:1].lower()}{auxiliary[1:]} {behind}"
    if last.subject is None:
        # What is asked for is the subject itself: "which laws are producing tensions".
        return f"{auxiliary} {last.asked.text} {behind}" if last.asked else None
    if first in _ADVERBIAL or first in PREPOSITIONS:
        counts = last.part(last.asking).lower().startswith(("how many", "how much"))
        return None if counts else f"{auxiliary} {behind}"
    if auxiliary.lower() in BE:
        if last.asked is None and not text[last.verb :].strip():
            return None  # "what is X": nothing is said of X that could be asked with "when"
        return f"{auxiliary} {behind}"
    what = f"the {last.asked.text}" if last.asked else "that"
    return f"{auxiliary} {text[last.auxiliary[1] : last.verb].strip()} {_with_object(last, what)}"


def _with_object(last: Frame, what: str) -> str:
    """Give the verb and what follows, with its object, which was asked for, in its place."""
    rest = last.text[last.verb :]
    words = tokens(rest)
    if len(words) <= 2:
        return f"{rest} {what}"
    if words[1].low in PREPOSITIONS:
        return f"{rest[: words[0].end]} {what}{rest[words[0].end :]}"
    return rest


def _passive(last: Frame) -> str | None:
    """Give "was the plan proposed" of "who proposed the plan"."""
    rest = tokens(last.text[last.verb :])
    if last.asking is None or last.asked is not None or len(rest) < 2:
        return None
    verb = rest[0].low
    participle = verb if verb.endswith("ed") else PARTICIPLES.get(verb)
    told = [p for p in last.phrases if p.start >= last.verb and p.role == "object"]
    if participle is None or not told:
        return None
    whole = told[0]
    auxiliary = "were" if whole.plural else "was"
    after = last.text[whole.far :].strip()
    return " ".join(
        f"{auxiliary} {last.text[whole.start : whole.far]} {participle} {after}".split()
    )


def _doing(last: Frame) -> str | None:
    """Give "do agencies watch the wells" of "which agencies watch the wells"."""
    verb = tokens(last.text[last.verb :])[:1]
    if last.asked is None or not last.asked.plural or not verb:
        return None
    present = not verb[0].low.endswith(("ed", "s")) and verb[0].low not in PARTICIPLES
    return f"do {last.asked.text} {last.text[last.verb :]}" if present else None


def which(last: Frame) -> str | None:
    """Ask which of those that the last question is about: "which goals were diluted"."""
    if last.asking and last.asked and last.asked.plural:
        return f"Which {last.asked.text}{last.text[last.asking[1] :]}?"
    subject = last.subject
    if subject is None or last.auxiliary is None or not subject.plural:
        return None
    auxiliary = last.part(last.auxiliary).lower()
    noun = " ".join(subject.text.split()[1:]) if _determined(subject) else subject.text
    middle = "" if auxiliary in DO else f" {auxiliary}"
    return f"Which {noun}{middle} {last.text[subject.end :].strip()}?"


def _determined(phrase: Phrase) -> bool:
    return phrase.text.split()[0].lower() in DETERMINERS


def fragment(question: str) -> str | None:
    """Give the noun phrase, with its preposition, that a follow-up puts in another's place.

    "What about X", "and X", "and in X": None of all that has a verb or just is a
    noun, which may be a search of its own.
    """
    text = _plain(question)
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
    if any(word.low in PRONOUNS for word in words) or words[-1].low in PREPOSITIONS:
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
    return low not in PRONOUNS and phrase.head not in EMPTY_HEADS and low not in SOURCES


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
    score += _determined(phrase) == _determined(new)
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


def more(question: str) -> bool:
    """Say whether more of the same is asked for: "tell me more", "any others?"."""
    return _MORE.fullmatch(_plain(without_lead(question))) is not None


def thin(question: str) -> bool:
    """Say whether a question has a verb, or a noun that is of something, and nothing else.

    "Who objected?", "did everyone agree?", "what's the solution?", "anything on costs?"
    """
    text = _plain(without_lead(question))
    words = tokens(text)
    if not words or len(words) > 8:
        return False
    if len(words) < 4 and LEAD.match(question) and not {w.low for w in words} & (AUXILIARIES | WH):
        return True
    if re.match(r"(?:anything|something|nothing) (?:on|about) ", text, re.IGNORECASE):
        return True
    if re.match(
        r"what if |(?:any|especially|particularly|exactly|only|even) ", text, re.IGNORECASE
    ):
        return True
    if _THIN.fullmatch(text) and words[-1].text.islower() and words[-1].low not in _NOT_VERBS:
        return True
    return _relational(text)


def _relational(text: str) -> bool:
    """Say whether all that is named are nouns such as "the solution", with nothing that has it."""
    straight = text.replace("’", "'")
    frame = parse(re.sub(r"^(what|who|where|when)'s\b", r"\1 is", straight, flags=re.IGNORECASE))
    nouns = [w.lower() for p in frame.phrases for w in p.words]
    definite = all(p.text.lower().startswith(("the ", "any ", "some ")) for p in frame.phrases)
    return bool(nouns) and definite and all(noun in RELATIONS for noun in nouns)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip().rstrip("?!. ").strip()


def ordinal_of(phrase: Phrase) -> str | None:
    """Give the ordinal in a noun phrase: "second" of "the second working group"."""
    return next((word for word in phrase.words if word.lower() in ORDINALS), None)
