"""Who does what to whom, where word order tells for sure: the nouns beside a verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.alignment import Pair
from rag.beside import Beside, telling
from rag.english import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.thesaurus import load_thesaurus, noun, verb_forms
from rag.tokens import HYPHENS, IRREGULAR, Token, root
from rag.verbs import PLAIN_VERBS

_MORE_VERBS = frozenset(
    "accuse advise affect aid amend appoint approve arm attack audit back ban blame brief cause "
    "challenge check cite command condemn consult control convene counter criticise criticize "
    "curb declare defend denounce direct dismiss draft drive elect endorse engage exceed fear "
    "feed fight finance fuel fund harbor harbour harm help hijack host incorporate influence "
    "inform inspect invoke kill lead monitor nominate outnumber outweigh override oversee "
    "overtake owe pay praise precede protect question radicalise radicalize recruit reform "
    "regulate remind replace rescue review shape shelter shun sue supply support target tax "
    "tell threaten train trust undermine visit warn weaken".split()
)
_SPOKEN_TO = frozenset(root(w) for w in "warn tell ask advise inform urge remind brief".split())
_RELATING = frozenset(
    root(verb)
    for verb in "follow precede lead stem result depend rely belong report contribute provide give "
    "refer come arise emanate emerge flow apply transform turn shift derive answer defer bow "
    "submit yield share owe hand transfer pay sell lend send".split()
)
"""Verbs that relate their doer to what stands behind a preposition."""
_MAKING = frozenset(
    "oblige allow enable force ask require urge want expect help order tell permit get encourage "
    "invite persuade compel instruct lead cause forbid advise commit entitle authorise".split()
)
"""Verbs whose object does what the "to" behind it says."""
_EVEN = frozenset("with from between and".split())
"""Behind these, what stands on either side may change places: "mixes the one with the other"."""
FEWEST = 2
_BE = frozenset("is are was were be been being get gets got am".split())
_RELATIVE = frozenset("which who that whom".split())
_SKIPPED = AUXILIARIES | frozenset("not also even often then still already never only to".split())
_STANDING_ALONE = frozenset("these those all some many few both each".split())
_THEM = frozenset("them him her it us me".split())
_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Roles:
    """Stems of those that do what a verb says, and of those that it's done to.

    ``beyond`` are those behind a preposition, ``link``: "follows in the wake of the plan".
    """

    doers: frozenset[str]
    done_to: frozenset[str]
    beyond: frozenset[str] = frozenset()
    link: str = ""


def turned_about(beside: Beside) -> str | None:
    """Find a verb whose doer is, in the evidence, the one that it's done to, or the reverse."""
    for pair in beside.pairs:
        for i, j in sorted(pair.to.items()):
            if not _verb_of_both(pair, i, j):
                continue
            ours = roles(pair.said, i, pair.statement)
            theirs = roles(pair.found, j, pair.sentence)
            if ours is None or theirs is None:
                continue
            crossed = (ours.doers & theirs.done_to) - theirs.doers - ours.done_to
            crossed |= (ours.done_to & theirs.doers) - theirs.done_to - ours.doers
            if pair.said[i].stem in _RELATING:
                crossed |= (ours.doers & theirs.beyond) - theirs.doers - theirs.done_to
            if (
                ours.link == theirs.link and ours.link not in _EVEN
            ):  # "blames the wall for the loss"
                there = (ours.done_to & theirs.beyond) - theirs.done_to - ours.beyond
                here = (ours.beyond & theirs.done_to) - theirs.beyond - ours.done_to
                crossed |= there if there and here else frozenset()
            if crossed:
                who = next(t.text for t in pair.said if t.stem in crossed)
                return f"its evidence doesn't have “{who}” on that side of “{pair.said[i].text}”"
    return None


