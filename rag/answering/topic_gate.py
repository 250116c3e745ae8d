"""Whether an answer to a question that was joined to a topic answers more than the topic.

"Who objected, as to the Water Act?" finds whatever is said of the Water Act, and its own few
words hardly count beside that. So the evidence must have something of what was asked without
the topic, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answerability.judgement import Judgement
from rag.answerability.sentence_selection import MAX_NEAREST
from rag.answering.steps import judge
from rag.library import Library
from rag.types import Hit, Query

ALONE = 0.26
"""Probability, for the question without its topic, below which the topic alone was answered. Set
on the develop half of the follow-ups, which lose one of their right answers by it, and on
follow-ups that the documents don't answer, of which it holds back about half."""


def held_back(
    judged: Judgement,
    alone: Query,
    hits: Sequence[Hit],
    library: Library,
    *,
    opinion: float = 0.0,
) -> Judgement:
    """Give a judgement that is unsure where only the joined topic was answered.

    ``alone`` is the query with its topic apart. One without a topic, and one without an
    answer, stay as they were judged. ``opinion`` is as for `judge`, which is asked again.
    """
    if not alone.topic or judged.status != "answered":
        return judged
    again = judge(alone, hits, library, opinion=opinion)
    if again.score >= ALONE:
        return judged
    return replace(
        judged,
        status="unsure",
        reason=(
            f"What was found speaks of “{alone.topic}”, to which the question was joined, "
            "but may not answer it."
        ),
        score=again.score,
        evidence=judged.evidence[:MAX_NEAREST],
        notes=(),
    )
