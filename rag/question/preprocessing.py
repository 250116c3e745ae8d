"""A question as it was typed to a question as it is meant, in words that the corpus knows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.settings import BUNDLED
from rag.text.spelling import Lexicon, read_question
from rag.text.unsupported_language import unreadable
from rag.types import Query


@dataclass(frozen=True, slots=True)
class Understood:
    """The query to search with, what was read otherwise, and why it can't be answered if so.

    ``query`` has its topic in the question; ``alone`` has it apart still.
    """

    query: Query
    alone: Query
    notes: tuple[str, ...] = ()
    unreadable: str | None = None


def understand(query: Query, lexicon: Lexicon, embedder: str) -> Understood:
    """Mend slips of the pen by the corpus's own words; notice a language that isn't read.

    ``embedder`` is its setting: of the bundled one it's known what it reads.
    """
    full = query.in_full
    problem = unreadable(full) if embedder == BUNDLED else None
    if problem:
        return Understood(query, query, unreadable=problem)
    reading, alone = read_question(full, lexicon), read_question(query.question, lexicon)
    told = [
        f"“{word}” as “{meant}”"
        for word, meant in dict.fromkeys(reading.respelled)
        if word.lower().replace("s", "z") != meant.replace("s", "z")  # organise, organize
    ]
    notes = (f"Read {', '.join(told)}.",) if told else ()
    joined = replace(query, question=reading.question, topic="")
    return Understood(joined, replace(query, question=alone.question), notes)
