"""The environment: when it's whole, when it isn't, and what is said of what stands in the way."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT
from ui.setup import environment, network
from ui.setup.environment import install, python_in, ready
from ui.setup.pip_run import SetupFailed, remedy, run_pip


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ours, with an environment that has nothing in it."""
    root = tmp_path_factory.mktemp("a folder of an analÿst")
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, root)
    venv.create(root / ".venv", with_pip=False, symlinks=os.name != "nt")
    return root


@pytest.fixture
def root(bare: Path, tmp_path: Path) -> Path:
    """The same, for one test to spoil; said to be installed."""
    made = tmp_path / "here"
    shutil.copytree(bare, made, symlinks=True)
    for extra in ("", "dev"):
        environment._stamp(made / ".venv", extra).write_text(environment._wanted(made), "utf-8")
    return made


def test_what_was_installed_is_known_and_what_undoes_it(root: Path) -> None:
    assert ready(root=root)
    assert ready("dev", root=root)
    with (root / "constraints.txt").open("a", encoding="utf-8") as stream:
        stream.write("another==1\n")
    assert not ready(root=root)


def test_a_folder_that_was_moved_is_set_up_anew(root: Path) -> None:
    moved = root.rename(root.with_name("elsewhere"))
    assert not ready(root=moved)


def test_an_environment_whose_python_is_gone_is_not_ready(root: Path) -> None:
    about = root / ".venv" / "pyvenv.cfg"
    lines = about.read_text("utf-8").splitlines()
    gone = ["home = /no/such/place" if line.startswith("home") else line for line in lines]
    about.write_text("\n".join(gone), "utf-8")
    assert not ready(root=root)


def test_packages_without_their_list_of_files_are_taken_again(root: Path) -> None:
    packages = next((root / ".venv").glob("[Ll]ib/**/site-packages"))
    for name, files in (("whole-1", ("METADATA", "RECORD")), ("half-1", ("METADATA",))):
        notes = packages / f"{name}.dist-info"
        notes.mkdir()
        for file in files:
            (notes / file).touch()
    environment._forget_halves(root / ".venv")
    assert [one.name for one in packages.glob("*.dist-info")] == ["whole-1.dist-info"]


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / ".venv" / "letter.txt"
    mine.parent.mkdir()
    mine.write_text("mine", "utf-8")
    with pytest.raises(SetupFailed, match="in the way"):
        environment._make(tmp_path)
    assert mine.read_text("utf-8") == "mine"


@pytest.mark.slow
def test_a_broken_environment_is_made_again(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("home = /gone\nversion = 3.12.1\n", "utf-8")
    environment._make(tmp_path)
    done = subprocess.run([python_in(tmp_path / ".venv"), "-m", "pip", "--version"], check=False)
    assert done.returncode == 0


def test_a_second_install_waits_for_the_first(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import sys, time; from pathlib import Path; from ui.setup.environment import _alone\n"
        f"with _alone(Path({str(root)!r})): print('held', flush=True); time.sleep(1.5)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        began = time.monotonic()
        with environment._alone(root):
            assert time.monotonic() - began > 0.5
    assert "waiting" in capfd.readouterr().err


def test_paths_of_windows_are_windows_paths() -> None:
    assert python_in(Path("v"), "win32") == Path("v/Scripts/python.exe")
    assert python_in(Path("v"), "darwin") == Path("v/bin/python")


def test_a_folder_too_deep_for_windows_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deep = tmp_path / ("x" * 80)
    deep.mkdir()
    assert environment._no_room(deep) == ""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(environment, "_long_paths", lambda: False)
    assert "C:\\Sanad" in environment._no_room(deep)
    monkeypatch.setattr(environment, "_long_paths", lambda: True)
    assert environment._no_room(deep) == ""


@pytest.mark.slow
def test_the_longest_path_fits_what_is_said() -> None:
    packages = Path(sys.prefix, "lib")
    (found,) = packages.glob("python*/site-packages")
    longest = max(len(os.fspath(path.relative_to(found))) for path in found.rglob("*"))
    assert environment.LONGEST_ROOT + len("/.venv/Lib/site-packages/") + longest <= 259


def test_a_full_disk_is_told_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    assert "make room" in environment._no_room(tmp_path)


def test_what_pip_says_is_said_with_a_remedy(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip"]
    arguments = ["download", "--no-cache-dir", "--retries", "1", "--timeout", "2"]
    arguments += ["--index-url", "http://127.0.0.1:9/simple", "--isolated", "nothing-of-that-name"]
    environ = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    with pytest.raises(SetupFailed, match="can't be reached") as failed:
        run_pip(pip, arguments, environ, cwd=tmp_path)
    assert "run this again" in str(failed.value)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"OSError: [Errno {errno.ENOSPC}] No space left on device", "disk is full"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate in chain", "PIP_CERT"),
        ("ERROR: Missing dependencies for SOCKS support.", "HTTPS_PROXY=http://HOST:PORT"),
        ("OSError('Tunnel connection failed: 407 Proxy Authentication Required')", "PASSWORD"),
        ("ProxyError('Cannot connect to proxy.', …)", "Correct HTTPS_PROXY"),
        ("OSError: [WinError 5] Access is denied: 'torch.dll'", "virus scanner"),
        ("ERROR: No matching distribution found for torch==2.13.0", "Apple silicon"),
        ("something new", "for the reason above"),
    ],
)
def test_each_way_to_fail_has_its_remedy(said: str, words: str) -> None:
    assert words in remedy(said)


@pytest.mark.parametrize("name", network.CERTIFICATES)
def test_a_certificate_file_that_is_not_there_is_named(root: Path, name: str) -> None:
    assert name in network.unusable_network({name: "/no/such.pem"})
    assert network.unusable_network({name: str(root)}) == ""
    (root / ".venv" / ".installed").unlink()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(name, "/no/such.pem")
        with pytest.raises(SetupFailed, match=r"no/such\.pem"):
            install(root=root)


def test_the_systems_certificates_are_python_s_and_pip_s(tmp_path: Path) -> None:
    company = tmp_path / "company.pem"
    company.touch()
    with network.through_the_proxy({"SSL_CERT_FILE": str(company)}) as environ:
        assert environ["PIP_CERT"] == str(company)
    own = {"SSL_CERT_FILE": str(company), "PIP_CERT": "mine.pem"}
    with network.through_the_proxy(own) as environ:
        assert environ == own


def test_socks_of_the_old_kind_is_told() -> None:
    assert "SOCKS4" in network.unusable_network({"ALL_PROXY": "socks4://127.0.0.1:9"})
    both = {"ALL_PROXY": "socks4://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:8"}
    assert network.unusable_network(both) == ""
