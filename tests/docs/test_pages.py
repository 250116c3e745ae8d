"""What the README and docs/ show is true: links lead somewhere, commands exist, examples run."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from evals.suites.cases import read_cases
from tests.conftest import ROOT
from tests.docs import reference
from tests.docs.pages import (
    COMMANDS,
    DOCS,
    anchors,
    command_problem,
    fences,
    in_the_text,
    links,
    pages,
    slug,
)
from tests.docs.play import agrees, in_process, place, play
from ui.cli.group import cli

HOW_TO = sorted((DOCS / "how-to").glob("*.md"))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have the tutorial's papers read. Only to be copied."""
    folder = place(tmp_path_factory.mktemp("read"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANAD_DTYPE", "float32")
        assert in_process(folder, patch)(["ingest", "papers", "--store", "store"]).code == 0
    return folder


@pytest.mark.slow
def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = place(tmp_path / "a folder, übung")
    done = play(fences(DOCS / "tutorial.md"), folder, in_process(folder, monkeypatch))
    assert done >= 8


@pytest.mark.slow
@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_how_to_pages_do_what_they_say(
    page: Path, read: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(read, tmp_path / "place")
    monkeypatch.setenv("SANAD_CORPUS", "papers")
    monkeypatch.setenv("SANAD_STORE", "store")
    play(fences(page), folder, in_process(folder, monkeypatch))


def test_every_command_that_is_shown_is_run_or_marked() -> None:
    for page in pages():
        for fence in fences(page):
            if fence.language in COMMANDS or fence.mark:
                assert fence.mark, f"{fence.where}: say above it what becomes of it"
                assert fence.mark in ("run", "shows") or fence.said, f"{fence.where}: say why"
            if fence.mark == "tested":
                test = ROOT / fence.said
                assert page.name in test.read_text("utf-8"), f"{fence.where}: {fence.said}"


def test_every_command_that_is_named_is_there() -> None:
    wrong = []
    for page in pages():
        shown = [line for one in fences(page) if one.language == "sh" for line in one.lines]
        for line in [*shown, *in_the_text(page)]:
            if command_problem(line):
                wrong += [f"{page.name}: {line}: {command_problem(line)}"]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("sanad aks “x”", "`sanad` has no command aks"),
        ("sanad ask --al “x”", "`sanad ask` has no --al"),
        ("sanad sources confrim", "`sanad sources` has no command confrim"),
        ("python start.py ask --corpus papers --exprot x", "`sanad ask` has no --exprot"),
        ("make serv", "make has no serv"),
        ("python -m tests.nothing", "there is no module tests.nothing"),
        ("SANAD_LLM=x sanad eval case x", "`sanad eval` has no command case"),
        ('sanad --collection security ask "…" --json', ""),
        ("python start.py test -k cite", ""),
        ("curl -s http://127.0.0.1", ""),
    ],
)
def test_a_command_that_is_not_there_is_told(line: str, problem: str) -> None:
    assert command_problem(line) == problem


def test_links_lead_somewhere() -> None:
    wrong = []
    for page in pages(generated=True):
        for link in links(page):
            path, _, anchor = unquote(link).partition("#")
            if "://" in path or path.startswith("mailto:"):
                continue
            target = (page.parent / path).resolve() if path else page
            outside = DOCS in page.parents and not target.is_relative_to(DOCS)
            if outside or not target.exists() or (anchor and anchor not in anchors(target)):
                wrong.append(f"{page.name}: {link}")
    assert wrong == []


def test_every_page_and_picture_is_linked_to() -> None:
    linked = {
        (page.parent / unquote(link).partition("#")[0]).resolve()
        for page in pages(generated=True)
        for link in links(page)
    }
    there = {one for one in DOCS.rglob("*") if one.is_file()}
    assert sorted(there - linked - {DOCS / "index.md"}) == []


def test_the_site_s_contents_name_every_page() -> None:
    told = (ROOT / "zensical.toml").read_text("utf-8")
    for page in DOCS.rglob("*.md"):
        assert f'"{page.relative_to(DOCS).as_posix()}"' in told


def test_the_reference_is_what_the_code_says() -> None:
    stands = {one.name: one.read_text("utf-8") for one in reference.FOLDER.glob("*.md")}
    assert stands == reference.written(), "run `python -m tests.docs.reference`"


def test_the_reference_names_every_command() -> None:
    text = (reference.FOLDER / "commands.md").read_text("utf-8")
    for name in cli.commands:
        assert f"\n## sanad {name}\n" in text


def test_nothing_of_a_machine_stands_in_the_pages() -> None:
    for page in pages(generated=True):
        text = page.read_text("utf-8")
        assert not [word for word in ("/tmp/", "/home/", "/work/", "/root/") if word in text], page


def test_the_examples_of_files_can_be_read(tmp_path: Path) -> None:
    (shown,) = (one for one in fences(DOCS / "how-to" / "measure.md") if one.language == "yaml")
    (tmp_path / "cases.yaml").write_text(shown.text, "utf-8")
    (case,) = read_cases(tmp_path / "cases.yaml")
    assert case.answers == ("a third",)
    for page in pages():
        for one in fences(page):
            assert one.language != "yaml" or yaml.safe_load(one.text)


def test_what_is_shown_is_compared_line_by_line() -> None:
    assert agrees("a\n…\nd\n", "a  \nb\nc\nd\n\n")
    assert agrees("…\nd\n", "a\nd\n")
    assert agrees("a\n…\n", "a\nb\n")
    assert not agrees("a\n…\ne\n", "a\nb\n")
    assert not agrees("a\nb\n", "a\nb\nc\n")


def test_headings_are_named_as_in_addresses() -> None:
    assert slug("Several collections") == "several-collections"
    assert (
        slug("For OpenAI's clients, and for assistants") == "for-openais-clients-and-for-assistants"
    )
