from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from rag.errors import ModelError, SettingsError
from rag.llm.providers import Spec, build_llm, load_llm, parse_spec
from rag.settings import load_settings


@pytest.mark.parametrize(
    ("text", "spec", "local"),
    [
        (
            "openai-like:qwen@http://127.0.0.1:8080/v1/",
            Spec("openai-like", "qwen", "http://127.0.0.1:8080/v1"),
            True,
        ),
        (
            "openai-like:a/b:c@https://llm.example.org/v1",
            Spec("openai-like", "a/b:c", "https://llm.example.org/v1"),
            False,
        ),
        ("ollama:llama3:8b", Spec("ollama", "llama3:8b", "http://127.0.0.1:11434"), True),
        ("ollama:m@http://10.0.0.7:11434", Spec("ollama", "m", "http://10.0.0.7:11434"), False),
        ("openai:gpt", Spec("openai", "gpt"), False),
        ("anthropic:claude", Spec("anthropic", "claude"), False),
        ("gguf:/models/a@b.gguf", Spec("gguf", "/models/a@b.gguf"), True),
    ],
)
def test_a_setting_names_provider_model_and_place(text: str, spec: Spec, local: bool) -> None:
    assert parse_spec(text) == spec
    assert parse_spec(text).local is local


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("qwen", "names no language model"),
        ("", "names no language model"),
        ("claude:opus", "names no language model"),
        ("gguf:", "names no language model"),
        ("openai-like:qwen", "lacks the server's address"),
        ("openai-like:qwen@ftp://there", "lacks the server's address"),
        ("openai-like:@http://127.0.0.1/v1", "names no model"),
        ("openai-like:qwen@http://", "is no address"),
        ("openai-like:qwen@http://me:secret@there/v1", "leave name and password out"),
    ],
)
def test_a_setting_that_cannot_be_read_is_explained(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        parse_spec(text)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("spec", "variable"), [("openai:gpt", "OPENAI_API_KEY"), ("anthropic:c", "ANTHROPIC_API_KEY")]
)
def test_a_missing_key_is_named(
    spec: str, variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(variable, raising=False)
    with pytest.raises(ModelError, match=f"set {variable}"):
        load_llm(load_settings(llm=spec, store=tmp_path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model file .*none\.gguf"):
        load_llm(load_settings(llm=f"gguf:{tmp_path / 'none.gguf'}"))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "not.gguf").write_text("This is no model.")
    with pytest.raises(ModelError, match="can't be used"):
        load_llm(load_settings(llm=f"gguf:{tmp_path / 'not.gguf'}"))


def test_without_the_setting_there_is_no_model() -> None:
    assert load_llm(load_settings()) is None


@pytest.mark.parametrize("spec", ["openai-like:m", "ollama:m"])
def test_a_model_on_this_machine_is_asked_through_no_proxy(
    monkeypatch: pytest.MonkeyPatch, spec: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such.pem")
    assert build_llm(f"{spec}@http://127.0.0.1:8080/v1", 1).place


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:9", "pip install socksio"),
        ("HTTPS_PROXY", "nonsense://127.0.0.1:9", "HTTPS_PROXY=nonsense://127.0.0.1:9"),
        ("SSL_CERT_FILE", "/no/such.pem", "SSL_CERT_FILE names /no/such.pem"),
    ],
)
def test_a_way_out_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    for proxy in [one for one in os.environ if one.lower().endswith("_proxy")]:
        monkeypatch.delenv(proxy)
    monkeypatch.setenv(name, value)
    with pytest.raises(ModelError, match=re.escape(words)):
        build_llm("openai-like:m@http://192.0.2.7:8080/v1", 1)
