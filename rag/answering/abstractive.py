"""An answer in a language model's words: it points at evidence, and each sentence is checked."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answering.extractive import SHOWN
from rag.citations.from_evidence import cite
from rag.citations.integrity import check_cited
from rag.errors import ModelDown
from rag.grammar.verbs import could_have_verb
from rag.library import Library
from rag.llm.client import Heard, LanguageModel
from rag.llm.prompts import MAX_KEYS, answer_prompt, keyed
from rag.llm.reply_parsing import Written, sentences
from rag.text.sentences import split
from rag.text.tokens import tokens
from rag.types import Answer, Check, Checked, Citation, Evidence, Query, Replied, Statement
from rag.verification.withholding import reason_to_withhold

MAX_STATEMENT = 600
"""Characters of one statement: a longer one isn't a sentence, and is withheld."""
HALF = 0.5
"""A piece of a sentence shorter than this part of it is withheld."""
STOPS = 2
"""Characters that a whole sentence may lack at its ends: a stop, a quote mark."""
FEWEST = 2
"""Telling words that a statement has at least: "The" is no statement."""
_NO_VERB = "it has no verb, so it's no sentence"
_PIECE = "it's a piece cut out of a sentence; read the whole one"
_MARKUP = re.compile(
    r"<\s*[a-z/!|?]|\]\(|```|\bhttps?:|\bdata:|\bjavascript:|\bwww\.", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What came of a model's reply.

    ``unknown_keys`` counts keys that were never given out; ``problem`` says in words why
    the reply ended early, if it did.
    """

    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    withheld: tuple[Statement, ...] = ()
    unknown_keys: int = 0
    problem: str = ""


def write(
    query: Query,
    evidence: Sequence[Evidence],
    library: Library,
    model: LanguageModel,
    seconds: float,
    *,
    strict: bool,
) -> Generator[Checked | Replied, None, Draft]:
    """Have a model answer from the evidence; yield each sentence that passes its check.

    A sentence that its own keys don't bear out cites another piece of the evidence where that
    one does. Else it's withheld, or marked. A contradicted one is withheld in any case, and if
    ``strict``, one that isn't verified: where the evidence seems not to answer, such sentences
    would make an answer of it.
    Whatever goes wrong with the model ends as `Draft.problem`.
    """
    keys = keyed(query.question, evidence)
    heard = Heard(model, answer_prompt(query.question, keys), seconds)
    desk = _Desk(query, keys, library, strict=strict)
    problem = ""
    try:
        for written in sentences(heard.pieces()):
            yield from desk.take(written)
    except ModelDown as error:
        problem = str(error)
    yield heard.event(problem)
    return desk.draft(problem)


def with_draft(
    blank: Answer, draft: Draft, model: str, notes: Sequence[str], *, quoted: bool
) -> Answer:
    """Give the answer with what a model wrote, or the blank one with what came of that.

    ``notes`` are those that go with an answer. ``quoted`` says that the documents' own words
    take the place of a model's.
    """
    own = "the documents' own words"
    told = list(blank.notes)
    if draft.problem and draft.statements:
        told.append(f"The language model broke off: {draft.problem}.")
    elif draft.problem:
        instead = f"{own.capitalize()}, without" if quoted else "Without"
        told.append(f"{instead} the language model: {draft.problem}.")
    elif not draft.statements:
        instead = f": {own}" if quoted else ""
        told.append(f"The language model wrote nothing that holds{instead}.")
    blank = replace(
        blank, withheld=draft.withheld, unknown_keys=draft.unknown_keys, notes=tuple(told)
    )
    if not draft.statements:
        return blank
    return replace(
        blank,
        status="answered",
        reason="",
        statements=draft.statements,
        citations=draft.citations,
        notes=(*told, *notes),
        model=model,
    )


class _Desk:
    """Checks sentences one by one and numbers the citations in the order of their first use."""

    def __init__(
        self, query: Query, keys: Mapping[str, Evidence], library: Library, *, strict: bool
    ) -> None:
        self._query, self._library, self._strict = query, library, strict
        made = {key: cite(item, key, query, library.store) for key, item in keys.items()}
        self._made = {key: citation for key, citation in made.items() if citation}
        self._in_brackets = re.compile(rf"\s*[\[(](?:(?:{'|'.join(keys)})[,; ]*)+[\])]")
        self._cited: dict[str, Citation] = {}
        self._statements: list[Statement] = []
        self._withheld: list[Statement] = []
        self._unknown = 0

    def take(self, written: Written) -> Iterator[Checked]:
        keys = [key for key in written.keys if key in self._made][:MAX_KEYS]
        self._unknown += sum(key not in self._made for key in written.keys)
        text = self._in_brackets.sub("", written.text).strip()
        if not text:
            return
        check, why = self._check(text, keys)
        if check.verdict == "not verified":
            # Whatever it cites itself, another piece of the evidence may bear it out.
            for key in self._made:
                other, against = self._check(text, [key])
                if against is None and other.verdict in SHOWN:
                    check, keys, why = other, [key], None
                    break
        if why is not None:
            self._withheld.append(Statement(text, (), check.verdict, why))
            return
        keys = [key for key in keys if self._leans_on(check, key)] or keys
        for key in keys:
            number = str(len(self._cited) + 1)
            self._cited.setdefault(key, replace(self._made[key], key=number))
        cited = tuple(self._cited[key] for key in keys)
        numbers = tuple(citation.key for citation in cited)
        statement = Statement(text, numbers, check.verdict, check.reason)
        self._statements.append(statement)
        yield Checked(statement, cited)

    def draft(self, problem: str) -> Draft:
        return Draft(
            tuple(self._statements),
            tuple(self._cited.values()),
            tuple(self._withheld),
            self._unknown,
            problem,
        )

    def _check(self, text: str, keys: Sequence[str]) -> tuple[Check, str | None]:
        """Check a text against what it cites, and say why it's to be withheld, if it is."""
        if problem := _no_sentence(text):
            return Check("not verified", problem), problem
        own = [self._made[key] for key in keys]
        library = self._library
        collection = self._query.scope.collection
        check = check_cited(text, own, library.store, collection, library.verifier)
        if not own:
            return check, check.reason
        around = [self._query.question]
        around += [line for one in own for line in (one.title, *one.heading_path)]
        if check.verdict == "verbatim" and (share := _share_of_sentence(check, own)) < 1.0:
            check = replace(check, verdict="not verified", reason=_PIECE)
            if share < HALF:
                return check, _PIECE
        if check.verdict != "verbatim" and not could_have_verb(tokens(text)):
            return replace(check, verdict="not verified", reason=_NO_VERB), _NO_VERB
        quotes = [one.quote for one in own]
        why = reason_to_withhold(text, check, quotes, "\n".join(around), strict=self._strict)
        return check, why

    def _leans_on(self, check: Check, key: str) -> bool:
        """Say whether a check rests on a piece of evidence: what is cited besides adds nothing."""
        one = self._made[key]
        return any(
            place.document_id == one.document_id and one.start <= place.start < one.end
            for place in check.places
        )


def _share_of_sentence(check: Check, citations: Sequence[Citation]) -> float:
    """Say how much of its sentences a verbatim piece is: what was cut off may turn its sense."""
    if not check.places:
        return 1.0
    piece = said = 0
    for one in citations:
        for span in split(one.quote):
            start, end = one.start + span.start, one.start + span.end
            for place in check.places:
                shared = min(end, place.end) - max(start, place.start)
                if place.document_id == one.document_id and shared > 0:
                    piece += shared
                    said += end - start
    return (piece + STOPS) / said if said else 1.0


def _no_sentence(text: str) -> str:
    """Say why a text can't be a sentence of an answer, "" if it can."""
    if len(text) > MAX_STATEMENT:
        return "it's too long for a sentence"
    if _MARKUP.search(text):
        return "it holds markup or a link"
    if len({token.stem for token in tokens(text) if token.content}) < FEWEST:
        return "it says too little to be checked"
    return ""
