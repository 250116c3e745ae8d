"""An answer's record is asked again and compares equal; what has changed since is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.sync import sync
from rag.library import Library
from rag.models.embedder import Embedder
from rag.models.loading import embedder_identity
from rag.settings import load_settings
from rag.verification.nli_verifier import Entailment
from rag.verification.trust import FACT, Trust, with_trust
from tests.conftest import fill
from tests.llm import scripts
from tests.llm.asking import MODEL, address
from tests.llm.protocol import Reply, Request
from tests.llm.scripted import Scripted
from ui.cli.group import cli

KEY = "sk-never-to-be-written-down-7"
QUESTION = "How many members does the ferry board have?"
MEMBERS = "The ferry board was set up in 1974 and has nine members."
FERRY = (
    "The Ferry Board of Lake Orsa\n\nThe ferry board was set up in 1974 and has nine members. It "
    "meets on the first Monday of each month.\n\nTickets cost four crowns.\n"
)
SALT = "The Salt Duty of Marwick\n\nThe duty on salt is eleven pence a sack.\n"

Sanad = Callable[..., Result]


@pytest.fixture
def shelf(tmp_path: Path, embedder: Embedder) -> Path:
    """Two short documents, ingested into ``store`` beside them."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, "utf-8")
    (folder / "salt.txt").write_text(SALT, "utf-8")
    fill(load_settings(corpus=folder, store=tmp_path / "store"), embedder).close()
    return folder


@pytest.fixture
def server() -> Iterator[Scripted]:
    with Scripted(scripts.verbatim) as server:
        yield server


@pytest.fixture
def sanad(shelf: Path, server: Scripted, monkeypatch: pytest.MonkeyPatch) -> Sanad:
    """Run a command on the documents, the server as the language model."""
    monkeypatch.setenv("SANAD_CORPUS", str(shelf))
    monkeypatch.setenv("SANAD_STORE", str(shelf.parent / "store"))
    monkeypatch.setenv("SANAD_LLM", address(server.url))
    monkeypatch.setenv("SANAD_LLM_KEY", KEY)
    monkeypatch.setenv("SANAD_LLM_TIMEOUT", "10")

    def run(*arguments: str | Path, code: int = 0) -> Result:
        done = CliRunner().invoke(cli, [str(one) for one in arguments])
        assert done.exit_code == code, done.output + repr(done.exception)
        assert KEY not in done.output
        return done

    return run


@pytest.fixture
def kept(sanad: Sanad, tmp_path: Path) -> Path:
    """The record of an answer that the server wrote."""
    path = tmp_path / "record.json"
    sanad("ask", QUESTION, "--record", path)
    return path


def test_nothing_has_changed_at_once_and_nobody_is_asked(
    sanad: Sanad, kept: Path, server: Scripted
) -> None:
    assert server.count == 1
    assert "Nothing has changed" in sanad("replay", kept).output
    assert server.count == 1
    record = json.loads(kept.read_text("utf-8"))
    assert record["answer"]["model"] == record["model"] == MODEL
    assert record["answer"]["statements"][0]["verdict"] == "verbatim"
    assert server.requests[0].prompt == record["exchanges"][0]["user"]


