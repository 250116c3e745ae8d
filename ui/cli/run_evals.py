"""What the `sanad eval` commands do: read, run, score, write, print."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from evals.abstention import risk_coverage, table
from evals.answers import items_of, read_answers
from evals.audit import agreement, make_sheet, read_sheet
from evals.cases import Case, read_cases
from evals.claims import claim_report_parts, half_of, read_claims
from evals.compare import compare, comparison_text
from evals.html import html_report
from evals.items import Item
from evals.metrics import RANKING, item_figures, score, score_by_stratum
from evals.pairs import (
    Row,
    check_rows,
    pair_items,
    pair_metrics,
    pair_strata,
    read_groups,
    rows_of,
)
from evals.quotes import locate, texts_of
from evals.report import (
    Report,
    build_report,
    configuration_of,
    item_json,
    read_report,
    write_report,
    write_whole,
)
from evals.retrieval import figures, judged_items, run_retrieval
from evals.run import run_cases
from evals.stats import Figure, clusters_of, mean_figure
from ingest.sync import sync
from rag.errors import SettingsError
from rag.library import Library
from rag.models import embedder_identity
from rag.settings import Settings, load_settings
from rag.steps import asked, search
from rag.types import Passage, Query
from rag.verifierloading import load_verifier
from ui.cli.harmless import harmless
from ui.cli.progress import bar

HEADLINES = (
    "recall@10 hit@5 hit@10 map@10 ndcg@10 mrr@10 evidence_hit first_evidence_hit "
    "evidence_hit_any first_evidence_hit_any gold_recall citation_recall citation_precision "
    "quote_fidelity answer_match span_f1 unsupported_details answer_rate refusal_rate "
    "answerability_auroc refusal_at_95_answered refusal_at_90_answered "
    "answerability_auroc_against_all refusal_at_90_answered_against_all aurc "
    "balanced_accuracy auroc precision_supported share_supported balanced_accuracy_floor "
    "auroc_floor precision_verdict share_verdict supported_contradicted contradicted "
    "contradicted_reworded kind_named blamed passed supported verbatim".split()
)
SEARCHED = 5
"""Passages that a sentence is checked against where a search finds them."""


def run_cases_command(
    file: Path,
    corpus: Path | None,
    out: Path | None,
    html: Path | None,
    sample: int | None,
    brief: bool,
    without: Sequence[str],
) -> None:
    """Run question cases and report. Exit code 1 when an item raised."""
    every = read_cases(file)
    if unknown := set(without) - {case.stratum for case in every}:
        raise SettingsError(f"{file} has no stratum {min(unknown)!r}; mend --without")
    cases = _sampled([case for case in every if case.stratum not in without], sample)
    library = eval_library(file, corpus)
    journal = None if out is None else out.with_name(out.name + ".journal")
    with bar("Asking") as tell:
        items = run_cases(cases, library, journal=journal, progress=tell)
    more: dict[str, object] = {"without": sorted(without)} if without else {}
    if library.settings.reranker:
        more["reranker"] = library.settings.reranker
    _finish_cases("cases", file, library, items, out, html, brief=brief, sample=sample, **more)


def run_answers_command(
    answers_file: Path,
    cases_file: Path,
    corpus: Path | None,
    out: Path | None,
    html: Path | None,
) -> None:
    """Score another system's answers. Exit code 1 when one is missing."""
    library = eval_library(cases_file, corpus)
    items = items_of(read_cases(cases_file), read_answers(answers_file), library.documents())
    _finish_cases("answers", cases_file, library, items, out, html, answers=answers_file.name)


def run_retrieval_command(
    folder: Path, out: Path | None, html: Path | None, sample: int | None
) -> None:
    """Run retrieval over a BEIR folder and report."""
    settings = eval_settings(folder)
    library = Library(settings)
    with bar("Searching") as tell:
        judged = run_retrieval(folder, library, tell, sample=sample)
    values = figures(judged)
    groups = {"1 gold passage": 1, "2 gold passages": 2}
    strata = {
        name: [j.id for j in judged if len(j.relevant) == count] for name, count in groups.items()
    }
    strata["3 or more gold passages"] = [j.id for j in judged if len(j.relevant) > 2]
    report = build_report(
        kind="retrieval",
        metrics={name: _mean(name, values[name]) for name in values},
        strata={
            stratum: {name: _mean(name, {id_: values[name][id_] for id_ in ids}) for name in values}
            for stratum, ids in strata.items()
            if ids
        },
        items=judged_items(judged, values),
        configuration=configuration_of(
            cases=folder / "queries.jsonl",
            documents=library.documents(),
            identity=library.store.catalogue.fact("identity") or "",
            dtype=settings.dtype,
            sample=sample,
        ),
    )
    _finish(report, out, html)
    _exit_on_errors([(j.id, j.error) for j in judged if j.error], judged)


