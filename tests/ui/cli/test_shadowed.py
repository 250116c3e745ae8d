"""Another package by one of our names is found."""

from __future__ import annotations

import sys
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from tests.conftest import ROOT
from ui.cli.shadowed import NAMES, shadowing


def test_nothing_shadows_us_here() -> None:
    assert shadowing([str(ROOT)], installed=()) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_or_a_file_by_our_name_that_comes_first_is_named(
    tmp_path: Path, name: str
) -> None:
    if name in ("rag", "ui"):
        (tmp_path / f"{name}.py").touch()
    else:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (said,) = shadowing([str(tmp_path), str(ROOT)], installed=())
    assert said.startswith(str(tmp_path / name))
    assert "python start.py" in said
    assert shadowing([str(ROOT), str(tmp_path)], installed=()) == []


def test_another_package_that_brings_one_is_named(tmp_path: Path) -> None:
    for package, file in (("graders", "evals/__init__.py"), ("sanad", "rag/__init__.py")):
        notes = tmp_path / f"{package}-1.dist-info"
        notes.mkdir()
        (notes / "METADATA").write_text(f"Name: {package}\nVersion: 1\n", "utf-8")
        (notes / "RECORD").write_text(f"{file},,\n", "utf-8")
    installed = [PathDistribution(path) for path in tmp_path.iterdir()]
    (said,) = shadowing([str(ROOT)], installed=installed)
    assert said.startswith("the package graders also brings evals")


def test_ours_are_found_as_they_are_run() -> None:
    assert not [line for line in shadowing(sys.path, installed=()) if str(ROOT) not in line]
