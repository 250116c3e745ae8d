"""The wheel and the sdist hold what they must, and run where there is nothing of the repo."""

from __future__ import annotations

import re
import subprocess
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from importlib.metadata import version
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from tests.conftest import ROOT
from tests.docs.pages import fences
from tests.docs.play import from_wheel, place, play
from tests.licences import COPYLEFT, KNOWN, Part, parts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ROOMS = ("rag", "ingest", "ui", "evals")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


def files(*folders: str) -> set[str]:
    """List what git keeps below some folders."""
    done = subprocess.run(
        ["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("no repository here")
    return {line for line in done.stdout.splitlines() if (ROOT / line).exists()}


def test_the_wheel_brings_all_that_the_rooms_hold_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    notes = f"sanad-{PROJECT['version']}.dist-info/"
    ours = {name for name in names if not name.startswith(notes)}
    assert files(*ROOMS, "sanad.py") <= ours
    assert not [
        name for name in ours if not name.startswith((*[f"{x}/" for x in ROOMS], "sanad.py"))
    ]
    assert {f"{notes}licenses/LICENSE", f"{notes}licenses/NOTICE"} <= names


def test_its_description_is_complete(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        about = message_from_bytes(archive.read(name))
    for field in ("Name", "Version", "Summary", "Author", "License-Expression", "Keywords"):
        assert about[field], field
    assert about["Requires-Python"] == "<3.14,>=3.11"
    assert about["Description-Content-Type"] == "text/markdown"
    assert len(about.get_all("Classifier") or ()) > 10


def test_the_sdist_has_what_starts_it_and_no_document_of_others(tmp_path: Path) -> None:
    made = next(SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with tarfile.open(made) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"start.py", "Makefile", "constraints.txt", "pyproject.toml", "README.md", "sanad.py"}
    assert wanted <= names
    assert files(*ROOMS, "tests") <= names
    assert not [name for name in names if name.startswith(("corpus/", ".venv", ".sanad"))]


@pytest.mark.slow
def test_the_wheel_does_what_the_tutorial_says(wheel: Path, tmp_path: Path) -> None:
    folder = place(tmp_path / "a folder, übung")
    sanad = from_wheel(wheel, tmp_path / "packages", folder)
    assert sanad(["--version"]).printed == f"sanad {version('sanad')}\n"
    assert play(fences(ROOT / "docs" / "tutorial.md"), folder, sanad) >= 8


def test_the_version_stands_in_one_place_and_the_changelog_knows_it() -> None:
    assert version("sanad") == PROJECT["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == PROJECT["version"]
    assert headings == sorted(set(headings), reverse=True)
    literal = re.compile(rf"""version\s*=\s*["']{re.escape(PROJECT["version"])}["']""")
    found = [
        p
        for room in ROOMS
        for p in (ROOT / room).rglob("*.py")
        if literal.search(p.read_text("utf-8"))
    ]
    assert found == []


def test_nothing_that_comes_with_it_is_copyleft_but_what_is_known() -> None:
    found = list(parts())
    assert len(found) > 100
    assert [one.problem for one in found if one.problem] == []
    assert KNOWN.keys() <= {one.name for one in found}


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-only",
        "LGPLv2+",
        "GNU Affero General Public License v3",
        "MPL 2.0",
        "CC-BY-SA-4.0",
        "",
    ],
)
def test_a_licence_that_binds_is_told(licence: str) -> None:
    assert Part("made-up", "1", licence).problem
    assert not licence or COPYLEFT.search(licence)
    assert Part("made-up", "1", "MIT OR Apache-2.0").problem == ""
