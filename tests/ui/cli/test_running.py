"""A running Sanad does the commands of its user, and of nobody else; without one all is as ever."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from rag.ask import ask
from rag.library import Library
from rag.types import Query
from tests.ui.cli.run import new_process, sanad
from ui.api.gate import Gate
from ui.cli import running
from ui.cli.command_route import CommandRoute
from ui.cli.group import cli
from ui.schema import answer_json
from ui.web.listening import listen, url_of

QUESTION = "What should parliament do?"
STATEMENT = "The cabinet announced the policy in 2014."


class Running:
    """A server for a library in another thread, which counts what it is asked."""

    def __init__(self, library: Library) -> None:
        self.library, self.asked = library, 0
        self.file = library.store.path / running.FILE
        self.app = FastAPI()
        self.route = CommandRoute(library, cli)
        self.route.add_to(self.app, Gate(2, 2))

        @self.app.middleware("http")
        async def count(request: Any, call_next: Callable[[Any], Any]) -> Any:  # noqa: ANN401
            self.asked += 1
            return await call_next(request)

    def about(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.file.read_text())
        return found


@pytest.fixture(scope="module")
def server(library: Library) -> Iterator[Running]:
    made = Running(library)
    with listen("127.0.0.1", 0) as listener:
        served = uvicorn.Server(uvicorn.Config(made.app, log_level="warning"))
        thread = threading.Thread(target=lambda: served.run(sockets=[listener]))
        thread.start()
        while not served.started:
            time.sleep(0.01)
        with made.route.announced(url_of(listener)):
            yield made
        served.should_exit = True
        thread.join()
    assert not made.file.exists()


@pytest.fixture(scope="module")
def address(library: Library) -> str:
    return str(
        json.loads(json.dumps(answer_json(ask(Query(QUESTION), library))))["citations"][0][
            "address"
        ]
    )


@pytest.fixture
def written_anew(server: Running) -> Iterator[Callable[..., None]]:
    """Change what the file says, or its rights; all is put back afterwards."""
    before = server.file.read_bytes()

    def write(mode: int = 0o600, **changed: object) -> None:
        server.file.write_text(json.dumps(server.about() | changed))
        server.file.chmod(mode)

    yield write
    server.file.unlink(missing_ok=True)
    server.file.write_bytes(before)
    server.file.chmod(0o600)


def test_each_command_prints_what_it_prints_without(server: Running, address: str) -> None:
    store = server.library.store.path
    aside = server.file.with_name("aside")
    for words in (
        ("ask", QUESTION),
        ("ask", QUESTION, "--json"),
        ("ask", "madrassa reform", "--all"),
        ("ask", QUESTION, "--document", "rumi-2015"),
        ("find", "internal security policy"),
        ("check-claim", STATEMENT),
        ("cite", address, "--style", "apa"),
        ("show", address),
        ("ask", QUESTION, "--document", "nobody"),
        ("cite", "sanad:nothing@0"),
    ):
        asked = server.asked
        served = sanad(*words, store=store)
        assert server.asked == asked + 1, words
        server.file.rename(aside)
        plain = sanad(*words, store=store)
        aside.rename(server.file)
        assert server.asked == asked + 1
        assert vars(served) == vars(plain)
    failed = sanad("cite", "sanad:nothing@0", store=store)
    assert failed.returncode == 1
    assert failed.stderr.startswith("sanad: ")


def test_folders_named_in_the_command_are_no_files_of_the_caller_s(server: Running) -> None:
    settings, asked = server.library.settings, server.asked
    folders = ("--store", str(server.library.store.path), f"--corpus={settings.corpus}")
    assert "Parliament" in sanad("ask", QUESTION, *folders).stdout
    assert server.asked == asked + 1


def test_its_file_is_for_the_user_alone(server: Running) -> None:
    assert stat.S_IMODE(server.file.stat().st_mode) == 0o600
    assert server.about()["pid"] == os.getpid()


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        (("--ingest",), {}),
        (("--strict",), {}),
        (("--schema",), {}),
        ((), {"refuse": "false"}),
        ((), {"llm_timeout": "5"}),
        ((), {"corpus": "tests"}),
        ((), {"embedder": "elsewhere"}),
        (("--record", "made.json"), {}),
    ],
)
def test_what_it_cannot_do_is_done_here(
    server: Running, tmp_path: Path, words: tuple[str, ...], settings: dict[str, str]
) -> None:
    given = {"SANAD_STORE": str(server.library.store.path)}
    given |= {f"SANAD_{name.upper()}": value for name, value in settings.items()}
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(tmp_path if words[:1] == ("--record",) else Path.cwd())
        for name, value in given.items():
            patched.setenv(name, value)
        asked = server.asked
        assert running.answered(["ask", QUESTION, *words]) is None
        assert server.asked == asked


def answered_here(server: Running, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setenv("SANAD_STORE", str(server.library.store.path))
    return running.answered(["find", "policy"]) == 0


def test_settings_that_say_the_same_are_the_same(
    server: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANAD_REFUSE", "1")
    monkeypatch.setenv("SANAD_LLM_TIMEOUT", "60")
    monkeypatch.setenv("SANAD_CORPUS", "./corpus/../corpus")
    assert answered_here(server, monkeypatch)
    assert "Word for word" in capsys.readouterr().out


@pytest.mark.parametrize(
    "changed",
    [
        {"mode": 0o644},
        {"pid": 2**22 + 1},
        {"token": "0" * 64},
        {"host": "192.0.2.1"},
        {"port": 9},
        {"code": ["elsewhere", 0]},
        {"settings": None},
    ],
)
def test_a_file_that_is_not_just_so_is_passed_over(
    server: Running,
    written_anew: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, Any],
) -> None:
    assert answered_here(server, monkeypatch)
    written_anew(**changed)
    assert not answered_here(server, monkeypatch)


def test_a_link_and_a_torn_file_are_passed_over(
    server: Running, written_anew: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    written_anew()
    target = server.file.with_name("target")
    server.file.rename(target)
    server.file.symlink_to(target)
    assert not answered_here(server, monkeypatch)
    server.file.unlink()
    server.file.write_bytes(target.read_bytes()[:100])
    server.file.chmod(0o600)
    assert not answered_here(server, monkeypatch)
    target.unlink()


def test_another_key_for_the_language_model_is_another_setting(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANAD_LLM_KEY", "theirs")
    assert not answered_here(server, monkeypatch)


def test_who_does_not_know_the_secret_is_refused(server: Running) -> None:
    client = TestClient(server.app)
    body = {"argv": ["find", "policy"], "options": {}, "key": "", "terminal": {}}
    assert client.post(running.PATH, json=body).status_code == 403
    head = {running.NONCE: "0", running.PROOF: running.proof("guessed", "asked 0", b"{}")}
    assert client.post(running.PATH, content=b"{}", headers=head).status_code == 403


def test_no_other_command_and_no_file_is_touched_for_others(server: Running) -> None:
    about = server.about()
    for argv in (["doctor"], ["ingest", "."], ["ask", "x", "--export=made.md"], ["show", "x.txt"]):
        assert running.send(about, argv) == {}


def test_a_second_one_leaves_the_first_ones_file(server: Running) -> None:
    before = server.file.read_bytes()
    with CommandRoute(server.library, cli).announced("http://127.0.0.1:1"):
        assert server.file.read_bytes() == before
    assert server.file.read_bytes() == before


def test_asking_a_running_one_loads_nothing_slow() -> None:
    """Every import is paid for each time."""
    code = (
        "import sys; import ui.cli; from ui.cli.running import answered; answered(['ask', 'x']); "
        "print([m for m in ('click', 'rich', 'pydantic', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_one_in_the_background_is_found_asked_and_ended(own_store: Path) -> None:
    with listen("127.0.0.1", 0) as listener:
        port = url_of(listener).rpartition(":")[2]
    began = new_process("serve", "--background", "--no-open", "--port", port, store=own_store)
    assert began.returncode == 0, began.stdout + began.stderr
    file = own_store / running.FILE
    try:
        about = json.loads(file.read_text())
        assert f"http://127.0.0.1:{port}" in began.stdout
        assert running.send(about, []) == {}
        done = new_process("ask", QUESTION, store=own_store)
        assert done.stdout.startswith("Parliament")
    finally:
        ended = new_process("stop", store=own_store)
    assert ended.returncode == 0, ended.stderr
    assert not file.exists()
    again = new_process("stop", store=own_store)
    assert again.returncode == 1
    assert "no Sanad of yours serves" in again.stderr
