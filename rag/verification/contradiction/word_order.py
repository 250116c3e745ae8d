"""Who does what to whom: subject and object that changed places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from rag.english.word_lists import words
from rag.grammar.attribution import frames
from rag.grammar.word_relations import converse
from rag.text.alignment import Edit, Pair
from rag.text.tokens import HYPHENS, IRREGULAR, Token
from rag.verification.contradiction.findings import Found, apart, is_held, span_of

AUXILIARY = frozenset(words("word_order", "auxiliary"))
_EVEN = frozenset("and or nor with plus".split())
_NO_VERBS = ("ly", "tion", "ment", "ness", "ity", "ism", "ance", "ence")
_OBJECTS = frozenset(words("word_order", "objects"))
_SUBJECTS = frozenset("i we you he she it they who which that not also even never".split())
_DETERMINING = frozenset("the a an this these those its their of in on with other some".split())
_IRREGULAR_VERBS = frozenset("overrode led met put made gave took won lost beat drove".split())
_CLAUSE = frozenset(words("word_order", "clause"))


def swapped(pair: Pair) -> Iterator[Found]:
    """Subject and object changed places about a word that both have."""
    if _compared_backwards(pair):
        return
    yield from _exchanged(pair)
    for i, j in sorted(pair.to.items()):
        if not _shared_verb(pair, i, j) or _through(pair.said, i) != _through(pair.found, j):
            continue
        voices = _voice(pair.said, i), _voice(pair.found, j)
        if "" in voices:
            continue
        if not pair.altered and not (_whole_verb(pair.said, i) and _whole_verb(pair.found, j)):
            continue
        sides = _sides(pair.said, i, pair.statement)
        if voices[0] != voices[1]:
            sides = sides[::-1]
        if _crossed(pair, sides, _sides(pair.found, j, pair.sentence)):
            yield apart("order", pair, span_of([pair.said[i]]), span_of([pair.found[j]]))
            return


def _through(words: Sequence[Token], n: int) -> bool:
    """Say whether a verb's doer stands behind it: "spreads through water" is "water spreads"."""
    return [t.word for t in words[n + 1 : n + 2]] in (["through"], ["via"])


def _compared_backwards(pair: Pair) -> bool:
    """Say whether one says "more than" where the other says "less than"."""
    ours, theirs = {t.word for t in pair.said}, {t.word for t in pair.found}
    if "than" not in ours & theirs:
        return False
    return any(converse(one, other) for one in ours - theirs for other in theirs - ours)


def _shared_verb(pair: Pair, i: int, j: int) -> bool:
    """Say whether a word of both looks like a verb: by its form in one, by its place in both."""
    one, other = _pivot(pair.said, i), _pivot(pair.found, j)
    for text, token in ((pair.statement, pair.said[i]), (pair.sentence, pair.found[j])):
        if {text[max(0, token.start - 1)], text[token.end : token.end + 1]} & {*HYPHENS}:
            return False
    places = i and j and pair.said[i - 1].content and pair.found[j - 1].content
    return bool((one and other) or ((one or other) and places))


def _whole_verb(words: Sequence[Token], n: int) -> bool:
    """Say whether a word in "-ing" has its "is" before it; any other may do without."""
    helped = any(t.stem == "be" for t in words[max(0, n - 2) : n])
    return helped or not words[n].word.endswith("ing")


Sides = tuple[set[int], set[int]]


def _crossed(pair: Pair, said: Sides, found: Sides) -> bool:
    """Say whether what was left of the word is right of it now, and the other way about."""
    left, right = ({pair.to.get(n, -1) for n in side} for side in said)
    to_right, to_left = left & found[1], right & found[0]
    if not (to_right and to_left) or left & found[0]:
        return False
    if left <= found[1] and found[0] <= right:
        return True
    return pair.altered and len(to_right) + len(to_left) > 2 * len(right & found[1])


def _exchanged(pair: Pair) -> Iterator[Found]:
    """Two stretches that stand in each other's place between the same words."""
    for one, other in combinations([e for e in pair.edits if _may_move(pair, e)], 2):
        ours = [_stems(pair.said, one.said), _stems(pair.said, other.said)]
        theirs = [_stems(pair.found, other.found), _stems(pair.found, one.found)]
        if not all(ours) or ours != theirs or _even(pair, one, other) or _other_voice(pair):
            continue
        span = pair.said[one.said[0]].start, pair.said[other.said[1] - 1].end
        there = pair.found[one.found[0]].start, pair.found[other.found[1] - 1].end
        yield apart("order", pair, span, there)


