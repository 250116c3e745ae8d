"""`sanad doctor`: is everything as it should be, and if not, what to do."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from rag.errors import SanadError
from ui.cli.console import console_for
from ui.cli.options import library_options

if TYPE_CHECKING:
    from rich.console import Console

    from rag.settings import Settings

PACKAGES = (
    "llama-index-core",
    "llama-index-embeddings-huggingface",
    "chromadb",
    "tantivy",
    "sentence-transformers",
    "torch",
    "gradio",
)
MIN_FREE_BYTES = 500_000_000
PROBE = "The mill grinds the grain of the whole valley."


@click.command()
@click.option(
    "--fix", is_flag=True, help="Mend what can be, first; your own files stay as they are."
)
@library_options
def doctor(fix: bool, overrides: dict[str, Path]) -> None:
    """Check model, store, corpus and versions; name each problem and its remedy."""
    from rag.settings import load_settings

    settings = load_settings(**overrides)
    console = console_for()
    if fix:
        _fix(settings, console)
    checks: tuple[tuple[str, Callable[[Settings], Iterator[str]]], ...] = (
        ("names", _names),
        ("versions", _versions),
        ("model", _model),
        ("corpus", _corpus),
        ("store", _store),
        ("language model", _language_model),
        ("verifier", _verifier),
    )
    failed = False
    for name, check in checks:
        try:
            found = [(line, True) for line in check(settings)]
        except SanadError as error:
            found, failed = [(str(error), False)], True
        for line, good in found:
            mark = Text("ok   ", "green") if good else Text("FAIL ", "bold red")
            console.print(mark + Text(f"{name}: {line}", "default"), highlight=False)
    if failed:
        sys.exit(1)


def _fix(settings: Settings, console: Console) -> None:
    from ui.cli.fixes import fix

    try:
        for line in fix(settings):
            console.print(Text(f"fixed: {line}"), highlight=False)
    except SanadError as error:  # the checks say it as well, with what else there is
        console.print(Text(f"not fixed: {error}"), highlight=False)


def _names(_settings: Settings) -> Iterator[str]:
    from ui.cli.shadowed import shadowing

    if found := shadowing():
        raise SanadError("; ".join(found))
    yield "rag, ingest, ui, evals and sanad are this Sanad's own"


def _versions(_settings: Settings) -> Iterator[str]:
    from ingest.load import ocr_available

    yield f"Python {platform.python_version()}"
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError as error:
            raise SanadError(f"{package} is missing; run `python start.py setup` again") from error
    if ocr_available():
        yield "Tesseract, for scanned pages"
    else:
        yield "no Tesseract: scanned pages are listed as unread (install tesseract-ocr)"


def _model(settings: Settings) -> Iterator[str]:
    from rag.models.loading import embedder_identity

    identity = embedder_identity(settings)
    yield f"{identity.name}, weights {identity.weights[:12]}…, {identity.dtype}"


def _corpus(settings: Settings) -> Iterator[str]:
    from ingest.load import FORMATS
    from ingest.plan import corpus_files
    from ingest.sources import read_sources

    folder = settings.corpus.expanduser()
    files = corpus_files(folder)
    readable = [file for file in files if Path(file).suffix.lower() in FORMATS]
    if not readable:
        raise SanadError(f"{folder} holds no {', '.join(FORMATS)} file; put documents there")
    yield f"{folder.resolve()}: {len(readable)} of {len(files)} files can be read"
    described = read_sources(folder)
    for file in sorted(described.keys() - set(files)):
        raise SanadError(
            f"sources.yaml names {file}, which isn't there; correct it or add the file"
        )
    unknown = [file for file in readable if file not in described]
    if unknown:
        yield f"without an entry in sources.yaml: {', '.join(unknown)}"


def _store(settings: Settings) -> Iterator[str]:
    from rag.library import Library
    from rag.models.loading import embedder_identity
    from rag.store.index_identity import index_identity

    library = Library(settings)
    folder = library.store.path
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_BYTES:
        raise SanadError(f"only {free // 1_000_000} MB free below {folder}; make room")
    library.check()
    where = library.store.name if library.store.served else folder.resolve()
    yield f"{where}, revision {library.store.revision}"
    if writer := library.store.writer():
        yield f"is being written just now, by {writer}; run this again when that is done"
        return
    yield f"built by {index_identity(embedder_identity(settings))}"
    if damage := library.store.damage():
        raise SanadError("; ".join(damage))
    entries = library.store.entries()
    passages = sum(entry.passages for entry in entries)
    yield f"{len(entries)} documents, {passages} passages, all as they were written"


def _language_model(settings: Settings) -> Iterator[str]:
    if settings.llm is None:
        yield "none: answers are the documents' own words (SANAD_LLM names one)"
        return
    from rag.answering.judge_reliability import read_trust
    from rag.library import Library
    from rag.llm.judge import try_judge
    from rag.llm.providers import parse_spec

    # Replies that were kept would answer for a model that is down.
    library = Library(settings.model_copy(update={"llm_cache": None}))
    model = library.llm
    assert model is not None  # since the settings name one
    stays = "on this machine" if parse_spec(settings.llm).local else "passages are sent to it"
    yield f"{model.name}, {stays}"
    said = try_judge(model, settings.llm_timeout)
    yield f"it replies{'' if said else ', but not in the form that was asked for'}"
    trust = read_trust(library.store, model)
    yield (
        f"as a judge it counts for up to {trust.most:.1f} log-odds"
        if trust.most
        else "as a judge it has no weight (`sanad calibrate --judge` measures it)"
    )


def _verifier(settings: Settings) -> Iterator[str]:
    from rag.library import Library
    from rag.llm.providers import names_llm, parse_spec
    from rag.types import Passage
    from rag.verification.nli_verifier import Entailment

    verifier = Library(settings).verifier
    if not isinstance(verifier, Entailment):
        yield "bundled: rules and shared words (SANAD_VERIFIER names a model beside them)"
        return
    llm = names_llm(settings.verifier)
    here = not llm or parse_spec(settings.verifier).local
    yield f"{verifier.name}, {'on this machine' if here else 'statements are sent to it'}"
    passage = Passage("probe", "", 0, len(PROBE), PROBE)
    said = verifier.opinion("Grain is ground there.", [passage])
    yield "it replies" if said else "it replies, but not in the form that was asked for"
    trust = verifier.trust
    if trust is None:
        yield "it has no say until `sanad calibrate --verifier` has measured it"
        return
    counts = [name for name in ("supported", "contradicted") if getattr(trust, name) is not None]
    yield f"its word counts for {' and '.join(counts) or 'nothing: it was measured'}"
