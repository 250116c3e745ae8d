"""Tables over HTTP: whole, streamed and as files, the same rows in each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date

import jsonschema
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

import sanad
from rag.errors import QueryError
from rag.library import Library
from rag.tables.kinds import TITLES
from tests.rag.tables.shelf import shelf
from tests.ui.api.conftest import make_app
from tests.ui.api.test_rest import events_of
from ui.api.bodies import Scoped
from ui.tables import table_schema_text

PATH = "/api/v1/tables/commitments"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = shelf(tmp_path_factory.mktemp("shelf"))
    yield library
    library.close()


@pytest.fixture(scope="module")
def client(small: Library) -> TestClient:
    return TestClient(make_app(small), raise_server_exceptions=False)


def test_the_tables_are_listed(client: TestClient) -> None:
    made = client.get("/api/v1/tables").json()
    assert [one["table"] for one in made["tables"]] == list(TITLES)


def test_a_table_in_parts(client: TestClient) -> None:
    whole = client.get(PATH).json()
    jsonschema.validate(whole, json.loads(table_schema_text()))
    assert whole["total"] == len(whole["rows"]) > 3
    part = client.get(PATH, params={"offset": 1, "limit": 2}).json()
    assert part["rows"] == whole["rows"][1:3]
    assert part["total"] == whole["total"]
    assert [one["document"] for one in whole["skipped"]] == ["agua.md"]
    assert client.get(PATH, params={"offset": 1_000}).json()["rows"] == []


def test_rows_are_chosen_and_sorted(client: TestClient) -> None:
    chosen = {"documents": ["quays.md", "wells.md"], "where": ["board"], "sort": "-document"}
    made = client.get(PATH, params=chosen).json()
    quotes = [row["citation"]["quote"] for row in made["rows"]]
    assert "The harbour board must light the quays by June 2031." in quotes
    assert {row["citation"]["document"] for row in made["rows"]} == {"quays.md"}
    assert {one["document"] for one in made["documents"]} == {"quays.md", "wells.md"}


def test_a_stream_has_each_row_as_it_is_found(client: TestClient) -> None:
    whole = client.get(PATH, params={"limit": 2, "compare": True}).json()
    got = client.get(PATH, params={"limit": 2, "compare": True, "stream": True})
    assert got.headers["content-type"].startswith("text/event-stream")
    events = events_of(got.text)
    rows = [value for name, value in events if name == "row"]
    assert [value.pop("number") for value in rows] == [1, 2]
    assert rows == whole["rows"]
    names = [name for name, _ in events]
    assert names[0] == "table"
    assert names.index("row") < names.index("document")
    assert names.count("group") == len(whole["groups"])
    assert events[-1] == ("end", {"total": whole["total"], "groups": len(whole["groups"])})


def test_files_have_the_same_rows(client: TestClient) -> None:
    whole = client.get(PATH).json()
    got = client.get(PATH, params={"format": "csv", "limit": 1})
    assert 'filename="sanad-commitments.csv"' in got.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert len(rows) == whole["total"]
    assert client.get(PATH, params={"format": "docx"}).content.startswith(b"PK")


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/api/v1/tables/nothing", {}, 404),
        (PATH, {"where": ["nobody=x"]}, 422),
        (PATH, {"sort": "nobody"}, 422),
        (PATH, {"documents": ["nowhere.md"]}, 422),
        (PATH, {"limit": 0}, 422),
        (PATH, {"since": "2020"}, 422),
        (PATH, {"until": "0"}, 422),
        (PATH, {"nothing": 1}, 422),
        (PATH, {"where": ["x"] * 21}, 422),
    ],
)
def test_what_cannot_be_listed(
    client: TestClient, path: str, params: dict[str, object], status: int
) -> None:
    got = client.get(path, params=params)  # type: ignore[arg-type]
    assert got.status_code == status
    assert got.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("written", [0, "0", "2020", "20200131", "2020-01-31T00:00"])
def test_a_day_is_written_in_full(written: object) -> None:
    assert Scoped.model_validate({"since": "2020-01-31"}).since == date(2020, 1, 31)
    with pytest.raises(ValidationError, match="write a day as"):
        Scoped.model_validate({"since": written})


def test_a_stream_that_fails_ends_with_why(client: TestClient) -> None:
    got = client.get(PATH, params={"documents": ["nowhere.md"], "stream": True})
    name, problem = events_of(got.text)[-1]
    assert name == "problem"
    assert "nowhere.md" in problem["detail"]


def test_a_program_gets_rows_one_by_one(small: Library) -> None:
    settings = small.settings
    with sanad.open(corpus=settings.corpus, store=settings.store_folder) as library:
        rows = library.table("commitments", documents=["quays.md"], where=["actor=board"])
        first = next(rows)
        assert isinstance(first, sanad.TableRow)
        assert first.words == first.citation.quote
        assert "board" in first.cells["actor"]
        assert first.document == "quays.md"
        with pytest.raises(QueryError, match="nothing"):
            next(library.table("nothing"))
