"""`sanad commitments` and the like, on documents made here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from rag.library import Library
from rag.tables.kinds import TITLES, table_of
from tests.rag.tables.shelf import shelf
from tests.ui.cli.run import Done, sanad
from ui.cli.commands.tables import ABOUT
from ui.cli.group import cli
from ui.cli.running import COMMANDS, may_be_sent


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = shelf(tmp_path_factory.mktemp("shelf"))
    yield library
    library.close()


def run(small: Library, *arguments: str) -> Done:
    settings = small.settings
    return sanad(*arguments, corpus=settings.corpus, store=settings.store_folder)


def test_each_table_has_a_command() -> None:
    assert set(ABOUT) == set(TITLES) <= set(cli.commands)
    assert set(TITLES) <= set(COMMANDS)


@pytest.mark.parametrize("name", TITLES)
def test_a_table_is_its_name(name: str) -> None:
    table = table_of(name)
    assert (table.name, table.title) == (name, TITLES[name])
    assert len({column.name for column in table.columns}) == len(table.columns)


def test_rows_in_the_terminal(small: Library) -> None:
    done = run(small, "commitments")
    assert done.returncode == 0, done.stderr
    assert "“The village council must test each well within 30 days.”" in done.stdout
    assert "paragraph" in done.stdout
    assert "El plan del agua" in done.stdout
    assert done.stdout.index("The quay plan") < done.stdout.index("The well plan")


def test_json_is_as_its_schema_says(small: Library) -> None:
    schema = json.loads(run(small, "commitments", "--schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    made = {}
    for more in ((), ("--compare",), ("--limit", "1")):
        made = json.loads(run(small, "commitments", "--json", *more).stdout)
        jsonschema.validate(made, schema)
        assert ("groups" in made) == ("--compare" in more)
        assert made["rows"][0]["citation"]["quote"]
    assert made["total"] == len(made["rows"]) == 1


def test_rows_are_chosen_and_written(small: Library, tmp_path: Path) -> None:
    target = tmp_path / "table.xlsx"
    chosen = ("--document", "quays.md", "--where", "harbour", "--export", str(target))
    done = run(small, "commitments", *chosen)
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(target)["Rows"]
    assert sheet.max_row == 2
    said = [field.value for field in sheet[2]]
    assert "The harbour board must light the quays by June 2031." in said
    target = tmp_path / "table.json"
    run(small, "commitments", "--export", str(target))
    assert json.loads(target.read_text())["table"] == "commitments"


def test_what_cannot_be_done_is_told(small: Library, tmp_path: Path) -> None:
    for arguments, said in (
        (("--where", "nobody=x"), "no column 'nobody'"),
        (("--sort", "nobody"), "no column 'nobody'"),
        (("--document", "nowhere.md"), "nowhere.md"),
        (("--export", str(tmp_path / "a.pdf")), ".xlsx"),
        (("--export", str(tmp_path / "no" / "a.csv")), "can't be written"),
        (("--export", str(tmp_path / "a.docx"), "--style", "none"), "none"),
    ):
        done = run(small, "commitments", *arguments)
        assert done.returncode == 1
        assert said in done.stderr


def test_a_running_sanad_may_do_it_but_for_files() -> None:
    assert may_be_sent(["commitments", "--where", "actor=board"])
    assert not may_be_sent(["commitments", "--export", "a.docx"])
