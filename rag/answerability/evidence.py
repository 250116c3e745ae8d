"""Hits to evidence: their sentences, measured against the question and put in order.

`features` measures how well each sentence gives what the question asks for, `classifier`
turns that into a probability, and `judgement` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answerability.absence import ascertained
from rag.answerability.answer_candidates import find_fillers
from rag.answerability.answer_span import answers_in
from rag.answerability.calibration import Calibration, Setting, load_models
from rag.answerability.cell_lookup import find_cells
from rag.answerability.decisions import decision_asked, stated_first
from rag.answerability.duties import tells_duty
from rag.answerability.explanations import ANSWER
from rag.answerability.features import BELONGS, Measured, measure
from rag.answerability.membership import membership_asked, settled_first
from rag.answerability.named_rows import (
    SILENT,
    heads_over,
    is_any_row,
    measures_another,
    with_cell,
    with_cells,
    with_its_cell,
)
from rag.answerability.narrowing import (
    has_ordinal,
    is_of_another,
    lacks_ordinal,
    leaves_open,
    ordinals_asked,
)
from rag.answerability.premises import states_cause
from rag.answerability.ranked_sentence import RankedSentence
from rag.answerability.sentence_roles import gained_before, only_lists, says_something
from rag.answerability.settled_elsewhere import settled_elsewhere
from rag.answerability.similarity import Candidate, about, read
from rag.answerability.surroundings import is_often, named
from rag.answerability.table_cells import is_silent
from rag.answerability.whole_range import whole_range
from rag.answerability.word_similarity import Embed, Reader
from rag.english.vocabulary import WORD
from rag.question.question import Question
from rag.question.question_type import DEFINITE, Slot
from rag.store.bm25_index import Terms
from rag.types import Document, Hit

READ = 8
"""Passages, the best of them, whose sentences are looked at."""
TURNS = 2
"""Further ones that are, where a date is asked for, and the question's ordinal stands in them."""
UNSTATED = 0.4
"""How likely an answer is at most where a decision is asked for, and no sentence states one, or
where the best sentence speaks of somebody else."""
EMPTY = -1.0
"""What a sentence loses that only repeats the question's words: it's no answer."""
UNFILLED = -0.2
"""What a sentence loses that has nothing of the sort that is asked for (no date, no sum), or
nothing but that: the date over an article isn't when what it tells of happens."""
STRANGE = -0.15
"""What a sentence loses that speaks of somebody else than the question's names: they don't stand
with it, and its document has them less often."""
IN_TURN = -0.3
"""What a sentence loses that speaks of the third where the tenth is asked for."""
DUTY = 0.1
"""What a sentence gains that says what the one must do whose duty is asked for: "what should the
treasurer do" isn't answered by what a member may not."""
TAKEN_UP = 0.4
"""What part of a question for something definite the best sentence takes up at least. Of those
that were answered with less, 2 in 10 had an answer (development cases, clapnq_dev, squad2_dev)."""
FOUND = 0.95
"""How likely an answer is where a question asks what stands at a place, and one is there."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was measured of the sentences that were found, and how likely they are to answer.

    ``sentences`` come from best to worst, the first ``rows`` are those of tables that the question
    names, of ``labelled`` that it does; ``terms`` knows their stems.
    """

    measured: Measured
    sentences: tuple[RankedSentence, ...]
    probability: float
    terms: Terms
    rows: int = 0
    labelled: int = 0


def weigh(
    question: Question, hits: Sequence[Hit], embed: Embed, calibration: Calibration
) -> Weighed | None:
    """Measure how well the sentences of the best hits answer; None where there are none.

    ``embed`` gives the vectors of words and names.
    """
    passages = _passages(question, (*hits[:READ], *_in_turn(question.slot, hits[READ:])))
    if not passages:
        return None
    terms = question.terms
    reader = Reader(embed, terms.stems, terms.rarity)
    measured = ascertained(
        measure(question.slot, _candidates(question, passages, hits), reader),
        hits,
        reader.weight,
        terms.occurs,
    )
    setting: Setting = "given" if question.query.scope.ranges else "search"
    probability = calibration.apply(load_models()[setting].probability(measured.values))
    ordered, most = _ordered(passages, measured, question.slot)
    if states_cause(measured, ordered[0]):
        probability = max(probability, ANSWER)
    if only_lists(question, ordered[0]):
        most = min(most, UNSTATED)
    weighed = Weighed(measured, tuple(ordered), min(probability, most), terms)
    return _with_named_place(weighed, question, hits)


def _candidates(
    question: Question, passages: Sequence[Sequence[RankedSentence]], hits: Sequence[Hit]
) -> list[Candidate]:
    """Take the sentences apart, each with what its passage is about."""
    similarity_of = {hit.passage.id: hit.similarity for hit in hits}
    given = bool(question.query.scope.ranges)
    documents = {passage[0].document.id: passage[0].document for passage in passages}
    often = {key: _often(question, document) for key, document in documents.items()}
    return read(
        [[sentence.found.text for sentence in passage] for passage in passages],
        [sentence.found.similarity for passage in passages for sentence in passage],
        [_about(passage[0]) for passage in passages],
        [heads_over(passage[0].document, passage[0].found.span) for passage in passages],
        () if given else [often[passage[0].document.id] for passage in passages],
        [similarity_of[passage[0].passage_id] for passage in passages],
    )