def _may_move(pair: Pair, edit: Edit) -> bool:
    """Say whether an edit puts words in others' place; who said it may stand anywhere."""
    said, found = pair.words(edit)
    framed = any(f.at < edit.said[1] and edit.said[0] < f.until for f in frames(pair.statement))
    return bool(said and found) and is_held(pair, edit) and not framed


def _stems(words: Sequence[Token], span: tuple[int, int]) -> set[str]:
    return {token.stem for token in words[slice(*span)] if token.content}


def _even(pair: Pair, one: Edit, other: Edit) -> bool:
    """Say whether two stretches may change places: "A is B" is "B is A", "A and B" "B and A"."""
    between = range(one.said[1], other.said[0])
    if any(_pivot(pair.said, n) or pair.said[n].word in ("not", "than") for n in between):
        return False
    first = pair.said[between.start : between.stop][:1]
    return all(token.word in _EVEN or token.stem == "be" for token in first)


def _other_voice(pair: Pair) -> bool:
    """Say whether a verb of both is active in one and passive in the other."""
    return any(
        _voice(pair.said, i) != _voice(pair.found, j)
        for i, j in pair.to.items()
        if _pivot(pair.said, i) and _pivot(pair.found, j)
    )


def _pivot(words: Sequence[Token], n: int) -> bool:
    """Say whether a word looks like a verb, or is the "than" of a comparison."""
    token = words[n]
    if token.word == "than":
        return True
    if not token.content or token.capital or token.word[0].isdigit():
        return False
    if token.word.endswith(_NO_VERBS):
        return False
    before = words[n - 1].word if n else ""
    if token.word.endswith("s") and before not in AUXILIARY:
        return _finite(words, n)
    return (
        token.word.endswith(("ed", "ing", "en"))
        or before in AUXILIARY
        or before.endswith("s")
        or token.word in _IRREGULAR_VERBS
    )


def _finite(words: Sequence[Token], n: int) -> bool:
    """Say whether a word in "s" is a verb rather than a plural: a noun before, an object behind."""
    if not 0 < n < len(words) - 1 or words[n - 1].word[0].isdigit():
        return False
    before, after = words[n - 1], words[n + 1]
    subject = (before.content or before.word in _SUBJECTS) and not before.word.endswith("s")
    return subject and (after.content or after.word in _OBJECTS)


def _voice(words: Sequence[Token], n: int) -> str:
    """Say whether a verb is active or passive with "by"; "" where that can't be told."""
    word = words[n].word
    if not word.endswith(("ed", "en")) and word not in _IRREGULAR_VERBS and word not in IRREGULAR:
        return "active"
    be = any(t.stem == "be" for t in words[max(0, n - 4) : n])
    by = any(t.word == "by" for t in words[n + 1 : n + 3])
    if be or by:
        return "passive" if be and by else ""
    if n == 0:
        return ""
    before = words[n - 1]
    if before.word in _DETERMINING or (before.word[0].isdigit() and word.endswith("ed")):
        return ""
    known = before.content or before.word.endswith("ly") or before.word in _SUBJECTS
    return "active" if known or before.stem in ("have", "do") else ""


def _sides(words: Sequence[Token], at: int, text: str) -> Sides:
    """Give the telling words before and behind a verb, in its own clause."""
    left: set[int] = set()
    for n in range(at - 1, max(-1, at - 16), -1):
        between = text[words[n].end : words[n + 1].start]
        if any(mark in between for mark in ";:(") or ("," in between and left):
            break
        before = words[max(0, n - 1)]
        takes_up = before.content and not before.word.endswith("ed")  # not in "argued that"
        if words[n].word in ("which", "who", "that") and takes_up:
            left.clear()
        elif words[n].word in _CLAUSE:
            break
        elif _telling(words[n]):
            left.add(n)
    right: set[int] = set()
    for n in range(at + 1, min(len(words), at + 12)):
        between = text[words[n - 1].end : words[n].start]
        if any(mark in between for mark in ";:(") or words[n].word in _CLAUSE:
            break
        if _telling(words[n]):
            right.add(n)
    return left, right


def _telling(token: Token) -> bool:
    return token.weight == 1.0 and not token.word.endswith("ly")
