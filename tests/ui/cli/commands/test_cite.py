from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rag.ask import ask
from rag.errors import CiteError
from rag.library import Library
from rag.types import Query
from ui.cli.group import cli
from ui.schema import answer_json

QUESTION = "In which year did the cabinet announce the National Internal Security Policy?"


@pytest.fixture(scope="module")
def cited(library: Library) -> dict[str, str]:
    """The first citation of an answer, as `sanad ask --json` gives it."""
    made = json.loads(json.dumps(answer_json(ask(Query(QUESTION), library))))
    citation: dict[str, str] = made["citations"][0]
    return citation


def run(library: Library, *arguments: str) -> Result:
    store = os.fspath(library.store.path)
    return CliRunner().invoke(cli, [*arguments, "--store", store])


def test_an_address_of_an_answer_is_cited(library: Library, cited: dict[str, str]) -> None:
    done = run(library, "cite", cited["address"], "--style", "apa")
    assert done.exit_code == 0
    assert done.stdout == (
        f"“{cited['quote']}”\n\n(Pak Institute for Peace Studies (PIPS), n.d., para. 21)\n"
    )
    assert "the paragraph is cited instead" in done.stderr


def test_a_passage_id_will_do(library: Library, cited: dict[str, str]) -> None:
    done = run(library, "cite", cited["passage_id"], "--format", "bibtex")
    assert done.exit_code == 0
    assert done.stdout.startswith("@techreport{pips-2017,")


def test_show_says_where_it_stands(library: Library, cited: dict[str, str]) -> None:
    done = run(library, "show", cited["address"])
    assert f"“{cited['quote']}”" in done.stdout
    assert "p. 3 (estimated), paragraph 21" in done.stdout
    found = json.loads(run(library, "show", cited["address"], "--json").stdout)
    assert (found["status"], found["address"]) == ("there", cited["address"])
    assert found["citation"]["quote"] == cited["quote"]


def test_words_that_are_gone_are_not_cited(library: Library) -> None:
    gone = "pips-2017@0123456789ab:5-20#,words+that+nobody+ever+wrote+zebra+quince,"
    shown = run(library, "show", gone)
    assert shown.exit_code == 0
    assert "no longer in the document" in shown.stdout
    assert "It was: “words that nobody" in shown.stdout
    done = run(library, "cite", gone)
    assert isinstance(done.exception, CiteError)


def test_an_answer_is_written_to_a_file(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    done = run(library, "ask", QUESTION, "--export", str(path), "--style", "oscola")
    assert done.exit_code == 0
    assert "‘Internal Security and Challenges’" in path.read_text("utf-8")


def test_markdown_comes_with_its_bibliography(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "answer.md"
    assert run(library, "ask", QUESTION, "--export", str(path)).exit_code == 0
    assert "bibliography: answer-references.json" in path.read_text("utf-8")
    assert json.loads((tmp_path / "answer-references.json").read_text("utf-8"))[0]["id"]
    bib = str(tmp_path / "refs.bib")
    run(library, "ask", QUESTION, "--export", str(path), "--bibliography", bib)
    assert "bibliography: refs.bib" in path.read_text("utf-8")
    assert Path(bib).read_text("utf-8").startswith("@")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--export", "a.pdf"),
        ("--export", "a.md", "--style", "x"),
        ("--export", "a.md", "--bibliography", "a.pdf"),
    ],
)
def test_a_wrong_target_is_said_before_asking(library: Library, wrong: tuple[str, ...]) -> None:
    assert isinstance(run(library, "ask", QUESTION, *wrong).exception, CiteError)