def _ordered(
    passages: Sequence[Sequence[RankedSentence]], measured: Measured, slot: Slot
) -> tuple[list[RankedSentence], float]:
    """Order the sentences, and say how likely an answer is at most, as the first one stands."""
    strange = {at for at, share in enumerate(measured.belongs) if share < BELONGS}
    answers = answers_in(measured)
    sentences = [sentence for passage in passages for sentence in passage]
    turned = _out_of_turn(slot, sentences)
    unfilled = {at for at, one in enumerate(sentences) if _is_unfilled(slot, one.found.text)}
    scored = [
        replace(
            sentence,
            score=score
            + sentence.score
            + STRANGE * (at in strange)
            + EMPTY * (at in measured.empty)
            + UNFILLED * (at in unfilled)
            + DUTY * tells_duty(slot, sentence.found.text)
            + IN_TURN * (at in turned),
            answer=answers.get(at),
            told=measured.told[at],
            fills=measured.fills(at) if slot.sort in DEFINITE else None,
        )
        for at, (sentence, score) in enumerate(zip(sentences, measured.scores, strict=True))
    ]
    order = sorted(range(len(scored)), key=lambda at: -scored[at].score)
    ordered = [scored[at] for at in order]
    little = slot.sort in DEFINITE and measured.told[order[0]] < TAKEN_UP
    most = UNSTATED if little or order[0] in strange or order[0] in measured.empty else 1.0
    if asked := decision_asked(slot):
        elsewhere = settled_elsewhere(ordered, asked, slot.words)
        ordered, stated = stated_first([elsewhere, *ordered] if elsewhere else ordered, asked)
        most = most if stated else UNSTATED
    whole = whole_range(ordered[0], slot)
    return [whole, *ordered] if whole else ordered, most


def _in_turn(slot: Slot, hits: Sequence[Hit]) -> list[Hit]:
    """Give hits that have an ordinal of the question: of ten meetings nine are as near as one."""
    further = hits if slot.sort == "date" else ()
    return [hit for hit in further if has_ordinal(slot, hit.passage.text)][:TURNS]


def _out_of_turn(slot: Slot, sentences: Sequence[RankedSentence]) -> set[int]:
    """Give which sentences are of another turn than the one asked for, or of none if some are."""
    asked = ordinals_asked(slot)
    lacking = {n for n, one in enumerate(sentences) if lacks_ordinal(slot, one.found.text, "")}
    others = {n for n, one in enumerate(sentences) if is_of_another(asked, one.found.text)}
    return others | lacking if len(lacking) < len(sentences) else others


def _is_unfilled(slot: Slot, sentence: str) -> bool:
    """Say whether a sentence has none of the dates or sums that are asked for, or only that."""
    if slot.sort not in ("date", "money", "percent"):
        return False
    fillers = find_fillers(slot, sentence)
    words = [found.start() for found in WORD.finditer(sentence) if found.group()[0].isalpha()]
    return not fillers or all(any(f.start <= at < f.end for f in fillers) for at in words)


def _with_named_place(weighed: Weighed, question: Question, hits: Sequence[Hit]) -> Weighed:
    """Be surer where the very place is found that is named: by its number, or in a table."""
    ordered, probability, place = weighed.sentences, weighed.probability, question.place
    named = bool(place and place.whole and place.heads(ordered[0].found.text))
    if named:
        probability = max(probability, FOUND)
    best = ordered[0]
    silent = is_silent(question.slot, best.found.text, heads_over(best.document, best.found.span))
    cells = () if silent else find_cells(question, hits)
    if silent:
        probability = min(probability, SILENT)
    if not cells:
        ordered = (with_its_cell(best, question), *ordered[1:])
    if cells:
        ordered, named = tuple(with_cells(cells, ordered)), True
        probability = with_cell(probability, cells)
    bare = set(question.slot.words) <= set(question.slot.numbers)  # "and 108?"
    bare = bare or is_any_row(question.slot, ordered)
    first = ordered[0]
    over = f"{_about(first)} {heads_over(first.document, first.found.span)}"
    bare = bare or leaves_open(question.slot, first.found.text, over)
    if bare or measures_another(question.slot, ordered[: max(1, len(cells))]):
        probability = min(probability, UNSTATED)
    if asked := membership_asked(question.slot):
        found, settled = settled_first(ordered, asked)
        unlisted = asked.number or any(asked.opens(one.found.text) for one in ordered)
        ordered, named = tuple(found), named or settled
        least, most = (FOUND, 1.0) if settled else (0.0, UNSTATED if unlisted else 1.0)
        probability = min(max(probability, least), most)
    measured = weighed.measured
    if named:
        measured = replace(measured, missing=(), nowhere=(), absent=0.0, opposite=None)
    return replace(
        weighed,
        measured=measured,
        sentences=ordered,
        probability=probability,
        rows=len(cells) if ordered[0].found.span.start in [one.row.start for one in cells] else 0,
        labelled=max((one.among for one in cells), default=0),
    )


def _about(sentence: RankedSentence) -> str:
    """Give what a passage is about: its document's title and makers, and the headings over it."""
    block = sentence.document.block_at(sentence.found.span.start)
    return " ".join((about(sentence.document), *(block.heading_path if block else ())))


def _often(question: Question, document: Document) -> frozenset[str]:
    """Give the question's names that a document has often: whatever it says is about them."""
    return frozenset(word for word in named(question.slot) if is_often(word, document.text))


def _passages(question: Question, hits: Sequence[Hit]) -> list[list[RankedSentence]]:
    """Give the sentences of each passage, without those that an earlier one holds too.

    Their scores are what they gain beforehand.
    """
    passages = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        document = hit.document
        if document is None:
            continue  # replaced or removed since it was found
        passage = [
            RankedSentence(
                document, hit.passage.id, found, gained_before(question, document, found)
            )
            for found in hit.sentences
            if (document.id, found.span.start) not in seen and says_something(document, found)
        ]
        seen.update((document.id, sentence.found.span.start) for sentence in passage)
        if passage:
            passages.append(passage)
    return passages
