"""Things of one kind that a document tells in turn: "The first workshop …", "The second …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.english.vocabulary import FUNCTION_WORDS
from rag.english.word_lists import words
from rag.requests.heading_labels import stems_of
from rag.text.content_words import words_of
from rag.text.quantities import ordinal
from rag.types import Document, Span

FEWEST = 3
"""Things that are told in turn."""
APART = 1500
"""Characters between the beginnings of two that follow each other, at most."""
NOUN = 3
"""Words behind the ordinal that may say what is told."""
MOST = 0.6
"""Share of the entries that have a word which says what they are, too."""
_OPENS = re.compile(
    rf"\W*(?:(?:the|our|its|their|a) )?(?P<ordinal>{'|'.join(words('quantities', 'ordinal_words'))}"
    r"|\d{1,2}(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """What is told in turn, the stems of what it says that it is, and those that most have."""

    entries: tuple[Span, ...]
    stems: frozenset[str]
    around: frozenset[str]


def runs_in_turn(document: Document) -> Iterator[Run]:
    """Give the runs of sentences that open with "first", "second", "third" and so on."""
    run: list[Span] = []
    for sentence in document.sentences:
        match = _OPENS.match(document.text, sentence.start, sentence.end)
        place = ordinal(match["ordinal"]) if match else 0
        if place == 1:
            yield from _made(run, document)
            run = [sentence]
        elif place and place == len(run) + 1 and sentence.start - run[-1].start <= APART:
            run.append(sentence)
    yield from _made(run, document)


def _made(run: Sequence[Span], document: Document) -> Iterator[Run]:
    if len(run) >= FEWEST:
        texts = [document.text[one.start : one.end] for one in run]
        entries = tuple(_whole(one, run, document) for one in run)
        having = Counter(stem for text in texts for stem in stems_of(text))
        common = {stem for stem, count in having.items() if count >= MOST * len(run)}
        nouns = frozenset[str]().union(*map(_noun, texts))
        last = _told_apart(run, nouns, document)
        yield Run((*entries, *last), nouns, frozenset(common))


def _told_apart(run: Sequence[Span], nouns: frozenset[str], document: Document) -> Sequence[Span]:
    """Give the sentence near a run that tells what comes next in it: "… held the tenth meeting"."""
    for one in document.sentences:
        if run[0].start - APART <= one.start <= run[-1].end + APART and one not in run:
            words = words_of(document.text[one.start : one.end])
            for at, word in enumerate(words):
                behind = stems_of(" ".join(words[at + 1 : at + 3]))
                if ordinal(word) == len(run) + 1 and behind and behind <= nouns:
                    return (one,)
    return ()


def _noun(text: str) -> frozenset[str]:
    """Give the stems of the words that stand right behind the ordinal."""
    match = _OPENS.match(text)
    clause = re.split(r"[^\w\s’'-]", text[match.end() :])[0] if match else ""
    taken: list[str] = []
    for word in words_of(clause)[:NOUN]:
        if word.lower() in FUNCTION_WORDS:
            return stems_of(" ".join(taken))
        taken.append(word)
    return stems_of(" ".join(taken)) if len(words_of(clause)) <= NOUN else frozenset()


def _whole(one: Span, run: Sequence[Span], document: Document) -> Span:
    """Give an entry with the sentences of its paragraph behind it, up to the next entry."""
    block = document.block_at(one.start)
    end = block.end if block else one.end
    starts = (other.start for other in run if other.start > one.start)
    behind = document.sentences_in(one.start, min([end, *starts]))
    return Span(one.start, behind[-1].end if behind else one.end)