def test_no_key_is_in_a_record_a_cache_or_what_doctor_says(
    sanad: Sanad, kept: Path, server: Scripted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SANAD_LLM_CACHE", str(tmp_path / "replies"))
    sanad("ask", QUESTION)
    assert MODEL in sanad("doctor").output
    assert server.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept in written
    assert any(path.parent.name == "replies" for path in written)
    assert [path for path in written if KEY.encode() in path.read_bytes()] == []


def test_doctor_names_a_server_that_fails_without_the_key(sanad: Sanad, server: Scripted) -> None:
    server.script = scripts.unauthorised
    assert "refuses the key (401); check SANAD_LLM_KEY" in sanad("doctor", code=1).output


def test_a_changed_document_is_named_with_what_it_changes(
    sanad: Sanad, kept: Path, shelf: Path, embedder: Embedder
) -> None:
    (shelf / "ferry.txt").write_text(FERRY.replace("nine", "eleven"), "utf-8")
    settings = load_settings()
    library = Library(settings, embedder=embedder)
    sync(shelf, library.store, embedder_identity(settings), lambda: embedder)
    library.close()
    told = sanad("replay", kept, code=1).output
    assert "document ferry.txt" in told
    assert "document salt.txt" not in told
    assert "has nine members" in told
    assert "has eleven members" in told
    changed = json.loads(sanad("replay", kept, "--json", code=1).output)["changes"]
    assert "document ferry.txt" in {one["what"] for one in changed}


def test_asked_again_another_reply_is_shown(sanad: Sanad, kept: Path, server: Scripted) -> None:
    assert "Nothing has changed" in sanad("replay", kept, "--ask-again").output
    assert server.count == 2
    server.script = scripts.prose
    told = sanad("replay", kept, "--ask-again", code=1).output
    assert "reply answer" in told
    assert "isn't JSON" in told


def test_a_failure_is_recorded_and_replayed(sanad: Sanad, server: Scripted, tmp_path: Path) -> None:
    server.script = scripts.runs_out
    path = tmp_path / "broken.json"
    sanad("ask", QUESTION, "--record", path)
    record = json.loads(path.read_text("utf-8"))
    assert "breaks off" in record["exchanges"][0]["problem"]
    assert "Nothing has changed" in sanad("replay", path).output


def test_replies_are_asked_for_once(
    sanad: Sanad, server: Scripted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SANAD_LLM_CACHE", str(tmp_path / "replies"))
    first = sanad("ask", QUESTION, "--json").output
    assert sanad("ask", QUESTION, "--json").output == first
    assert server.count == 1
    sanad("ask", "What is the duty on a sack of salt?")
    assert server.count == 2


def test_a_broken_reply_is_not_kept(
    sanad: Sanad, server: Scripted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SANAD_LLM_CACHE", str(tmp_path / "replies"))
    server.script = scripts.dies
    sanad("ask", QUESTION)
    server.script = scripts.verbatim
    assert MODEL in sanad("ask", QUESTION, "--json").output
    assert server.count == 2


def test_a_record_sends_nothing_to_the_server_that_it_names(
    sanad: Sanad, kept: Path, server: Scripted
) -> None:
    record = json.loads(kept.read_text("utf-8"))
    with Scripted(scripts.verbatim) as stranger:
        record["settings"]["llm"] = address(stranger.url)
        record["settings"]["embedder"] = "/tmp/theirs"
        kept.write_text(json.dumps(record), "utf-8")
        sanad("replay", kept, code=1)
        record["model"] = None
        kept.write_text(json.dumps(record), "utf-8")
        sanad("replay", kept, code=1)
        assert server.count == 1
        told = sanad("replay", kept, "--ask-again", code=1).output
        assert "setting llm" in told
        assert (stranger.count, server.count) == (0, 2)


def judging(request: Request) -> Reply:
    """Write a sentence in other words, and as the verifier bear it out."""
    if request.prompt.startswith("Source:"):
        return Reply("ENTAILED")
    return scripts.good({MEMBERS: "There are nine people on the ferry board."})(request)


def test_a_language_model_as_the_verifier_is_not_asked_by_replay(
    sanad: Sanad, server: Scripted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server.script = judging
    monkeypatch.setenv("SANAD_VERIFIER", address(server.url, "reader"))
    assert "it has no say until" in sanad("doctor").output
    library = Library(load_settings())
    assert isinstance(library.verifier, Entailment)
    library.store.set_fact(FACT, with_trust(None, library.verifier.key, Trust(supported=0.9)))
    library.close()
    told = " ".join(sanad("doctor").output.split())
    assert "openai-like:reader, on this machine" in told
    assert "its word counts for supported" in told

    path = tmp_path / "record.json"
    sanad("ask", QUESTION, "--record", path)
    record = json.loads(path.read_text("utf-8"))
    assert "the model openai-like:reader says" in record["answer"]["statements"][0]["reason"]
    assert record["trust"] == {"verifier, supported": 0.9}
    asked = server.count
    told = sanad("replay", path, code=1).output
    assert server.count == asked
    assert "setting verifier" in told


def test_asking_again_needs_a_model_of_ones_own(
    sanad: Sanad, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SANAD_LLM")
    assert "Nothing has changed" in sanad("replay", kept).output
    assert "set SANAD_LLM" in repr(sanad("replay", kept, "--ask-again", code=1).exception)


def test_a_new_caution_is_named(sanad: Sanad, kept: Path, shelf: Path, embedder: Embedder) -> None:
    (shelf / "sources.yaml").write_text(
        "sources:\n  - file: ferry.txt\n    id: ferry.txt\n    caution: Withdrawn.\n", "utf-8"
    )
    settings = load_settings()
    library = Library(settings, embedder=embedder)
    sync(shelf, library.store, embedder_identity(settings), lambda: embedder)
    library.close()
    assert "Withdrawn." in sanad("replay", kept, code=1).output


def test_doctor_and_asking_again_ask_whatever_is_kept(
    sanad: Sanad, server: Scripted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SANAD_LLM_CACHE", str(tmp_path / "replies"))
    path = tmp_path / "record.json"
    sanad("ask", QUESTION, "--record", path)
    sanad("doctor")
    sanad("doctor")
    assert server.count == 3
    sanad("replay", path, "--ask-again")
    assert server.count == 4


def test_a_record_that_can_not_be_written_is_said_before_anything_is_asked(
    sanad: Sanad, server: Scripted, tmp_path: Path
) -> None:
    done = sanad("ask", QUESTION, "--record", tmp_path / "nowhere" / "record.json", code=1)
    assert "can't be written" in repr(done.exception)
    assert server.count == 0


def test_what_is_withheld_is_counted_and_printed_on_request(sanad: Sanad, server: Scripted) -> None:
    said = "The ferry board was set up in 1974 and has nine members."
    server.script = scripts.false({said: said.replace("nine", "eleven")}, most=1)
    told = sanad("ask", QUESTION).output
    assert "1 statement withheld, see --withheld." in told
    assert "eleven" not in told
    assert "has eleven members" in sanad("ask", QUESTION, "--withheld").output
