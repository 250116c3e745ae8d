"""The record of an answer: all that it was made from, to be run again and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.answering.judge_reliability import read_trust
from rag.ask import ask_events
from rag.errors import QueryError
from rag.library import Library
from rag.llm.reply_cache import Recorded
from rag.models.loading import embedder_identity
from rag.store.index_identity import index_identity
from rag.types import Answer, Done, Event, Hit, Query, Replied, Retrieved, Scope
from rag.verification.nli_verifier import Entailment
from ui.schema import answer_json

KEPT = ("embedder", "reranker", "verifier", "dtype", "llm", "strict", "refuse")
"""Settings that an answer depends on. No key is among them."""
HARMLESS = ("dtype", "strict", "refuse")
"""Those that name nothing which is loaded or asked."""
SHOWN_OF_CITATION = ("quote", "file", "page", "caution")
MAX_BYTES = 20_000_000


class _Exchange(BaseModel):
    """What a language model was asked and replied."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    system: str
    user: str
    reply: str
    problem: str = ""


class _Passage(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    score: float
    text: str


class Record(BaseModel):
    """An answer with all that it was made from. ``answer`` is as `sanad ask --json` gives it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record: int = 1
    sanad: str
    question: str
    topic: str = ""
    first: tuple[str, ...] = ()
    as_of: date | None
    collection: str
    documents: tuple[str, ...]
    authors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    settings: dict[str, str | bool | float | None]
    model: str | None
    trust: dict[str, float]
    calibration: tuple[float, float]
    index: str
    sources: dict[str, str]
    passages: tuple[_Passage, ...]
    exchanges: tuple[_Exchange, ...]
    answer: dict[str, object]

    @property
    def query(self) -> Query:
        """The query, to be asked again."""
        scope = Scope(
            self.collection,
            self.documents,
            authors=self.authors,
            kinds=self.types,
            since=self.since,
            until=self.until,
        )
        return Query(self.question, scope, self.as_of, self.topic, self.first)

    @property
    def replies(self) -> tuple[Replied, ...]:
        """What the language model replied, to be had again."""
        return tuple(Replied(**exchange.model_dump()) for exchange in self.exchanges)


def record(
    query: Query, library: Library, tell: Callable[[Event], None] = lambda _: None
) -> tuple[Answer, Record]:
    """Answer a query and record how. Raises as `rag.ask.ask_events` does."""
    hits: Sequence[Hit] = ()
    exchanges: list[_Exchange] = []
    for event in ask_events(query, library):
        tell(event)
        if isinstance(event, Retrieved):
            hits, exchanges = event.hits, []
        elif isinstance(event, Replied):
            exchanges.append(_Exchange(**asdict(event)))
        elif isinstance(event, Done):
            return event.answer, _made(query, library, hits, exchanges, event.answer)
    raise AssertionError("ask_events ended without an answer")


def _made(
    query: Query,
    library: Library,
    hits: Sequence[Hit],
    exchanges: Sequence[_Exchange],
    answer: Answer,
) -> Record:
    settings, entries = library.settings, library.store.entries(query.scope.collection)
    return Record(
        sanad=version("sanad"),
        question=query.question,
        topic=query.topic,
        first=query.first,
        as_of=query.as_of,
        collection=query.scope.collection,
        documents=query.scope.documents,
        authors=query.scope.authors,
        types=query.scope.kinds,
        since=query.scope.since,
        until=query.scope.until,
        settings={name: getattr(settings, name) for name in KEPT},
        model=library.llm.name if library.llm else None,
        trust=_trust(library),
        calibration=(library.calibration.slope, library.calibration.offset),
        index=index_identity(embedder_identity(settings)),
        sources={entry.id: entry.content_hash for entry in entries},
        passages=tuple(
            _Passage(id=hit.passage.id, score=round(hit.score, 6), text=hit.passage.text)
            for hit in hits
        ),
        exchanges=tuple(exchanges),
        answer=answer_json(answer),
    )


def _trust(library: Library) -> dict[str, float]:
    """Give what the language model's opinion is worth, and from when on the verifier's counts."""
    found = dict(read_trust(library.store, library.llm).worth) if library.llm else {}
    verifier = library.verifier
    if isinstance(verifier, Entailment) and verifier.trust is not None:
        rows = asdict(verifier.trust).items()
        found |= {f"verifier, {name}": value for name, value in rows if value is not None}
    return found


def read_record(path: Path) -> Record:
    """Read a record. Raises `QueryError` that names the file and what is wrong with it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise QueryError(f"{path} is too large for a record of an answer")
        return Record.model_validate_json(path.read_bytes())
    except OSError as error:
        raise QueryError(f"the record {path} can't be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise QueryError(
            f"{path} is no record of an answer ({where or 'its text'}: {first['msg']}); "
            "`sanad ask --record FILE` writes one"
        ) from error


def check_record(path: Path) -> None:
    """Raise `QueryError` before anything is asked when a record can't be written there."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise QueryError(f"{path} can't be written: name a file in a folder that is there")


def write_record(made: Record, path: Path) -> None:
    """Write a record as JSON. Raises `QueryError`."""
    try:
        path.write_text(f"{made.model_dump_json(indent=2)}\n", "utf-8")
    except OSError as error:
        raise QueryError(f"{path} can't be written ({error.strerror})") from error


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than in the record; None where it isn't there."""

    what: str
    before: str | None
    now: str | None


def changes(before: Record, now: Record) -> tuple[Change, ...]:
    """Say in what two records of one question differ, the causes first."""
    found = [Change("Sanad", before.sanad, now.sanad), Change("index", before.index, now.index)]
    found += _apart("setting", _texts(before.settings), _texts(now.settings))
    found += _apart("trust", _texts(before.trust), _texts(now.trust))
    found.append(Change("calibration", str(before.calibration), str(now.calibration)))
    found += _apart("document", before.sources, now.sources)
    found += _apart("passage", _of(before.passages), _of(now.passages))
    found += _apart("prompt", _prompts(before), _prompts(now))
    found += _apart("reply", _replies(before), _replies(now))
    found += [
        Change(name, str(before.answer.get(name)), str(now.answer.get(name)))
        for name in ("status", "reason", "model", "score", "unknown_keys")
    ]
    found += [  # a record that was made before there were any has none
        Change(name, _listed(before, name), _listed(now, name))
        for name in ("parts", "facts", "suggestions")
    ]
    for name in ("citations", "nearest"):
        found += _apart(name, _cited(before.answer.get(name)), _cited(now.answer.get(name)))
    for name in ("statements", "withheld"):
        found += _apart(name, _said(before.answer.get(name)), _said(now.answer.get(name)))
    found += _apart("note", _notes(before), _notes(now))
    return tuple(one for one in found if one.before != one.now)


def _apart(what: str, before: Mapping[str, str], now: Mapping[str, str]) -> Iterable[Change]:
    for name in dict.fromkeys([*before, *now]):
        yield Change(f"{what} {name}", before.get(name), now.get(name))


def _texts(settings: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in settings.items()}


def _of(passages: Sequence[_Passage]) -> dict[str, str]:
    return {passage.id: passage.text for passage in passages}


def _prompts(made: Record) -> dict[str, str]:
    return {one.kind: f"{one.system}\n\n{one.user}" for one in made.exchanges}


def _replies(made: Record) -> dict[str, str]:
    return {one.kind: one.reply for one in made.exchanges}


def _said(statements: object) -> dict[str, str]:
    """Give each statement's verdict; its reason goes along where it failed."""
    if not isinstance(statements, Sequence):
        return {}
    return {
        json.dumps(
            one.get("text"), ensure_ascii=False
        ): f"{one.get('verdict')}: {one.get('reason')}"
        for one in statements
        if isinstance(one, Mapping)
    }


def _cited(citations: object) -> dict[str, str]:
    """Give what is shown of each citation, by its number."""
    if not isinstance(citations, Sequence):
        return {}
    return {
        str(one.get("key")): json.dumps(
            {name: one.get(name) for name in SHOWN_OF_CITATION}, ensure_ascii=False
        )
        for one in citations
        if isinstance(one, Mapping)
    }


def _listed(made: Record, name: str) -> str | None:
    found = made.answer.get(name)
    return json.dumps(found, ensure_ascii=False) if found else None


def _notes(made: Record) -> dict[str, str]:
    notes = made.answer.get("notes")
    return {str(note): "there" for note in notes} if isinstance(notes, Sequence) else {}


def harmless_settings_of(made: Record) -> dict[str, object]:
    """Give the settings of a record that name nothing which would be loaded or asked."""
    return {name: value for name, value in made.settings.items() if name in HARMLESS}


def recorded_model(made: Record) -> Recorded | None:
    """Give the model of a record, which replies what it replied; None if there was none."""
    if made.model is None:
        return None
    return Recorded(made.model, made.replies, str(made.settings.get("llm") or ""))


def with_llm_of(before: Record, now: Record) -> Record:
    """Give a record as made with the language model of another, whose replies it used."""
    return now.model_copy(update={"settings": {**now.settings, "llm": before.settings.get("llm")}})
