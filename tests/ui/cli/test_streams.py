"""Whatever the output, the folder and the home are: one clear line, the right code."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.ui.cli.run import RUN, sanad
from ui.cli import streams

FULL = Path("/dev/full")
COMMAND = shlex.join(RUN)
posix = pytest.mark.skipif(os.name == "nt", reason="a shell's redirections")


def shell(line: str, cwd: Path = ROOT, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run ``sanad`` in a shell's line, in which ``S`` stands for it."""
    given = os.environ | {"PYTHONPATH": str(ROOT), "SANAD_DTYPE": "float32"} | environ
    return subprocess.run(
        ["bash", "-c", line.replace("S ", f"{COMMAND} ", 1)],
        cwd=cwd,
        env=given,
        capture_output=True,
        timeout=120,
        check=False,
    )


@posix
@pytest.mark.parametrize("command", ["--help", "ask --schema", "settings"])
@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
def test_a_full_disk_is_said(command: str) -> None:
    done = shell(f"S {command} >/dev/full")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        "sanad: the output can't be written (No space left on device); send it to another place"
    ]


@posix
def test_nobody_who_reads_on_is_no_trouble() -> None:
    done = shell("S ask --schema | head -c 1; echo ${PIPESTATUS[0]}")
    assert done.stdout.split() in ([b"{", b"0"], [b"{0"], [b"{1"], [b"{", b"1"])
    assert done.stderr == b""


@posix
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_trouble(closed: str) -> None:
    done = shell(f"S ask --schema {closed}")
    assert (done.returncode, done.stderr) == (0, b"")


@posix
def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    done = shell(f"mkdir {gone}; cd {gone}; rmdir {gone}; S sources")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].startswith("sanad: the folder that this terminal")
    assert b"Traceback" not in done.stderr


def test_what_an_encoding_lacks_is_escaped_and_said() -> None:
    out, err = (io.TextIOWrapper(io.BytesIO(), "ascii") for _ in range(2))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        assert streams.prepare() == ""
        value = {"quote": "“Ünder” 2 – 3 \U0001f4d6 \udce9"}
        print(json.dumps(value, ensure_ascii=False))  # noqa: T201
        assert streams.output_problem() is None
    assert json.loads(out.buffer.getvalue()) == value
    assert "takes only ascii" in streams.said_of_escapes()
    assert streams.said_of_escapes() == ""


@posix
def test_on_ascii_a_table_is_printed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Wells are old.", "utf-8")
    done = shell(f"S ingest --dry-run {tmp_path}", PYTHONIOENCODING="ascii", COLUMNS="80")
    assert done.returncode == 0, done.stderr
    assert b"a.txt" in done.stdout
    assert b"Traceback" not in done.stderr


def test_files_and_pipes_get_utf_8_on_windows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    stream = io.TextIOWrapper(io.BytesIO(), "cp1252")
    assert streams._encoding(stream) == "cp1252"
    monkeypatch.setattr(sys, "platform", "win32")
    assert streams._encoding(stream) == "utf-8"
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    assert streams._encoding(stream) == "cp1252"


@pytest.mark.parametrize("name", ["corpus", "store", "llm_cache"])
def test_a_home_that_nobody_has_is_said(tmp_path: Path, name: str) -> None:
    done = sanad("sources", cwd=tmp_path, **{name: "~nobody-of-that-name/papers"})
    assert done.returncode == 1
    assert done.stderr.startswith(f"sanad: setting {name!r}: ~nobody-of-that-name/papers")
    assert "write the path in full" in done.stderr


def test_without_a_home_libraries_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    assert streams.home() == {}
    monkeypatch.setattr(Path, "home", nowhere)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert Path(streams.home()["HOME"]).is_dir()


@posix
def test_a_file_of_settings_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "sanad.toml").symlink_to(tmp_path / "papers" / "none")
    (tmp_path / "sanad.toml").unlink()
    (tmp_path / "sanad.toml").write_bytes(b"corpus = \xff")
    done = sanad("sources", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("sanad: sanad.toml can't be read")


@pytest.mark.parametrize("words", [("find",), ("check-claim",), ("ask",)])
def test_words_that_are_not_utf_8_are_said(words: tuple[str, ...], tmp_path: Path) -> None:
    done = sanad(*words, "What is a caf\udce9?", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("sanad: the question isn't valid UTF-8")


def test_a_folder_whose_name_is_not_utf_8_is_said(tmp_path: Path) -> None:
    done = sanad("ingest", f"{tmp_path}/caf\udce9", cwd=tmp_path)
    assert done.returncode == 1
    assert "doesn't exist" in done.stderr
