"""Follow-ups that are no whole question: "why?", "which ones?", "tell me more", "who objected?"."""

from __future__ import annotations

import re

from rag.clauses import parse
from rag.english import AUXILIARIES, PREPOSITIONS
from rag.phrases import BE, DO, WH, Frame, determined, tokens
from rag.pointers import UNFIT
from rag.verbs import PARTICIPLES

LEAD = re.compile(
    r"^(?:(?:and|but|so|then|also|or)\b[\s,.!:–-]*|(?:okay|ok|well|now|plus|yes|no|right|thanks|"
    r"thank you|great|hmm|oh|sorry|alright)\b ?[,.!:–-][\s,.!:–-]*){1,3}",
    re.IGNORECASE,
)
"""Words that only hang a question on to the one before."""


_MORE = re.compile(
    r"(?:please )?(?:(?:can|could) you )?(?:(?:tell|show|give) me )?(?:some )?"
    r"(?:more(?: (?:details?|information|info|about (?:it|that|this|them)|on (?:it|that|this)))?"
    r"|go on|continue|elaborate|explain|any more|"
    r"(?:any|what|(?:is|are|was|were) there(?: any)?) ?others?|"
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
    r"purpose|reason|extent|conditions?|way|age)|(?<= )(?:what|which)(?: [a-z'-]+){1,3}|"
    r"why|when|where|who|whom|what|how)"
    r"(?: exactly| precisely| then)?",
    re.IGNORECASE,
)


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


_OF_SOMETHING = frozenset(
    "solution solutions reason reasons cause causes purpose result outcome effect effects impact "
    "consequence consequences cost costs budget price deadline penalty penalties fine fines "
    "punishment chair chairman head leader members difference differences alternative alternatives "
    "exception exceptions limit limits limitation limitations advantages disadvantages criteria "
    "conditions duration amount rate procedure process criticism criticisms remedy remedies chance "
    "chances lapse lapses".split()
)
"""Nouns that make no sense without what they're of. "The recommendations", "the risks", "the
author" or "the main challenges" aren't among them: those may be a whole document's, and a
question for them that is joined to a topic finds that topic in place of an answer."""


RELATIONS = _OF_SOMETHING | frozenset(
    "role part goal goals aim aims objective objectives importance use benefit benefits risk risks "
    "challenge challenges problem problems history future state status scope source sources "
    "origin origins danger dangers value".split()
)
"""Nouns that are of something: "what about youth?" after "what is the role of education?" means
"the role of youth"."""


_WHO = r"(?:everyone|everybody|anyone|anybody|someone|somebody|nobody|all|some|others|people)"


_THIN = re.compile(
    r"(?:(?:who|what|which)(?: (?:has|have|had|will|would|should|can|could|may|might|must|did))* "
    r"(?:be |being )?[a-z]+(?: (?:after|before|against|for|with|about))?"
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
    text = _ESPECIALLY.sub("", plain(without_lead(question)))
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
    text = _ESPECIALLY.sub("", plain(without_lead(question)))
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
    if asking.lower().startswith(("how much ", "how many ")):
        return None
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
    if subject is None or last.auxiliary is None or set(subject.text.lower().split()) & UNFIT:
        return None
    auxiliary = last.part(last.auxiliary).lower()
    if not subject.plural:
        done = next((p for p in last.phrases if p.role == "object" and p.plural), None)
        if last.asking or done is None or auxiliary in BE:
            return None
        did = f"{auxiliary} {subject.text} {last.text[last.verb : done.start].strip()}"
        return f"Which {' '.join(done.words)} {did}{last.text[done.end :]}?"
    noun = " ".join(subject.text.split()[1:]) if determined(subject) else subject.text
    middle = "" if auxiliary in DO else f" {auxiliary}"
    return f"Which {noun}{middle} {last.text[subject.end :].strip()}?"


def more(question: str) -> bool:
    """Say whether more of the same is asked for: "tell me more", "any others?"."""
    return _MORE.fullmatch(plain(without_lead(question))) is not None


def thin(question: str) -> bool:
    """Say whether a question has a verb without its object, or a noun that must be of something.

    "Who objected?", "did everyone agree?", "what's the solution?", "anything on costs?" A
    passive lacks nothing: "who was killed?" may be asked of everything.
    """
    text = plain(without_lead(question))
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
    if re.match(r"(?:is|are|was|were) there ", text, re.IGNORECASE):
        nouns, definite = [noun for noun in nouns if noun != "there"], True
    return bool(nouns) and definite and all(noun in _OF_SOMETHING for noun in nouns)


def plain(text: str) -> str:
    """Give a question without the mark at its end."""
    return " ".join(text.split()).strip().rstrip("?!. ").strip()
