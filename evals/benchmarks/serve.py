"""Many users at once, over HTTP, while documents are read: errors, mixed answers, times, memory.

    python -m evals.benchmarks.serve --users 50 --seconds 180

A server of its own on a copy of the shipped corpus; it ends with the run. Each answer is compared
with the same question asked alone, before the load or after it: what is read meanwhile changes
what there is to search.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_shown: dict[str, str] = {}
"""The key of a team's account, sent with each request."""
QUESTIONS = (
    "What should parliament do?",
    "What are the three S's?",
    "In which year did the cabinet announce the National Internal Security Policy?",
    "How does surrender differ from reintegration?",
    "What do people think of the security checks?",
    "Who should take the lead against militancy?",
    "How much does a loaf of bread cost?",
    "What does takfeer mean?",
)
LOOKS_S = 15.0
ALONE = 24
"""Questions that a single user asks, for the times beside the crowd's."""
START_S = 180.0
BYTES = {"Content-Type": "application/octet-stream"}
JSON = {"Content-Type": "application/json"}


@dataclass(slots=True)
class Seen:
    """What the users saw. Lists and counters are added to by many threads, one item at a time."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    added: int = 0
    memory: list[tuple[float, float, int]] = field(default_factory=list)
    """Seconds since it began, MB, and documents added by then."""


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--port", type=int, default=7861)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--team", action="store_true", help="serve a team; all show a key")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _served(given, Path(folder)) as process:
        before = {question: _asked(given.port, question)[1] for question in QUESTIONS}
        alone = sorted(_timed(given.port, QUESTIONS[n % len(QUESTIONS)]) for n in range(ALONE))
        memory = _memory_mb(process.pid)
        seen = _crowd(given.port, given.users, given.seconds, process.pid)
        _wait_until_read(given.port)
        after = {question: _asked(given.port, question)[1] for question in QUESTIONS}
        _print(seen, alone, (before, after), (memory, _memory_mb(process.pid)), given)


@contextmanager
def _served(given: argparse.Namespace, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    corpus = shutil.copytree(given.corpus, folder / "corpus")
    environ = {**os.environ, "SANAD_CORPUS": str(corpus), "SANAD_STORE": str(folder / "store")}
    code = "from ui.cli import main; main()"
    options = ["serve", "--no-open", "--ingest", "--port", str(given.port)]
    if given.team:
        options += ["--server", str(folder / "server")]
        _shown["Authorization"] = f"Bearer {_key(folder / 'server', code, environ)}"
    process = subprocess.Popen([sys.executable, "-c", code, *options], env=environ)  # nosec B603 # noqa: S603 - ourselves
    try:
        until = time.monotonic() + START_S
        while _status(given.port) != http.HTTPStatus.OK:
            if time.monotonic() > until or process.poll() is not None:
                raise SystemExit("the server doesn't start")
            time.sleep(0.5)
        yield process
    finally:
        process.terminate()
        process.wait(120)  # on a busy machine


def _key(server: Path, code: str, environ: Mapping[str, str]) -> str:
    """Make a team of one account without a limit worth the name, and give its key."""

    def sanad(*words: str, said: str = "") -> str:
        command = [sys.executable, "-c", code, *words, "--server", str(server)]
        done = subprocess.run(  # nosec B603 # noqa: S603 - ourselves
            command, env=environ, input=said, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    sanad("accounts", "add", "load", "--role", "admin", said=f"{secrets.token_hex()}\n")
    (server / "access.yaml").write_text("questions_per_minute: 1000000\n")
    return sanad("keys", "add", "load", "bench", "--role", "admin")


def _request(
    port: int, method: str, path: str, body: bytes | None, head: Mapping[str, str]
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request(method, path, body, {**head, **_shown})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _status(port: int) -> int:
    try:
        return _request(port, "GET", "/api/v1/ready", None, {})[0]
    except OSError:
        return 0


def _asked(port: int, question: str) -> tuple[int, str]:
    """Ask; give the status, and what is said with its places, without how much was searched."""
    body = json.dumps({"question": question}).encode()
    status, told = _request(port, "POST", "/api/v1/ask", body, JSON)
    if status != http.HTTPStatus.OK:
        return status, ""
    answer = json.loads(told)
    said = [(one["text"], one["verdict"]) for one in answer["statements"]]
    cited = [(one["address"], one["quote"]) for one in answer["citations"]]
    return status, json.dumps([answer["question"], answer["status"], said, cited])


def _timed(port: int, question: str) -> float:
    began = time.perf_counter()
    _asked(port, question)
    return time.perf_counter() - began


def _crowd(port: int, users: int, seconds: float, pid: int) -> Seen:
    """Have many ask at the same time, while documents are added one after the other."""
    seen = Seen(answers={question: Counter() for question in QUESTIONS})
    began_at = time.monotonic()
    until = began_at + seconds

    def ask(number: int) -> None:
        while time.monotonic() < until:
            question = QUESTIONS[number % len(QUESTIONS)]
            number += 1
            began = time.perf_counter()
            status, answer = _asked(port, question)
            seen.statuses[status] += 1
            if status == http.HTTPStatus.OK:
                seen.seconds.append(time.perf_counter() - began)
                seen.answers[question][answer] += 1
            else:
                time.sleep(2)

    def add() -> None:
        while time.monotonic() < until:
            text = f"District {seen.added} raised its water levy by {seen.added + 2} rupees.\n"
            path = f"/api/v1/documents?name=levy-{seen.added}.txt"
            _request(port, "POST", path, text.encode(), BYTES)
            seen.added += 1
            time.sleep(1)

    def watch() -> None:
        while (now := time.monotonic()) < until:
            seen.memory.append((now - began_at, _memory_mb(pid), seen.added))
            time.sleep(LOOKS_S)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(users)]
    threads += [threading.Thread(target=add), threading.Thread(target=watch)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _wait_until_read(port: int) -> None:
    while json.loads(_request(port, "GET", "/api/v1/work", None, {})[1])["busy"]:
        time.sleep(0.5)


def _memory_mb(pid: int) -> float:
    """Give the memory that a process holds, where the system tells (Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return float("nan")
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _print(
    seen: Seen,
    alone: list[float],
    known: tuple[Mapping[str, str], Mapping[str, str]],
    memory: tuple[float, float],
    given: argparse.Namespace,
) -> None:
    wrong = sum(
        count
        for question, answers in seen.answers.items()
        for answer, count in answers.items()
        if answer not in {asked[question] for asked in known}
    )
    answered = sum(count for answers in seen.answers.values() for count in answers.values())
    times = statistics.quantiles(seen.seconds, n=20)
    one = f"median {statistics.median(alone):.2f}, p95 {statistics.quantiles(alone, n=20)[-1]:.2f}"
    lines = (
        f"{given.users} users, {given.seconds:.0f} s, {seen.added} documents added meanwhile",
        f"statuses: {dict(seen.statuses)}",
        f"answers: {answered}, of which differ from the same asked alone: {wrong}",
        f"seconds, one user: {one}",
        f"seconds, all at once: median {times[9]:.2f}, p95 {times[-1]:.2f}",
        f"memory: {memory[0]:.0f} MB before, {memory[1]:.0f} MB after",
        *(f"  at {at:3.0f} s: {mb:.0f} MB, {added} added" for at, mb, added in seen.memory),
        f"load (1, 5, 15 minutes): {os.getloadavg()}",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
