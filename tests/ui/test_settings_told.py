from __future__ import annotations

from pathlib import Path

import pytest

from rag.settings import Settings, load_settings
from ui.settings_told import NOTHING_LEAVES, all_stays, answering, kept, leaving


def settings(tmp_path: Path, **given: object) -> Settings:
    return load_settings(corpus=tmp_path / "corpus", store=tmp_path / "store", **given)


def test_what_comes_with_sanad_leaves_nothing(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert all_stays(found)
    assert leaving(found) == (NOTHING_LEAVES,)
    assert "notebook.db" in " ".join(one.means for one in kept(found))


@pytest.mark.parametrize(
    ("llm", "where"),
    [
        ("openai:gpt-x", "To https://api.openai.com/v1: each question"),
        ("anthropic:claude-x", "To https://api.anthropic.com: each question"),
        ("openai-like:m@http://192.0.2.7:8080/v1", "To http://192.0.2.7:8080/v1: each question"),
        ("ollama:m", "another program on this machine, at http://127.0.0.1:11434"),
    ],
)
def test_a_model_server_is_named_with_what_goes_there(
    tmp_path: Path, llm: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_BASE_URL", raising=False)
    (said,) = leaving(settings(tmp_path, llm=llm))
    assert where in said


def test_where_a_variable_sends_a_model_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://proxy.example")
    assert "To https://proxy.example:" in leaving(settings(tmp_path, llm="anthropic:m"))[0]


def test_a_model_file_runs_here_and_a_verifier_is_told_apart(tmp_path: Path) -> None:
    assert all_stays(settings(tmp_path, llm="gguf:/models/m.gguf"))
    found = settings(tmp_path, llm="gguf:/models/m.gguf", verifier="openai:m")
    assert [one.name for one in answering(found) if one.leaves] == ["Who checks sentences"]
    assert not all_stays(found)


def test_an_index_on_servers_is_said_to_leave(tmp_path: Path) -> None:
    urls = {"catalogue_url": "postgresql://me@db/sanad", "chroma_url": "http://db:8000"}
    found = load_settings(corpus=tmp_path, **urls)
    assert not all_stays(found)
    (said,) = leaving(found)
    assert said.startswith("To postgresql://me@db/sanad and http://db:8000: the text of")
    assert "The index" in [one.name for one in kept(found)]
