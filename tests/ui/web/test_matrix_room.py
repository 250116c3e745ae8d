"""What the room "Matrix" is told by the program: plans, cells, files."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from rag.library import Library
from rag.models.embedder import Embedder
from rag.settings import load_settings
from tests.conftest import fill
from tests.rag.matrix.shelf import shelf
from tests.ui.web.pages import read
from ui.web.markers import parse_marker
from ui.web.matrix_room import room_functions, room_html

FARE = {"text": "What does a crossing by ferry cost?", "kind": "question"}
Made = dict[str, object]
Call = Callable[..., Made]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    library = shelf(tmp_path_factory.mktemp("shelf"), embedder)
    yield library
    library.close()


@pytest.fixture(scope="module")
def call(small: Library) -> Call:
    functions = {one.__name__: one for one in room_functions(small)}

    def called(name: str, **wish: object) -> Made:
        return functions[name](wish)

    return called


def names(small: Library) -> list[str]:
    return [entry.id for entry in small.store.entries()]


def test_the_form_is_sound() -> None:
    assert "Fill the table" in read(room_html()).text


def test_the_documents_are_listed(call: Call, small: Library) -> None:
    listed = call("matrix_documents")["documents"]
    assert isinstance(listed, list)
    assert sorted(one["id"] for one in listed) == sorted(names(small))
    titles = [one["title"].casefold() for one in listed]
    assert titles == sorted(titles)  # as in the Library
    assert "ferries.md" in {one["file"] for one in listed}


def test_lines_become_rows(call: Call, small: Library) -> None:
    plan = call("matrix_plan", text="1. Who pays?\n\nClaim: All pay.", documents=names(small))
    assert plan["rows"] == [
        {"text": "Who pays?", "kind": "question"},
        {"text": "All pay.", "kind": "claim"},
    ]


def test_a_cell_leads_to_its_words(call: Call, small: Library) -> None:
    name = next(one for one in names(small) if one.startswith("ferries"))
    made = call("matrix_cell", row=FARE, document=name, turn=2)
    assert made["outcome"] == "said"
    assert made["words"] == [("A crossing by ferry costs 12 crowns for an adult.", False)]
    places = made["places"]
    assert isinstance(places, list)
    marker = parse_marker(places[0]["marker"])
    assert marker is not None
    document = small.store.document(name)
    assert document is not None
    assert marker.turn == 2
    assert marker.agrees_with(document)


WARDENS = (
    "<h1>Wardens of the harbour</h1><p>The board names a warden for each quay.</p><table>"
    "<tr><th>Office<th>Holder<th>Seat<tr><td>Keeper of the north quay<td>Ada Lund<td>Mill Street"
    "<tr><td>Keeper of the south quay<td>Jon Berg<td>Bridge House</table>"
)


def test_a_quoted_row_stands_in_its_cells(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "wardens.html").write_text(WARDENS)
    settings = load_settings(
        corpus=tmp_path / "documents", store=tmp_path / "store", dtype="float32"
    )
    with closing(fill(settings, embedder)) as library:
        functions = {one.__name__: one for one in room_functions(library)}
        wish = {
            "row": {"text": "Who is the keeper of the south quay?", "kind": "question"},
            "document": names(library)[0],
        }
        made = functions["matrix_cell"](wish)["cells"]
    assert isinstance(made, list)
    cells = [
        (one["before"], one["head"], "".join(words for words, _ in one["words"])) for one in made
    ]
    assert cells == [
        ("", "Office", "Keeper of the south quay"),
        (" | ", "Holder", "Jon Berg"),
        (" | ", "Seat", "Bridge House"),
    ]


@pytest.mark.parametrize(
    ("name", "wish", "said"),
    [
        ("matrix_plan", {"text": "Who pays?", "documents": []}, "tick at least one"),
        ("matrix_plan", {"text": "", "documents": ["ferries.md"]}, "no question"),
        ("matrix_plan", {"text": "x" * 200_000, "documents": ["ferries.md"]}, "is the most"),
        ("matrix_plan", {"text": 5, "documents": "ferries.md"}, "tick at least one"),
        ("matrix_file", {"ending": "exe", "style": "apa"}, "load the page again"),
        ("matrix_file", {"ending": "csv", "style": "../x"}, "load the page again"),
        ("matrix_file", {"ending": "csv", "style": "apa", "rows": 3}, "no question"),
    ],
)
def test_what_cannot_be_done_is_told(call: Call, name: str, wish: Made, said: str) -> None:
    assert said in str(call(name, **wish)["problem"])


def test_a_forged_cell_fails_in_words(call: Call) -> None:
    made = call("matrix_cell", row=FARE, document="../etc/passwd", turn="<b>")
    assert made["outcome"] == "failed"
    assert made["places"] == []


def test_a_file_is_made_of_what_the_program_knows(call: Call, small: Library) -> None:
    name = next(one for one in names(small) if one.startswith("ferries"))
    forged = {"0 " + one: {"words": [["Ships fly.", False]]} for one in names(small)}
    made = call(
        "matrix_file",
        ending="xlsx",
        style="chicago",
        rows=[FARE],
        documents=names(small),
        filled=[f"0 {name}"],
        cells=forged,
    )
    book = openpyxl.load_workbook(io.BytesIO(b64decode(str(made["data"]))))
    said = [str(field.value) for field in book["Table"][2]]
    assert sum("12 crowns" in one for one in said) == 1
    assert said.count("Not asked") == len(names(small)) - 1
