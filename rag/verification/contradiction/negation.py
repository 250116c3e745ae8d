"""What one of the two denies and the other doesn't, and words for their opposites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.grammar.claim_strength import marks_of
from rag.grammar.negation import DENIALS, LEFT_OUT, QUASI_DENIALS
from rag.grammar.word_relations import converse, opposed
from rag.text.alignment import Edit, Pair
from rag.text.tokens import HYPHENS, Token
from rag.verification.contradiction.findings import (
    DENIED,
    Found,
    apart,
    is_held,
    span_of,
    text_of,
)


def denied_words(pair: Pair) -> Iterator[Found]:
    """A word that is denied in one of the two only; two such turns cancel each other."""
    if _unclear(pair):
        return
    turns = list(_turns(pair))
    if len(turns) % 2 == 1 or any(held for held, _ in turns):
        yield from (one for _, one in turns)


def _unclear(pair: Pair) -> bool:
    """Say whether both deny something, each in words of its own: "neither may", "may not"."""
    words = ({token.word for token in some} for some in (pair.said, pair.found))
    denying = [bool(some & _DENYING) for some in words]
    return not pair.altered and all(denying)


_DENYING = (
    DENIALS
    | QUASI_DENIALS
    | frozenset("no nothing none nobody neither nor unlikely unless".split())
)


def _turns(pair: Pair) -> Iterator[tuple[bool, Found]]:
    said = {m.head: m for m in marks_of("denial", pair.statement) if m.head >= 0}
    found = {m.head: m for m in marks_of("denial", pair.sentence) if m.head >= 0}
    for i, j in pair.to.items():
        mark = said.get(i) or found.get(j)
        if mark is None or (i in said) == (j in found) or not pair.said[i].content:
            continue
        once = all(
            sum(t.stem == words[n].stem for t in words) == 1
            for words, n in ((pair.said, i), (pair.found, j))
        )  # else it's unclear which is meant
        if not once or _other_denial(pair, i, j, in_said=i in said):
            continue
        ours = pair.said[mark.at : mark.until] if i in said else pair.said[i : i + 1]
        theirs = pair.found[mark.at : mark.until] if j in found else pair.found[j : j + 1]
        held = _neighbours(pair, i, j)
        if held or pair.altered or pair.cover >= DENIED:
            yield held, apart("negation", pair, span_of(ours), span_of(theirs))


def _other_denial(pair: Pair, i: int, j: int, *, in_said: bool) -> bool:
    """Say whether the one that doesn't deny by a "not" does so otherwise near the word."""
    words, at, text = (pair.found, j, pair.sentence) if in_said else (pair.said, i, pair.statement)
    start = max(0, at - 4)
    while start and {"or", "nor", "and"} & {t.word for t in words[start:at]} and at - start < 8:
        start -= 1  # "without the one or the other"
    if any(t.word in QUASI_DENIALS for t in words[start : at + 5]) or LEFT_OUT.search(text):
        return True
    if in_said and any(token.word in _PRONOUNS for token in words):
        return True  # "No mayor has" for "none has"
    if any(t.word in _NOTHING for t in words[:at]):
        return True
    return any(start - 1 <= m.at <= at + 4 for m in marks_of("denial", text))


_NOTHING = frozenset("no nothing none nobody neither nor".split())
"""They deny however far the verb is: "no plan of this kind was agreed"."""
_PRONOUNS = frozenset("none nobody neither nothing".split())


def _neighbours(pair: Pair, i: int, j: int) -> bool:
    """Say whether the two words have the same neighbours."""
    left = i > 0 and j > 0 and any(pair.to.get(i - n) in (j - 1, j - 2, j - 3) for n in (1, 2, 3))
    right = any(pair.to.get(i + n) in (j + 1, j + 2, j + 3) for n in (1, 2, 3))
    return left and right


def denials_put_in(pair: Pair) -> Iterator[Found]:
    """Find denials inserted or dropped between the same words, whatever they bear on."""
    if _unclear(pair):
        return
    for edit in pair.edits:
        said, found = pair.words(edit)
        if not _telling_edit(pair, edit, said, found) or _denied_otherwise(pair, edit):
            continue
        ours = sum(t.word in DENIALS for t in said)
        theirs = sum(t.word in DENIALS for t in found)
        others = [t for t in (*said, *found) if t.content and t.word not in DENIALS]
        if (ours + theirs) % 2 == 1 and len(others) <= 1:
            at = said or pair.said[max(0, edit.said[0] - 1) : edit.said[0] + 1]
            at_found = found or pair.found[max(0, edit.found[0] - 1) : edit.found[0] + 1]
            yield apart("negation", pair, span_of(at), span_of(at_found))


