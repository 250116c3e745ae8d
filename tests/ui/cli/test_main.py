"""The commands as a person runs them; the main ones in a process of their own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from rag.store.store import Store
from tests.conftest import CORPUS, ROOT
from tests.ui.cli.run import new_process, sanad


def test_help_lists_the_commands_and_loads_nothing_slow() -> None:
    done = new_process("--help")
    assert done.returncode == 0
    for command in ("ask", "ingest", "sources", "doctor", "serve"):
        assert f"  {command} " in done.stdout
    slow = "torch numpy pydantic gradio chromadb llama_index sqlalchemy tantivy transformers"
    code = (
        "import sys; from ui.cli.group import cli; cli(['--help'], standalone_mode=False); "
        f"print([m for m in {slow!r}.split() if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


def test_an_answer_loads_only_what_it_needs(mixed: tuple[Path, Path, str]) -> None:
    """What they cost is in `docs/speed.md`."""
    folder, store, _ = mixed
    question = "What should parliament take a lead in?"
    done = new_process("ask", question, corpus=folder, store=store, options=("-X", "importtime"))
    assert done.returncode == 0, done.stderr
    assert "Sources" in done.stdout
    lines = re.findall(r"^import time:[ \d|]+\| +([\w.]+)$", done.stderr, re.MULTILINE)
    loaded = {name for line in lines for name in (line, line.partition(".")[0])}
    assert {"chromadb", "sentence_transformers", "rag.ask"} <= loaded
    # Of scikit-learn and SciPy there are placeholders, and nothing that their own code imports.
    unneeded = "evals fastapi gradio ingest IPython llama_index lxml matplotlib openpyxl pandas "
    unneeded += "pypdf pypdfium2 scipy._lib sklearn.base tiktoken uvicorn"
    left_out = re.findall(r"^([\w-]+) ;", (ROOT / "left-out.txt").read_text("utf-8"), re.MULTILINE)
    assert "kubernetes" in left_out
    not_to_be = {*unneeded.split(), *(name.replace("-", "_") for name in left_out)}
    assert sorted(loaded & not_to_be) == []


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The corpus without its sources.yaml, bad files beside it; ingested. With what was printed."""
    folder = tmp_path_factory.mktemp("mixed")
    for file in CORPUS.glob("*.txt"):
        shutil.copy(file, folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "windows.txt").write_bytes("The café’s licence was renewed – twice.".encode("cp1252"))
    store = tmp_path_factory.mktemp("store")
    done = new_process("ingest", str(folder), store=store)
    assert done.returncode == 0, done.stderr
    return folder, store, done.stdout


def test_ingest_ends_with_a_table(mixed: tuple[Path, Path, str]) -> None:
    _, _, printed = mixed
    for file, words in (
        ("empty.txt", "the file is empty"),
        ("binary.txt", "binary data"),
        ("windows.txt", "read as Windows-1252"),
    ):
        (line,) = [line for line in printed.splitlines() if file in line]
        assert words in line
    assert "3 documents" in printed.splitlines()[-1]
    assert "2 skipped" in printed.splitlines()[-1]


def test_ingest_again_embeds_nothing(mixed: tuple[Path, Path, str]) -> None:
    folder, store, _ = mixed
    done = sanad("ingest", str(folder), store=store)
    assert "0 embedded now, 3 unchanged" in done.stdout.splitlines()[-1]


def test_json_fits_the_published_schema(mixed: tuple[Path, Path, str]) -> None:
    folder, store, _ = mixed
    schema = json.loads(sanad("ask", "--schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    question = "What do people think of the security checks?"
    done = sanad("ask", question, "--json", "--as-of", "2026-01-31", corpus=folder, store=store)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, schema)
    assert (answer["question"], answer["status"]) == (question, "answered")
    assert answer["as_of"] == "2026-01-31"
    assert "a common man is fed up with" in answer["citations"][0]["quote"]
    assert answer["citations"][0]["page"] == 4
    assert answer["citations"][0]["page_inferred"] is True


def test_everything_on_a_topic_as_text_and_as_json(mixed: tuple[Path, Path, str]) -> None:
    folder, store, _ = mixed
    schema = json.loads(sanad("ask", "--all", "--schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    topic = "the Fourth Schedule"
    found = json.loads(sanad("ask", "--all", "--json", topic, corpus=folder, store=store).stdout)
    jsonschema.validate(found, schema)
    quotes = [citation["quote"] for citation in found["citations"]]
    assert any("8,300 people" in quote for quote in quotes)
    file = folder.parent / "all.txt"
    done = sanad("ask", "--all", topic, "--export", str(file), corpus=folder, store=store)
    written = " ".join(file.read_text("utf-8").split())
    assert all(" ".join(quote.split()) in written for quote in quotes)
    assert f"{len(quotes)} passages on this" in done.stdout
    lines = [line for quote in quotes for line in f"“{quote}”".splitlines() if line]
    assert any("\n" in quote for quote in quotes)
    assert all(f"    {line}\n" in done.stdout for line in lines)


def test_ask_without_a_question_is_a_usage_error() -> None:
    done = sanad("ask")
    assert done.returncode == 2
    assert "QUESTION" in done.stderr


def test_an_answer_in_the_terminal_names_its_source(tmp_path: Path) -> None:
    question = "In which year did the cabinet announce the National Internal Security Policy?"
    done = new_process("ask", "--ingest", question, store=tmp_path)
    assert done.returncode == 0, done.stderr
    statement, _, *sources = done.stdout.splitlines()
    assert "in 2014, announced" in statement
    assert statement.endswith("[1]")
    for words in (
        "no date (event of 3 May 2017)",
        "p. 3 (estimated)",
        "Internal security and challenges",
        "pips-2017-internal-security-and-challenges.txt",
        f"“{statement.removesuffix(' [1]')}”",
    ):
        assert words in "\n".join(sources)


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (("ingest", "gone"), {}, "gone doesn't exist"),
        (("ingest",), {"corpus": "gone"}, "gone doesn't exist"),
        (("ask", "Why?"), {}, "run `sanad ingest FOLDER`"),
        (("sources",), {"corpse": "x"}, "did you mean SANAD_CORPUS?"),
        (("sources",), {"dtype": "int3"}, "'dtype'"),
        (("serve", "--host", "0.0.0.0"), {}, "--host 127.0.0.1"),  # noqa: S104
        (("doctor",), {"embedder": "no/such-model"}, "no/such-model"),
    ],
)
def test_an_error_is_one_line_with_a_remedy(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], words: str
) -> None:
    done = sanad(*arguments, cwd=tmp_path, **settings)
    assert done.returncode == 1
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 1


def test_a_second_ingest_is_told_to_wait(mixed: tuple[Path, Path, str]) -> None:
    folder, store, _ = mixed
    with Store(store).writing():
        done = new_process("ingest", str(folder), store=store)
    assert done.returncode == 1
    assert "wait until it has finished" in done.stderr


def test_the_doctor_finds_nothing_wrong_then_what_is(mixed: tuple[Path, Path, str]) -> None:
    folder, store, _ = mixed
    done = sanad("doctor", corpus=folder, store=store)
    assert done.returncode == 0, done.stdout
    assert "FAIL" not in done.stdout
    done = sanad("doctor", corpus=folder, store=store, dtype="bfloat16")
    assert done.returncode == 1
    assert "--rebuild" in done.stdout