def _verb_of_both(pair: Pair, i: int, j: int) -> bool:
    """Say whether a word is a form of one verb in both, and no half of a compound."""
    said, found = pair.said[i], pair.found[j]
    shared = verb_forms(said.word) & verb_forms(found.word)
    if not shared & (PLAIN_VERBS | _MORE_VERBS | load_thesaurus().verbs):
        return False
    return not any(
        text[max(0, t.start - 1)] in HYPHENS or text[t.end : t.end + 1] in (*HYPHENS,)
        for text, t in ((pair.statement, said), (pair.sentence, found))
    )


def roles(words: Sequence[Token], n: int, text: str) -> Roles | None:
    """Read doers and done-to off the noun phrases right beside a verb; None for no clear verb."""
    form = _form(words, n, text)
    if form == "":
        return None
    before, antecedent = _before(words, n, text)
    if form == "passive":
        by = next((m for m in range(n + 1, min(n + 5, len(words))) if words[m].word == "by"), None)
        doers = _behind(words, by, text) if by else frozenset()
        return Roles(doers, before)
    if [t.word for t in words[n + 1 : n + 2]] in (["through"], ["via"]):
        return None  # "spreads through water" is "water spreads it"
    behind = _behind(words, n, text) or antecedent
    if {"other", "another"} & {t.word for t in words[n + 1 : n + 3]}:
        return None  # "feed one another"
    beyond, link = _beyond(words, n, text)
    if form == "bare":
        return Roles(_responsible(words, n, text), behind, beyond, link)
    other = bool(before) and _taken_up(words, n)  # what it's done to stands elsewhere
    other = other or [t.word in _THEM for t in words[n + 1 : n + 2]] == [True]
    if not (behind or beyond or other or words[n].stem in _SPOKEN_TO):
        return None  # "the gap widened" is "the gap was widened"
    return Roles(before, behind, beyond, link)


def _responsible(words: Sequence[Token], n: int, text: str) -> frozenset[str]:
    """Give the doer of "is responsible for producing" and of "obliges states to share"."""
    if n > FEWEST and words[n - 1].word == "to" and words[n - 2].content:
        before = range(max(0, n - 2 - _LIMIT), n - 2)
        made = any(verb_forms(words[at].word) & _MAKING for at in before)
        return _phrase(words, n - 2, text) if made else frozenset()
    if n < 3 or words[n - 1].word not in ("for", "of", "at", "in"):
        return frozenset()
    at = n - 3
    if words[at].word not in _BE:
        return frozenset()
    return _before(words, at, text)[0]


def _taken_up(words: Sequence[Token], n: int) -> bool:
    """Say whether a "that" before the doer takes up what it's done to: "those that it makes"."""
    return any(
        words[at].word in ("that", "which", "whom")
        and (words[at - 1].content or words[at - 1].word in _STANDING_ALONE)
        for at in range(max(1, n - 5), n)
    )


def _beyond(words: Sequence[Token], n: int, text: str) -> tuple[frozenset[str], str]:
    """Give the stems behind the first preposition after a verb and its object, and that."""
    at = n + 1
    while at < min(len(words), n + 6) and words[at].word not in PREPOSITIONS - {"of"}:
        if any(mark in text[words[at - 1].end : words[at].start] for mark in ",;:()"):
            return frozenset(), ""
        at += 1
    if at >= min(len(words), n + 6):
        return frozenset(), ""
    return _behind(words, at, text), words[at].word


_NO_OBJECTS = frozenset("early late last next recently then ago yesterday today tomorrow".split())


def _form(words: Sequence[Token], n: int, text: str) -> str:
    """Say whether a verb is "active", "passive", "bare" (no doer beside it); "" where unclear."""
    token = words[n]
    at = n - 1
    while at >= 0 and (words[at].word.endswith("ly") or words[at].word in ("not", "also", "even")):
        at -= 1
    before = words[at].word if at >= 0 else ""
    behind = words[n + 1].word if n + 1 < len(words) else ""
    if _noun_here(token, before, behind):
        return ""
    if token.word.endswith("ing"):
        return "active" if before in _BE else "bare"
    past = token.word.endswith(("ed", "en")) or token.word in IRREGULAR
    if past and (before in _BE or behind == "by"):
        return "passive"
    if before == "to":
        return "bare"
    parted = "," in text[words[at].end : token.start]  # "cycling, also called biking, …"
    return "active" if not past or (not parted and _has_object(words, n, before)) else ""


