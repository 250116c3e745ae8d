"""Sentences about pieces of our corpus, with what is to come out: the bench of the verifier.

Each group has a source, word for word in its document; paraphrases, which must not be
called contradicted; changed sentences, which must be; and what the source leaves open,
which must not be called supported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from evals.metrics.stats import Figure, mean_figure
from evals.reports.configuration import library_configuration
from evals.reports.report import Report, bare_item, build_report
from evals.suites.cases import find_quote
from evals.suites.rows import validated
from rag.answering.steps import asked
from rag.answering.steps import search as by_search
from rag.errors import SettingsError
from rag.library import Library
from rag.types import Check, DifferenceKind, Document, Passage, Query
from rag.verification.closeness import Comparing
from rag.verification.loading import Verifier

SEARCHED = 5
"""Passages that a sentence is checked against where a search finds them."""

Label = Literal["verbatim", "supported", "contradicted", "not verified"]


class Changed(BaseModel):
    """A sentence that says something else than its source, and in what."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: DifferenceKind
    statement: str
    reworded: bool = False


class Group(BaseModel):
    """A piece of a document and sentences about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    document: str
    source: str
    paraphrases: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    unstated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A statement, the text that it leans on, and what people say of it.

    ``kind`` is "true", "paraphrase", "unstated", or what was changed.
    """

    id: str
    group: Group
    statement: str
    label: Label
    kind: str
    passage: Passage


def read_groups(path: Path) -> tuple[Group, ...]:
    """Read groups from YAML. Raises `SettingsError` that names row and field."""
    try:
        content = yaml.safe_load(path.read_text("utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} can't be read: {' '.join(str(error).split())}") from error
    if not isinstance(content, list):
        raise SettingsError(f"{path} must hold a list of groups")
    groups = tuple(group for _, group in validated(content, Group, path))
    ids = [group.id for group in groups]
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise SettingsError(f"{path}: the id {twice!r} stands there twice")
    return groups


def rows_of(groups: Iterable[Group], documents: Sequence[Document]) -> Iterator[Row]:
    """Give the statements of all groups. Raises `SettingsError` for a source that isn't there."""
    files = {document.file: document for document in documents}
    for group in groups:
        document = files.get(group.document)
        places = find_quote(group.source, [document]) if document else ()
        if document is None or not places:
            raise SettingsError(f"{group.id}: {group.document} doesn't have its source; mend it")
        passage = document.passage(places[0].start, places[0].end)
        yield Row(f"{group.id} true", group, passage.text, "verbatim", "true", passage)
        for n, statement in enumerate(group.paraphrases, start=1):
            name = f"{group.id} paraphrase {n}"
            yield Row(name, group, statement, "supported", "paraphrase", passage)
        for n, one in enumerate(group.changed, start=1):
            kind = "reworded" if one.reworded else one.kind
            yield Row(
                f"{group.id} changed {n}", group, one.statement, "contradicted", kind, passage
            )
        for n, statement in enumerate(group.unstated, start=1):
            name = f"{group.id} unstated {n}"
            yield Row(name, group, statement, "not verified", "unstated", passage)


def check_rows(
    rows: Sequence[Row],
    verifier: Verifier,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    evidence: Callable[[Row], Sequence[Passage]] = lambda row: [row.passage],
) -> list[Check]:
    """Check every statement against its source, or against what ``evidence`` gives for it."""
    checks = []
    for number, row in enumerate(rows, start=1):
        checks.append(verifier.check(row.statement, evidence(row)))
        progress(number, len(rows))
    return checks


def pair_metrics(rows: Sequence[Row], checks: Sequence[Check]) -> dict[str, Figure]:
    """Give the figures of some statements; a figure that no statement has is left out.

    - ``contradicted``: of the changed sentences (the reworded ones left out), those found out;
    - ``contradicted_reworded``: the same of changed paraphrases;
    - ``kind_named``: of those found out, the ones whose kind of difference is named;
    - ``blamed`` (lower is better): of paraphrases and true sentences, those called contradicted;
    - ``supported``: of the paraphrases, those called supported or verbatim;
    - ``told``: of them, those called "compare", too;
    - ``compared`` (lower is better): of what was changed, what is called "compare";
    - ``verbatim``: of the sources themselves, those called so;
    - ``passed`` (lower is better): of all that isn't so, what was called supported or verbatim.
    """
    values: dict[str, dict[str, float]] = {}

    def add(metric: str, row: Row, value: bool) -> None:
        values.setdefault(metric, {})[row.id] = float(value)

    for row, check in zip(rows, checks, strict=True):
        against, good = check.verdict == "contradicted", check.verdict in ("verbatim", "supported")
        if row.label == "contradicted":
            add("compared", row, check.verdict == "compare")
            add("contradicted_reworded" if row.kind == "reworded" else "contradicted", row, against)
            if against and row.kind != "reworded":
                add("kind_named", row, row.kind in {one.kind for one in check.differences})
        if row.label in ("supported", "verbatim"):
            add("blamed", row, against)
        else:
            add("passed", row, good)
        if row.label == "supported":
            add("supported", row, good)
            add("told", row, good or check.verdict == "compare")
        if row.label == "verbatim":
            add("verbatim", row, check.verdict == "verbatim")
    clusters = {row.id: row.group.source for row in rows}
    return {name: mean_figure(name, found, clusters) for name, found in values.items()}


def pair_strata(rows: Sequence[Row], checks: Sequence[Check]) -> dict[str, dict[str, Figure]]:
    """Give the figures by kind, by who wrote the group, and by both."""
    chosen: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        writer = row.group.id.rsplit("-", 1)[0]
        for name in (row.kind, writer, f"{writer}: {row.kind}"):
            chosen.setdefault(name, []).append(n)
    return {
        name: pair_metrics([rows[n] for n in places], [checks[n] for n in places])
        for name, places in sorted(chosen.items())
    }


def pair_items(rows: Sequence[Row], checks: Sequence[Check]) -> list[dict[str, object]]:
    """Give the statements as items of a report, each with its verdict and reason."""
    return [
        bare_item(
            id=row.id,
            question=row.statement,
            stratum=row.kind,
            answerable=row.label in ("verbatim", "supported"),
            outcome=check.verdict,
            score=check.score,
            reason=check.reason,
            figures=dict(_figures(row, check)),
            cluster=row.group.source,
        )
        for row, check in zip(rows, checks, strict=True)
    ]


def _figures(row: Row, check: Check) -> Mapping[str, float]:
    return {name: figure.value or 0.0 for name, figure in pair_metrics([row], [check]).items()}


def pairs_report(
    file: Path,
    library: Library,
    *,
    search: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Score the library's verifier on the sentences of a file.

    Each is checked against its source or, with ``search``, against what is found for it.
    """
    rows = list(rows_of(read_groups(file), library.documents()))

    def evidence(row: Row) -> Sequence[Passage]:
        if not search:
            return [row.passage]
        question = asked(Query(row.statement), library)
        return [hit.passage for hit in by_search(question, library, SEARCHED)]

    verifier = Comparing(library.verifier, library.embedder)
    checks = check_rows(rows, verifier, progress, evidence)
    return build_report(
        kind="claims",
        metrics=pair_metrics(rows, checks),
        strata=pair_strata(rows, checks),
        items=pair_items(rows, checks),
        configuration=library_configuration(
            file,
            library,
            verifier=library.verifier.name,
            searched=SEARCHED if search else None,
        ),
    )