def run_claims_command(
    file: Path,
    threshold_from: Path | None,
    corpus: Path | None,
    out: Path | None,
    html: Path | None,
    *,
    halves: bool = False,
    search: bool = False,
) -> None:
    """Score the verifier that is set on claims with evidence, or on sentences about documents."""
    if file.suffix.lower() in (".yaml", ".yml"):
        _run_pairs(file, corpus, out, html, by_search=search)
        return
    settings = eval_settings(None)
    verifier = load_verifier(settings)
    claims = read_claims(file)
    other = read_claims(threshold_from) if threshold_from else None
    if halves:
        other = tuple(claim for claim in claims if half_of(claim) == 0)
        claims = tuple(claim for claim in claims if half_of(claim) == 1)
    with bar("Checking") as tell:
        metrics, items, extra = claim_report_parts(claims, other, verifier, tell)
    source = threshold_from.name if threshold_from else None
    configuration = configuration_of(
        cases=file,
        documents=(),
        identity="none",
        dtype="none",
        threshold_from="its first half" if halves else source,
        verifier=verifier.name,
    )
    report = build_report(
        kind="claims",
        metrics=metrics,
        strata={},
        items=items,
        configuration=configuration,
        extra=extra,
    )
    _finish(report, out, html)


def _run_pairs(
    file: Path, corpus: Path | None, out: Path | None, html: Path | None, *, by_search: bool
) -> None:
    library = eval_library(file, corpus)
    rows = list(rows_of(read_groups(file), library.documents()))

    def found(row: Row) -> list[Passage]:
        question = asked(Query(row.statement), library)
        return [hit.passage for hit in search(question, library, SEARCHED)]

    with bar("Checking") as tell:
        done = (
            check_rows(rows, library.verifier, tell, found)
            if by_search
            else check_rows(rows, library.verifier, tell)
        )
    report = build_report(
        kind="claims",
        metrics=pair_metrics(rows, done),
        strata=pair_strata(rows, done),
        items=pair_items(rows, done),
        configuration=configuration_of(
            cases=file,
            documents=library.documents(),
            identity=library.store.catalogue.fact("identity") or "",
            dtype=library.settings.dtype,
            verifier=library.verifier.name,
            searched=SEARCHED if by_search else None,
        ),
        extra={},
    )
    _finish(report, out, html)


def run_compare_command(a: Path, b: Path, fail_on_regression: bool) -> None:
    """Print how B differs from A; with the flag, exit code 1 when it is worse."""
    comparison = compare(read_report(a), read_report(b))
    click.echo(comparison_text(comparison))
    if fail_on_regression and comparison.failed:
        sys.exit(1)


def run_audit_command(report: Path, number: int, out: Path | None, marks: Path | None) -> None:
    """Write a sheet to mark, or read a marked one and print the agreement."""
    content = read_report(report)
    if marks is None:
        sheet = make_sheet(content, number)
        if out is None:
            click.echo(sheet, nl=False)
        else:
            write_whole(out, sheet.encode("utf-8"))
        return
    try:
        text = marks.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{marks} can't be read ({error}); save it as UTF-8 CSV") from error
    for name, value in agreement(content, read_sheet(text)).items():
        click.echo(f"{name}: {'–' if value is None else value}")