def _telling_edit(pair: Pair, edit: Edit, said: Sequence[Token], found: Sequence[Token]) -> bool:
    """Say whether an edit is so small, or the rest so much the same, that a "not" in it tells."""
    if not is_held(pair, edit) or max(len(said), len(found)) > 5:
        return False
    if re.search("[;:]", text_of(pair.sentence, found)) or "," in text_of(pair.statement, said):
        return False
    if edit.said[1] >= len(pair.said) and not (said and found):
        return False
    if edit.said[0] == 0 and (len(said) != 1 or len(found) != 1 or found[0].content):
        return False  # "No, …" and "I'm not sure, but …"
    small = max(len(said), len(found)) <= 3 and min(edit.left, edit.right) >= 2
    return small or pair.altered


def _denied_otherwise(pair: Pair, edit: Edit) -> bool:
    """Say whether both deny there, each in its way, or one does so in a way that's no "not"."""
    said, found = pair.words(edit)
    otherwise = QUASI_DENIALS | {"but", "or"}
    if any(t.word in otherwise or (t.capital and t.content) for t in (*said, *found)):
        return True
    return _denial_in(pair.statement, edit.said) and _denial_in(pair.sentence, edit.found)


def _denial_in(text: str, span: tuple[int, int]) -> bool:
    return any(span[0] - 1 <= m.at <= span[1] for m in marks_of("denial", text))


def prefixes_put_in(pair: Pair) -> Iterator[Found]:
    """A "de-", "non-" or "un-" put in or left out."""
    for edit in pair.edits:
        said, found = pair.words(edit)
        one = (*said, *found)
        if len(one) == 1 and one[0].word in _PREFIXES and edit.left and edit.right:
            text = pair.statement if said else pair.sentence
            if text[one[0].end : one[0].end + 1] in HYPHENS:
                at = said or pair.said[edit.said[0] : edit.said[0] + 1]
                at_found = found or pair.found[edit.found[0] : edit.found[0] + 1]
                yield apart("negation", pair, span_of(at), span_of(at_found))


_PREFIXES = frozenset("de non un anti dis mis pro pre post sub ex semi quasi".split())


def opposite_words(pair: Pair) -> Iterator[Found]:
    """A word for its opposite, where the words beside it are the same or hang together."""
    said: set[int] = set()
    for i, j in opposites_in(pair):
        if i not in said and _opposed_here(pair, i, j):
            said.add(i)
            yield apart("negation", pair, span_of([pair.said[i]]), span_of([pair.found[j]]))


def opposites_in(pair: Pair) -> Iterator[tuple[int, int]]:
    """Give each word that only the statement has with one of the sentence's own that's opposed."""
    matched = set(pair.to.values())
    free = [j for j, t in enumerate(pair.found) if j not in matched and len(t.word) > 2]
    for i, token in enumerate(pair.said):
        if i in pair.to or len(token.word) < 3:
            continue
        for j in free:
            if opposed(token.word, pair.found[j].word) and not _from_either_side(pair, i, j):
                yield i, j


def _from_either_side(pair: Pair, i: int, j: int) -> bool:
    """Say whether two words tell one thing from its two sides: what one lends the other borrows.

    Where only one of the two compares by "than", as well: "outnumber" is "more than", too.
    """
    if not converse(pair.said[i].word, pair.found[j].word):
        return False
    than = ["than" in {token.word for token in words} for words in (pair.said, pair.found)]
    return than[0] != than[1] or any(
        n < i and m > j and pair.said[n].content for n, m in pair.to.items()
    )


def _opposed_here(pair: Pair, i: int, j: int) -> bool:
    """Say whether neither is denied, and words of both stand beside the two."""
    if _is_denied(pair.statement, i) or _is_denied(pair.sentence, j):
        return False
    if {t.word for t in pair.said[max(0, i - 2) : i]} & DENIALS:
        return False
    near = [i + n for n in (-3, -2, -1, 1, 2, 3)]
    beside = [n for n in near if n in pair.to and abs(pair.to[n] - j) <= 3]
    return len(beside) >= 2 and any(pair.said[n].content for n in beside)


def _is_denied(text: str, n: int) -> bool:
    return any(m.head == n or n - 4 <= m.at < n for m in marks_of("denial", text))
