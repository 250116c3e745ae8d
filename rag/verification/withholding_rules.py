"""Why a sentence that can't be verified shouldn't be shown beside its evidence, either.

Each rule looks for one way in which sentences go wrong that are worded otherwise than their
evidence. They're looser than the verifier's own: enough to withhold, not to contradict. A rule
has its place if, on texts that it wasn't made from, it withholds at least five false sentences
for each faithful one (`python -m evals.suites.withholding`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.english.vocabulary import TIME_UNITS
from rag.english.word_lists import words
from rag.grammar.negation import DENIALS, LEFT_OUT, denials, negative
from rag.grammar.word_relations import excluding, opposed
from rag.text.alignment import Pair, lean
from rag.text.quantities import figures
from rag.text.tokens import Token, tokens
from rag.verification.contradiction.findings import needs
from rag.verification.contradiction.negation import opposites_in

NEAR = 6
"""Words around one within which a "not" may turn it."""


@dataclass(frozen=True)
class Beside:
    """A statement, the sentences of its evidence, and what else it may take words from."""

    statement: str
    evidence: tuple[str, ...]
    around: str = ""

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The statement with each sentence that it leans on, the best first."""
        return tuple(
            Pair(self.statement, self.evidence[n]) for n in lean(self.statement, self.evidence)
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """The stems of the whole evidence and of what is around it."""
        texts = (*self.evidence, self.around)
        return frozenset(token.stem for text in texts for token in tokens(text))


Rule = Callable[[Beside], str | None]
"""What gives a reason to withhold a statement beside its evidence, None without one."""


def qualm(
    statement: str,
    sentences: Sequence[str],
    around: str = "",
    rules: Sequence[Rule] | None = None,
) -> str | None:
    """Say what is wrong with a statement, None where no rule finds anything.

    ``sentences`` are those of its evidence, ``around`` what else it may take words from.
    """
    beside = Beside(statement, tuple(sentences), around)
    asked = RULES if rules is None else rules
    return next((why for rule in asked if (why := rule(beside)) is not None), None)


def denied_alone(beside: Beside) -> str | None:
    """Find a denial in a statement whose evidence has none that it could be made of.

    A word such as "lack" that the statement has, too, isn't said by its "not".
    """
    held = {token.word for pair in beside.pairs for token in pair.found}
    said = [
        denial for denial in denials(beside.statement)
        if (parts := denial.lower().split())[0] in DENIALS or not held.issuperset(parts)
    ]  # fmt: skip
    theirs = sum(len(LEFT_OUT.findall(pair.sentence)) for pair in beside.pairs)
    theirs += sum(
        _could_be_denied(pair, j) for pair in beside.pairs for j in range(len(pair.found))
    )
    if len(said) <= theirs or needs(beside.statement, beside.evidence):
        return None
    return f"it says “{said[0]}”, and its evidence doesn't deny that"


def _could_be_denied(pair: Pair, j: int) -> bool:
    """Say whether a "not" may be made of the sentence's word at ``j``, which isn't said again."""
    one = pair.found[j]
    contrary = one.content and any(opposed(one.word, t.word) for t in pair.found[:j] if t.content)
    if not (contrary or negative(pair.found, j)) or not _in_use(pair, j):
        return False
    again = pair.back(j) is not None or any(token.word == one.word for token in pair.said)
    return one.word in DENIALS or not again


def opposite(beside: Beside) -> str | None:
    """Find a word that has its opposite in the evidence instead."""
    for pair in beside.pairs[:1]:
        than = all("than" in {t.word for t in words} for words in (pair.said, pair.found))
        for i, j in opposites_in(pair):
            one, other = pair.said[i], pair.found[j]
            compared = than and one.word.endswith(("er", "re", "ss"))  # "B is lower than A"
            turned = (_turns(pair.said, i) + _turns(pair.found, j)) % 2
            if other.word in _TURNED or compared or turned or not _of_that_clause(pair, i, j):
                continue
            return f"it says “{one.text}”, its evidence “{other.text}”"
    return None


_TURNED = frozenset("with without like unlike".split())
"""Their contrary is as often said in other words."""


def _turns(words: Sequence[Token], n: int) -> int:
    """Count what turns a word into its contrary: "not", "a lack of"."""
    near = words[max(0, n - NEAR) : n + NEAR + 1]
    return sum(token.word in DENIALS or token.word in _HALF_DENIALS for token in near)


_HALF_DENIALS = frozenset("lack absence hardly barely scarcely".split())


def _of_that_clause(pair: Pair, i: int, j: int) -> bool:
    """Say whether the sentence has but one word such as that at ``j`` in the clause meant."""
    alike = {n for n, token in enumerate(pair.found) if opposed(token.word, pair.found[j].word)}
    if not alike:
        return True
    clause = _clause_for(pair, i)
    return pair.found[j].start in clause and not any(pair.found[n].start in clause for n in alike)


def other_of_a_kind(beside: Beside) -> str | None:
    """Find a word of a kind of which the evidence has another: parliament for the cabinet."""
    for pair in beside.pairs[:1]:
        taken = set(pair.to.values())
        free = [t for j, t in enumerate(pair.found) if j not in taken and _of_a_kind(t)]
        for i, one in enumerate(pair.said):
            if pair.has(i) or not _of_a_kind(one) or one.stem in beside.known:
                continue
            if one.word in _ANYBODY or _unit(pair.said, i):
                continue
            for other in free:
                if excluding(one.stem, other.stem):
                    return f"it says “{one.text}”, its evidence “{other.text}”"
    return None


def _of_a_kind(token: Token) -> bool:
    return token.content or token.word in ("once", "twice", "thrice")


def _unit(words: Sequence[Token], n: int) -> bool:
    """Say whether a word is a figure's unit of time: "ten years" are a decade."""
    return n > 0 and words[n].word.rstrip("s") in TIME_UNITS and bool(figures(words[n - 1].text))


_ANYBODY = frozenset(words("withholding_rules", "anybody"))


def brought_in(beside: Beside) -> str | None:
    """Find an "all", an "always" or an "only" that nothing in the evidence comes up to."""
    held = "\n".join(pair.sentence for pair in beside.pairs)
    idle = [match.span() for match in _IDLE.finditer(beside.statement)]
    for strong, bearing in _STRONG:
        for match in strong.finditer(beside.statement):
            if any(start <= match.start() < end for start, end in idle) or bearing.search(held):
                continue
            return f"its evidence doesn't say “{match.group()}”"
    return None


def _any_of(name: str) -> re.Pattern[str]:
    """Give what finds any of some listed words, "*" for any ending, "_" for a space."""
    written = (
        re.escape(word).replace(r"\*", r"\w*").replace("_", " ")
        for word in words("withholding_rules", name)
    )
    return re.compile(rf"\b(?:{'|'.join(written)})\b", re.IGNORECASE)


_STRONG = [
    (_any_of(name), _any_of(f"{name}_borne_out")) for name in ("all", "wholly", "always", "only")
]
"""Words that say much, and those of the evidence by any of which they may be borne out.

"mostly", "certainly", "already", "a single", "more than" and "both" were tried, too: they cost
more than they bring.
"""
_IDLE = re.compile(
    r"\b(?:all the (?:same|more)|above all|after all|at all|in all|all in all|not only|if only|"
    r"only (?:to|from|after|once(?! ha[sd]| have| in| did)|if|when|where|as|in|because|by|then|too|"
    r"with|just)|all kinds|let alone|(?:leave|leaves|left) \w+ alone|on the whole|as a whole|"
    r"every (?:kind|sort) of|all sorts)\b",
    re.IGNORECASE,
)
"""Where those words say little."""


def _clauses(text: str) -> list[range]:
    """Give the characters of each clause of a sentence, parted by a semicolon or a "but"."""
    stops = [match.start() for match in _PARTING.finditer(text)]
    return [range(*ends) for ends in itertools.pairwise((0, *stops, len(text)))]


_PARTING = re.compile(
    r"[;:]|,? \b(?:but|while|whereas|yet)\b|, (?:though|although)\b", re.IGNORECASE
)


def _in_use(pair: Pair, j: int) -> bool:
    """Say whether the statement has a word of the clause that a word of the sentence is in."""
    clause = next(one for one in _clauses(pair.sentence) if pair.found[j].start in one)
    return any(
        pair.found[m].start in clause for i, m in pair.to.items() if pair.said[i].weight == 1.0
    )


def _clause_for(pair: Pair, i: int) -> range:
    """Give the clause of the sentence that has most of that of the statement's word at ``i``."""
    clause = next(one for one in _clauses(pair.statement) if pair.said[i].start in one)
    taken = [
        pair.found[m].start for n, m in pair.to.items()
        if pair.said[n].weight == 1.0 and pair.said[n].start in clause
    ]  # fmt: skip
    return max(_clauses(pair.sentence), key=lambda one: sum(at in one for at in taken))


RULES: tuple[Rule, ...] = (denied_alone, opposite, other_of_a_kind, brought_in)