def _noun_here(token: Token, before: str, behind: str) -> bool:
    """Say whether a word between these isn't surely a verb: "the report of"."""
    if (token.capital and not token.first) or before[:1].isdigit():
        return True
    if before in DETERMINERS - _STANDING_ALONE or (behind == "of" and token.stem not in _SPOKEN_TO):
        return True
    plural = token.word.endswith("s") and bool(noun(token.word).word)
    return plural and before in load_thesaurus().others  # "late answers"


def _has_object(words: Sequence[Token], n: int, before: str) -> bool:
    """Say whether a past form says that its subject did something: not in "plans announced in"."""
    after = words[n + 1] if n + 1 < len(words) else None
    if after is not None and after.word in _NO_OBJECTS:
        return False
    if before in ("have", "has", "had") or words[n].stem in _SPOKEN_TO:
        return True
    return after is not None and (after.content or after.word in DETERMINERS)


def _before(words: Sequence[Token], n: int, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the noun phrase before a verb, and one that a "that" takes up as its object."""
    at = n - 1
    while at >= 0 and (words[at].word in _SKIPPED or words[at].word.endswith("ly")):
        at -= 1
    if at >= 0 and words[at].word in _RELATIVE:
        return _phrase(words, at - 1, text), frozenset()
    found = _phrase(words, at, text)
    start = at
    while start >= 0 and words[start].content:
        start -= 1
    while start >= 0 and words[start].word in DETERMINERS:
        start -= 1
    if start > 0 and words[start].word in _RELATIVE and found:
        return found, _phrase(words, start - 1, text)
    return found, frozenset()


def _phrase(words: Sequence[Token], at: int, text: str) -> frozenset[str]:
    """Give the stems of the nouns that end at a word: two in "minorities, an excluded group, …"."""
    found: list[str] = []
    start = -1
    aside = "," in text[words[at].end : words[at + 1].start] if at + 1 < len(words) else False
    for n in range(at, max(-1, at - _LIMIT), -1):
        token = words[n]
        if n < at and any(mark in text[token.end : words[n + 1].start] for mark in ";:"):
            break
        gap = text[token.end : words[n + 1].start] if n < at else ""
        if "," in gap and not (aside and words[n + 1].word in ("a", "an", "the")):
            break
        if ("(" in gap or ")" in gap) and not words[n + 1].text.isupper():
            break
        start = n
        if (token.word in _PARTING and not _in_name(words, n)) or token.word in _RELATIVE:
            break
        if telling(token):
            found.append(token.stem)
    if start >= 0 and words[start].word in PREPOSITIONS:
        found = found[:2]  # "Under the treaty upstream states": what is one phrase can't be told
    return frozenset(found)


_PARTING = (PREPOSITIONS - {"of"}) | PRONOUNS | (_SKIPPED - {"only"})


def _in_name(words: Sequence[Token], n: int) -> bool:
    """Say whether a small word stands inside a name: "Institute for Peace Studies"."""
    beside = (*words[max(0, n - 1) : n], *words[n + 1 : n + 2])
    return len(beside) == 2 and all(token.capital for token in beside)


def _behind(words: Sequence[Token], n: int, text: str) -> frozenset[str]:
    """Give the stems of the nouns right behind a verb or a "by"."""
    found: set[str] = set()
    for at in range(n + 1, min(len(words), n + _LIMIT)):
        token = words[at]
        if any(mark in text[words[at - 1].end : token.start] for mark in ",;:()"):
            break
        if token.word in _PARTING | _RELATIVE and not _in_name(words, at):
            break
        if found and token.word in DETERMINERS and words[at - 1].word != "of":
            break  # "To sell fireworks a shop needs …"
        if telling(token) and not token.word.endswith("ly"):
            found.add(token.stem)
    return frozenset(found)
