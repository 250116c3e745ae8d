"""The corpus as PDF, Word and HTML: the same questions get the same quotes, on the right page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from evals.suites.cases import read_cases
from ingest.document import build_document
from ingest.load import load
from ingest.sources import read_sources
from rag.ask import ask
from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from rag.types import Answer, Citation, Document, Query
from tests.conftest import CORPUS, ROOT, fill
from tests.ingest.load.convert import Drawn, page_of, to_docx, to_html, to_pdf

CASES = ROOT / "evals" / "cases" / "develop.yaml"
QUESTIONS = 40
ALIKE = 0.92
"""The brief's flattened table comes back as paragraphs, and what leads in a list brings it along."""


@pytest.fixture(scope="module")
def questions() -> list[str]:
    """Answerable questions in English, spread over the development cases."""
    found = [c.question for c in read_cases(CASES) if c.answerable and "urdu" not in c.stratum]
    return found[:: max(1, len(found) // QUESTIONS)]


@pytest.fixture(scope="module")
def originals() -> dict[str, Document]:
    return {
        file: build_document(file, load(CORPUS / file), source)
        for file, source in read_sources(CORPUS).items()
    }


def converted(
    folder: Path,
    ending: str,
    originals: dict[str, Document],
    write: Callable[[Document, Path], object],
) -> dict[str, object]:
    """Write both documents in another format, described as before; give what was written."""
    described = (CORPUS / "sources.yaml").read_text("utf-8").replace(".txt", ending)
    (folder / "sources.yaml").write_text(described, "utf-8")
    return {
        document.id: write(document, folder / file.replace(".txt", ending))
        for file, document in originals.items()
    }


def ingested(folder: Path, embedder: Embedder) -> Library:
    settings = load_settings(corpus=folder, store=folder.parent / f"store-{folder.name}")
    return fill(settings, embedder)


def shown(answer: Answer) -> tuple[Citation, ...]:
    return answer.citations or answer.nearest


@pytest.mark.parametrize(
    ("ending", "write"),
    [
        (".pdf", partial(to_pdf, front=False)),
        pytest.param(".docx", to_docx, marks=pytest.mark.slow),
        pytest.param(".html", to_html, marks=pytest.mark.slow),
    ],
)
def test_the_same_questions_get_the_same_quotes(
    tmp_path: Path,
    library: Library,
    embedder: Embedder,
    originals: dict[str, Document],
    questions: list[str],
    ending: str,
    write: Callable[[Document, Path], object],
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    drawn = converted(folder, ending, originals, write)
    other = ingested(folder, embedder)
    total = same = answered = otherwise = 0
    for question in questions:
        before, after = ask(Query(question), library), ask(Query(question), other)
        otherwise += after.status != before.status
        answered += before.status == "answered"
        there = {(c.document_id, _first_line(c)): c for c in shown(after)}
        for old in shown(before):
            total += 1
            new = there.get((old.document_id, _first_line(old)))
            if new is None:
                continue
            same += 1
            assert (new.page is not None) == (ending == ".pdf")
            if new.page is not None and new.quote == old.quote:
                _check_page(originals[old.file], drawn[old.document_id], old, new)
    assert answered > len(questions) / 2
    # The brief's flattened table comes back as paragraphs, which moves one passage's edges.
    assert otherwise <= (1 - ALIKE) * len(questions)
    assert same >= ALIKE * total
    other.close()


def _first_line(citation: Citation) -> str:
    """Give a quote's first line: the bullets before the others are another format's own."""
    return citation.quote.split("\n")[0]


def _check_page(original: Document, drawn: object, old: Citation, new: Citation) -> None:
    """Compare a quote's pages with where its words were drawn; the boxes must be there, too."""
    assert isinstance(drawn, tuple)
    pages: tuple[Drawn, ...] = drawn
    assert new.page is not None
    physical = page_of(original, pages, old.start)
    assert new.page.number == physical
    assert new.page.label == str(physical - 2)  # two pages of front matter, i and ii
    last = page_of(original, pages, old.end - 1)
    assert {box.page for box in new.boxes} == set(range(physical, last + 1))
