"""Does what a page says: runs the commands of its fences and compares what they print."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from tests.docs.pages import START, Fence
from tests.docs.papers import FOLDER
from ui.cli.group import cli
from ui.setup.commands import _for_sanad, develops

OLD_RULES = "# Rules\n\nA permit costs 85 crowns. The owner should report each year.\n"
NEW_RULES = "# Rules\n\nA permit costs 90 crowns. The owner must report each year.\n"
QUESTIONS = "Who needs a permit?\nClaim: A permit costs 85 crowns.\n"
_WRITTEN = ("--export", "--bibliography", "--out", "--html", "--comments", "--report", "--record")
_RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from ui.cli import main; main()"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command gave."""

    code: int
    printed: str


Sanad = Callable[[Sequence[str]], Done]
"""Runs `sanad` with some words, in the folder that the reader is in."""


def place(folder: Path) -> Path:
    """Put into a folder what a reader has: the papers, the draft, and some files of their own."""
    papers = folder / "papers"
    papers.mkdir(parents=True)
    for name in ("levy-review.pdf", "well-permits.docx"):
        shutil.copy(FOLDER / name, papers)
    shutil.copy(FOLDER / "memo.docx", folder)
    (folder / "rules-2019.md").write_text(OLD_RULES, "utf-8")
    (folder / "rules-2024.md").write_text(NEW_RULES, "utf-8")
    (folder / "questions.txt").write_text(QUESTIONS, "utf-8")
    return folder


def in_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Sanad:
    """Run commands in this process: the libraries are there already."""
    monkeypatch.chdir(folder)

    def run(words: Sequence[str]) -> Done:
        done = CliRunner().invoke(cli, list(words), prog_name="sanad")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout)

    return run


def from_wheel(wheel: Path, packages: Path, folder: Path) -> Sanad:
    """Run commands by a wheel's own code, with nothing of the repository in sight."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SANAD_", "PYTHON"))}

    def run(words: Sequence[str]) -> Done:
        command = [sys.executable, "-P", "-c", _RUN, str(packages), *words]
        done = subprocess.run(
            command, cwd=folder, env=kept, capture_output=True, encoding="utf-8", check=False
        )
        return Done(done.returncode, done.stdout)

    return run


def play(fences: Iterable[Fence], folder: Path, sanad: Sanad) -> int:
    """Run the fences of a page that are to be run, one after the other; give how many commands.

    Fails where a command's exit code, its files or what it prints isn't what the page says.
    """
    count, printed = 0, ""
    for fence in fences:
        if fence.mark == "run":
            done = [_done(line, folder, sanad, fence) for line in fence.lines]
            count, printed = count + len(done), "".join(done)
        elif fence.mark == "shows":
            said = "\n".join(notes(folder / fence.said)) if fence.said else printed
            assert agrees(fence.text, said), f"{fence.where}: it is\n{said}"
    return count


def _done(line: str, folder: Path, sanad: Sanad, fence: Fence) -> str:
    words = shlex.split(line, comments=True)
    if tuple(words[:2]) == START:
        assert not develops(words[2], words[3:]), f"{fence.where}: {line}"
        words = _for_sanad(words[2], words[3:])
    else:
        assert words.pop(0) == "sanad", f"{fence.where}: only sanad is run"
    done = sanad(words)
    wanted = int(fence.said.removeprefix("exit ")) if fence.said else 0
    assert done.code == wanted, f"{fence.where}: {line}\n{done.printed}"
    for option, name in pairwise(words):
        if option in _WRITTEN:
            assert (folder / name).stat().st_size, f"{fence.where}: {name}"
    return done.printed


def agrees(shown: str, printed: str) -> bool:
    """Say whether that is what was printed; "…" on a line of its own stands for any lines."""
    lines = _trimmed(shown).strip("\n").split("\n")
    wanted = "".join("(?:.*\n)*" if line == "…" else re.escape(line) + "\n" for line in lines)
    return re.fullmatch(wanted, _trimmed(printed).strip("\n") + "\n") is not None


def _trimmed(text: str) -> str:
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def notes(path: Path) -> list[str]:
    """Read the footnotes of a Word file."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/footnotes.xml"))
    found = []
    for note in root.iter(f"{_W}footnote"):
        text = "".join(one.text or "" for one in note.iter(f"{_W}t")).strip()
        if text:
            found.append(text)
    return found