def _finish_cases(
    kind: str,
    file: Path,
    library: Library,
    items: Sequence[Item],
    out: Path | None,
    html: Path | None,
    *,
    brief: bool = False,
    **more: object,
) -> None:
    documents = library.documents()
    texts = texts_of({document.file: document.text for document in documents})
    located = [locate(item, texts) for item in items]
    clusters = clusters_of(items, texts)
    report = build_report(
        kind="answers" if kind == "answers" else "cases",
        metrics=_without_ranking(kind, score(items, texts)),
        strata={
            name: _without_ranking(kind, metrics)
            for name, metrics in score_by_stratum(items, texts).items()
        },
        items=[
            item_json(
                replace(item, retrieved=()) if brief else item,
                texts,
                item_figures(item, texts),
                clusters[item.id],
            )
            for item in items
        ],
        configuration=configuration_of(
            cases=file,
            documents=documents,
            identity=library.store.catalogue.fact("identity") or "",
            dtype=library.settings.dtype,
            model="extractive" if kind == "cases" else "as given",
            **more,
        ),
        extra={
            "table": asdict(table(located)),
            "risk_coverage": [asdict(point) for point in risk_coverage(located)],
        },
    )
    _finish(report, out, html)
    _exit_on_errors([(item.id, item.error) for item in items if item.outcome == "error"], items)


def _exit_on_errors(failed: Sequence[tuple[str, str]], items: Sequence[object]) -> None:
    if failed:
        name, message = failed[0]
        click.echo(
            f"sanad: {len(failed)} of {len(items)} cases failed, the first one {name}: {message}",
            err=True,
        )
        sys.exit(1)


def _without_ranking(kind: str, metrics: Mapping[str, Figure]) -> dict[str, Figure]:
    """Leave out what a system that doesn't say what it retrieved can't be measured by."""
    names = RANKING if kind == "answers" else ()
    return {name: figure for name, figure in metrics.items() if name not in names}


def _finish(report: Report, out: Path | None, html: Path | None) -> None:
    if out is not None:
        write_report(report, out)
    if html is not None:
        write_whole(html, html_report(report).encode("utf-8"))
    _print(report["metrics"])
    for stratum, metrics in report["strata"].items():
        parts = [
            f"{name} {metrics[name]['value']:.3f}"
            for name in HEADLINES
            if metrics.get(name, {}).get("value") is not None
        ]
        if parts:
            click.echo(f"{stratum or 'all'}: {', '.join(parts)}")


def _print(metrics: Mapping[str, Mapping[str, float | None]]) -> None:
    shown = Table(box=None, pad_edge=False)
    shown.add_column("metric")
    for heading in ("value", "95% interval", "n"):
        shown.add_column(heading, justify="right")
    for name in HEADLINES:
        figure = metrics.get(name)
        if not figure or figure["value"] is None:
            continue
        low, high = figure["low"], figure["high"]
        interval = "" if low is None or high is None else f"{low:.3f} – {high:.3f}"
        shown.add_row(name, f"{figure['value']:.3f}", interval, str(figure["n"]))
    Console(width=None if sys.stdout.isatty() else 100).print(shown)


def eval_settings(corpus: Path | None) -> Settings:
    """Give the settings of a measurement: in float32, and with an index of its own.

    Reading a corpus takes out of the index what isn't in it. So the index that
    people ask, whether by default or by SANAD_STORE, is never the one used here.
    """
    given = {} if corpus is None else {"corpus": corpus}
    usual = load_settings(**given, store=None).store_folder
    own = usual.with_name(f"eval-{usual.name}")
    return load_settings(**given, store=own, dtype="float32")


def eval_library(cases: Path, corpus: Path | None) -> Library:
    """Open the corpus that belongs to the cases, read into an index of its own, in float32."""
    beside = cases.parent / "corpus"
    settings = eval_settings(corpus or (beside if beside.is_dir() else None))
    library = Library(settings)
    with bar("Reading documents") as tell:
        report = sync(
            settings.corpus.expanduser(),
            library.store,
            embedder_identity(settings),
            lambda: library.embedder,
            progress=lambda _file, done, total: tell(done, total),
        )
    for row in report.rows:
        if row.outcome == "skipped":
            click.echo(harmless(f"{row.file}: skipped ({'; '.join(row.notes)})"), err=True)
    library.check()
    return library


def _sampled(cases: Sequence[Case], sample: int | None) -> Sequence[Case]:
    """Take cases evenly spread over the file: the same ones every time."""
    if sample is None or sample >= len(cases):
        return cases
    step = len(cases) / sample
    return [cases[int(i * step)] for i in range(sample)]


def _mean(name: str, values: Mapping[str, float]) -> Figure:
    return mean_figure(name, values, {key: key for key in values})
