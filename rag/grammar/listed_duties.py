"""Lists within a sentence that share a subject and a modal: "must: (a) keep …; and (b) file …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.grammar.clause_words import Word, is_passive, next_word
from rag.grammar.duty import Duty, entry_number
from rag.grammar.predicates import predicate_end
from rag.grammar.word_classes import is_base

_BETWEEN = frozenset(": ; , and or — – --".split())


def each_listed(words: Sequence[Word], duty: Duty) -> list[Duty]:
    """Give a duty for each entry of the list that says what is to be done; itself if none does."""
    begins = [
        n
        for n in range(duty.at + 1, len(words))
        if (n == duty.at + 1 or words[n - 1].low in _BETWEEN) and entry_number(words, n)
    ]
    verbs = [(n, next_word(words, entry_number(words, n))) for n in begins]
    verbs = [(n, v) for n, v in verbs if v < len(words)]
    first = next((k for k, (_, verb) in enumerate(verbs) if verb == duty.verb), None)
    if first is None:
        return [duty]
    found: list[Duty] = []
    for n, verb in verbs[first:]:
        if not (is_base(words[verb].low) or words[verb].low in ("be", "have", "do")):
            break
        if found:
            found[-1] = replace(found[-1], end=_before(words, min(found[-1].end, n)))
        end = predicate_end(words, verb)
        found.append(replace(duty, verb=verb, end=end, passive=is_passive(words, verb)))
    return found if len(found) > 1 else [duty]


def _before(words: Sequence[Word], end: int) -> int:
    while words[end - 1].mark or words[end - 1].low in ("and", "or"):
        end -= 1
    return end
