"""Follow-up questions of conversations: in full, as `rag.conversation` puts them, and as typed.

Each conversation is held from its first question on: what is asked is what was
made of each follow-up, and what was shown for it is what the next one may point to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from evals.metrics.citations import citation_figures
from evals.metrics.items import Item
from evals.metrics.quotes import locate, texts_of
from evals.metrics.ranking import ranking_figures
from evals.metrics.stats import Figure, clusters_of, mean_figure
from evals.suites.cases import Case, GoldQuote, gold_of
from evals.suites.left_out import as_read
from evals.suites.rows import validated
from evals.suites.run import run_cases
from rag.ask import ask
from rag.conversation.contextualize import StandAlone, in_full
from rag.conversation.history import turn_of
from rag.errors import SettingsError
from rag.library import Library
from rag.types import Query, Scope

Form = Literal["full", "rewritten", "typed"]
FORMS: tuple[Form, ...] = ("full", "rewritten", "typed")
MEASURED = ("hit@1", "hit@5", "evidence_hit", "evidence_hit_any")

Progress = Callable[[int, int], None]


class FollowUp(BaseModel):
    """A follow-up as typed, the same in full, and the words that answer it.

    One that stands alone, or changes the topic, is the same in full.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    typed: str = Field(min_length=1)
    full: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    gold: tuple[GoldQuote, ...] = Field(min_length=1)


class Conversation(BaseModel):
    """A first question and its follow-ups; ``half`` says whether to tune on it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    half: Literal["develop", "report"]
    question: str = Field(min_length=1)
    turns: tuple[FollowUp, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A follow-up after its conversation was held: what was made of it, and what came of each form.

    ``made`` is the question that the rules made of it.
    """

    id: str
    half: str
    follow_up: FollowUp
    made: StandAlone
    items: Mapping[Form, Item]


def read_conversations(path: Path) -> tuple[Conversation, ...]:
    """Read conversations from YAML. Raises `SettingsError` that names the row and the field."""
    try:
        content = yaml.safe_load(path.read_text("utf-8")) or []
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} can't be read: {' '.join(str(error).split())}") from error
    if not isinstance(content, list):
        raise SettingsError(f"{path} must hold a list of conversations")
    found = tuple(one for _, one in validated(content, Conversation, path))
    ids = [one.id for one in found]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise SettingsError(f"{path}: the id {twice[0]!r} stands there twice")
    return found


def hold(
    conversations: Sequence[Conversation],
    library: Library,
    progress: Progress = lambda _done, _total: None,
) -> tuple[Held, ...]:
    """Hold every conversation, and ask each follow-up in its three forms.

    Raises `SettingsError` when a gold quote isn't in the documents.
    """
    documents = library.documents()
    total = sum(len(one.turns) for one in conversations)
    held: list[Held] = []
    for conversation in conversations:
        cases = as_read(_cases(conversation), documents, library.settings.corpus)
        for case in cases:
            gold_of(case, documents)
        turns = [turn_of(ask(Query(conversation.question), library))]
        for case, follow_up in zip(cases, conversation.turns, strict=True):
            progress(len(held), total)
            made = in_full(follow_up.typed, turns, library)
            scope = Scope(documents=made.documents)
            asked = Query(made.question, scope, topic=made.topic, first=made.first)
            held.append(_held(conversation, case, follow_up, made, library))
            turns.append(turn_of(ask(asked, library), followed=made.changed))
    progress(total, total)
    return tuple(held)


def _cases(conversation: Conversation) -> list[Case]:
    return [
        Case(
            id=f"{conversation.id}-{number}",
            question=turn.full,
            answerable=True,
            stratum=turn.kind,
            gold=turn.gold,
        )
        for number, turn in enumerate(conversation.turns, start=1)
    ]


def _held(
    conversation: Conversation, case: Case, follow_up: FollowUp, made: StandAlone, library: Library
) -> Held:
    asked: dict[Form, tuple[str, str]] = {
        "full": (follow_up.full, ""),
        "rewritten": (made.question, made.topic),
        "typed": (follow_up.typed, ""),
    }
    forms = [
        case.model_copy(update={"id": form, "question": question, "topic": topic})
        for form, (question, topic) in asked.items()
    ]
    items = {
        form: replace(item, id=case.id)
        for form, item in zip(FORMS, run_cases(forms, library), strict=True)
    }
    return Held(case.id, conversation.half, follow_up, made, items)


def follow_up_figures(
    held: Sequence[Held], texts: Mapping[str, str]
) -> tuple[dict[str, Figure], dict[str, dict[str, float]]]:
    """Give each measure of each form, their differences, and each item's own values.

    ``hit@5_rewritten_less_full`` is below 0 by what the rules lose. ``left_alone`` is the
    share of questions that stand alone and weren't touched, ``put_in_full`` of the others
    that were. Intervals resample the paragraphs that hold the gold.
    """
    folded = texts_of(texts)
    values = {one.id: _values(one, folded) for one in held}
    clusters = clusters_of([one.items["full"] for one in held], texts)
    names = sorted({name for of_one in values.values() for name in of_one})
    return {
        name: mean_figure(
            name, {key: of[name] for key, of in values.items() if name in of}, clusters
        )
        for name in names
    }, values


def _values(one: Held, texts: Mapping[str, str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for form in FORMS:
        item = one.items[form]
        figures = {**ranking_figures(item), **citation_figures(locate(item, texts))}
        for name in MEASURED:
            found[f"{name}_{form}"] = figures.get(name, 0.0)
    for name in MEASURED:
        found[f"{name}_rewritten_less_full"] = found[f"{name}_rewritten"] - found[f"{name}_full"]
        found[f"{name}_rewritten_less_typed"] = found[f"{name}_rewritten"] - found[f"{name}_typed"]
    alone = one.follow_up.full == one.follow_up.typed
    found["left_alone" if alone else "put_in_full"] = float(one.made.changed != alone)
    return found


def strata_of(held: Sequence[Held]) -> dict[str, list[Held]]:
    """Group follow-ups by half, and within the halves by kind."""
    groups: dict[str, list[Held]] = {}
    for one in held:
        groups.setdefault(one.half, []).append(one)
        groups.setdefault(f"{one.half}: {one.follow_up.kind}", []).append(one)
    return dict(sorted(groups.items()))
