"""Documents looked after from the page: listed, added, described, removed, put back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from filelock import FileLock

from ingest.document import build_document
from ingest.incoming import MAX_NAME_BYTES, safe_name, writable
from ingest.load import load
from ingest.sources import read_sources
from ingest.split import split
from rag.errors import LoadError
from rag.library import Library
from rag.settings import load_settings
from rag.types import Source
from tests.rag.fakes import hashed_words, make_parts
from ui.web.library import routes
from ui.web.library.routes import add_routes
from ui.web.library.work import Work

HOSTILE = "<img src=x onerror=alert(1)>"


class Shelf:
    """A library of its own, and the addresses that look after it."""

    def __init__(self, folder: Path) -> None:
        settings = load_settings(corpus=folder / "corpus", store=folder / "store")
        self.corpus = folder / "corpus"
        self.library = Library(settings, embedder=hashed_words())
        app = FastAPI()
        self.work: Work = add_routes(app, self.library)
        self.client = TestClient(app, base_url="http://127.0.0.1", headers={"X-Sanad": "page"})

    def put(self, name: str, text: str) -> None:
        """Have a document there at once: without the process that reads files."""
        self.corpus.mkdir(exist_ok=True)
        path = self.corpus / name
        path.write_text(text)
        document = build_document(name, load(path), Source(name, {"title": path.stem}))
        passages = split(document)
        parts = make_parts(document, passages, self.library.embedder)
        self.library.store.replace([(document, passages, parts)])

    def add(self, name: str, text: str | bytes) -> dict[str, Any]:
        reply: dict[str, Any] = self.client.post(
            "/library/add", params={"name": name}, content=text
        ).json()
        return reply

    def post(self, path: str, **given: object) -> dict[str, Any]:
        reply: dict[str, Any] = self.client.post(f"/library/{path}", json=given).json()
        return reply

    def get(self, path: str) -> dict[str, Any]:
        reply: dict[str, Any] = self.client.get(f"/library/{path}").json()
        return reply

    def rows(self) -> dict[str, dict[str, Any]]:
        return {one["file"]: one for one in self.get("documents")["documents"]}

    def wait(
        self, until: Callable[[dict[str, Any]], bool] = lambda told: not told["busy"]
    ) -> dict[str, dict[str, Any]]:
        end = time.monotonic() + 30
        while not until(told := self.get("work")):
            assert time.monotonic() < end, told
            time.sleep(0.02)
        return {one["name"]: one for one in told["items"]}


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.work.stop(10)
    made.library.close()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\me\report.docx", "report.docx"),
        ("..\\..\\x.txt", "x.txt"),
        (".hidden.md", "hidden.md"),
        ("~$draft.docx", "draft.docx"),
        ("CON.txt", "document CON.txt"),
        ("lpt1.annex.pdf", "document lpt1.annex.pdf"),
        ("README.md", "README document.md"),
        ('a<b>:"c|?*.txt', "a-b---c---.txt"),
        ("evil\u202etxt.pdf", "evil txt.pdf"),
        ("line\nbreak\x00.txt", "line break.txt"),
        ("cafe\u0301.txt", "café.txt"),
        ("...   .txt", "document.txt"),
        ("LOUD.PDF", "LOUD.PDF"),
    ],
)
def test_a_name_is_made_safe(given: str, name: str) -> None:
    assert safe_name(given) == name


def test_a_long_name_is_shortened_and_keeps_its_ending() -> None:
    name = safe_name("ü" * 400 + ".docx")
    assert name.endswith("ü.docx")
    assert len(name.encode()) <= MAX_NAME_BYTES


@pytest.mark.parametrize(
    ("given", "remedy"), [("old.doc", ".docx"), ("x", "without"), ("a.exe", ".pdf"), ("", "save")]
)
def test_a_format_that_is_not_read_is_told_with_its_remedy(given: str, remedy: str) -> None:
    with pytest.raises(LoadError, match=remedy):
        safe_name(given)


def test_an_empty_library_says_where_documents_go(shelf: Shelf) -> None:
    said = shelf.get("documents")
    assert said["documents"] == []
    assert said["problem"] == ""
    assert said["folder"] == str(shelf.corpus)
    assert not shelf.corpus.exists()


def test_documents_are_added_and_a_bad_one_stops_nothing(shelf: Shelf) -> None:
    shelf.add("wells.md", "# Wells\n\nOne well in the valley is dry.\n")
    shelf.add("broken.pdf", b"this is no PDF")
    shelf.add(f"{HOSTILE}.txt", "The levy was raised by a third.")
    told = shelf.wait()
    assert told["wells.md"]["state"] == "done"
    assert "passage" in told["wells.md"]["told"]
    assert told["broken.pdf"]["state"] == "failed"
    assert told["broken.pdf"]["told"]
    assert sorted(path.name for path in shelf.corpus.iterdir()) == [
        "-img src=x onerror=alert(1)-.txt",
        "wells.md",
    ]
    row = shelf.rows()["wells.md"]
    assert (row["title"], row["format"], row["passages"]) == ("Wells", "Markdown", 1)
    assert "c-0-d0-" in row["marker"]
    assert not list((shelf.library.settings.store_folder / "incoming").iterdir())


def test_the_same_again_is_not_kept_and_another_of_the_name_gets_a_number(shelf: Shelf) -> None:
    shelf.put("wells.txt", "One well in the valley is dry.")
    shelf.add("wells.txt", "One well in the valley is dry.")
    shelf.add("copy.txt", "One well in the valley is dry.")
    shelf.add("Wells.txt", "Another well is dry.")
    told = shelf.wait()
    assert [told[name]["state"] for name in ("wells.txt", "copy.txt")] == ["failed", "failed"]
    assert "in the folder already" in told["wells.txt"]["told"]
    assert "same bytes as wells.txt" in told["copy.txt"]["told"]
    assert "It is called Wells (2).txt" in told["Wells.txt"]["told"]
    assert set(shelf.rows()) == {"wells.txt", "Wells (2).txt"}
    assert len(list(shelf.corpus.iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "content", "told"), [("a.txt", b"", "empty"), ("a.exe", b"x", "not read")]
)
def test_what_cannot_be_taken_is_told_at_once(
    shelf: Shelf, name: str, content: bytes, told: str
) -> None:
    assert told in shelf.add(name, content)["problem"]
    assert shelf.get("work")["items"] == []


def test_while_another_process_reads_it_says_so_and_goes_on_after(shelf: Shelf) -> None:
    lock = FileLock(shelf.library.settings.store_folder / "writer.lock")
    with lock:
        shelf.add("wells.txt", "One well in the valley is dry.")
        shelf.wait(lambda told: "Another Sanad" in told["locked"])
        assert "being read just now" in shelf.post("remove", ids=[])["problem"]
    assert shelf.wait()["wells.txt"]["state"] == "done"


def test_a_stop_leaves_nothing_half_added(shelf: Shelf) -> None:
    with FileLock(shelf.library.settings.store_folder / "writer.lock"):
        shelf.add("wells.txt", "One well in the valley is dry.")
        shelf.wait(lambda told: bool(told["locked"]))
        shelf.post("stop")
        assert shelf.wait()["wells.txt"]["state"] == "stopped"
    assert list(shelf.corpus.iterdir()) == []
    shelf.post("clear")
    assert shelf.get("work")["items"] == []


def test_what_is_known_is_edited_and_shown_at_once(shelf: Shelf) -> None:
    shelf.put("wells.txt", "One well in the valley is dry.")
    shelf.put("levy.txt", "The levy was raised by a third.")
    (shelf.corpus / "sources.yaml").write_text("# Ours.\nsources: []\n")
    fields = {
        "title": HOSTILE,
        "author": "Doe, Jane\nBoard of Water, Sindh",
        "issued": "2019-05",
        "type": "report",
        "supersedes": "levy.txt",
        "number": "12",
    }
    known = shelf.post("describe", id="wells.txt", fields=fields)
    assert known["values"]["author"] == "Doe, Jane\nBoard of Water, Sindh"
    rows = shelf.rows()
    assert rows["wells.txt"]["title"] == HOSTILE
    assert rows["wells.txt"]["date"] == "May 2019"
    assert rows["wells.txt"]["kinds"] == ["report", "text"]
    assert rows["levy.txt"]["superseded"] == [HOSTILE]
    assert rows["wells.txt"]["supersedes"] == [rows["levy.txt"]["title"]]
    assert "# Ours." in (shelf.corpus / "sources.yaml").read_text()
    shelf.post("describe", id="wells.txt", fields={"number": "", "issued": ""})
    source = read_sources(shelf.corpus)["wells.txt"]
    assert "number" not in source.csl
    assert source.title == HOSTILE
    assert shelf.rows()["wells.txt"]["date"] == "no date"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"issued": "soon"}, "is no date"),
        ({"valid_until": "2020"}, "is no day"),
        ({"type": "poem"}, "is no type"),
        ({"title": "x" * 2001}, "longer"),
    ],
)
def test_what_cannot_be_written_is_told(shelf: Shelf, fields: dict[str, str], told: str) -> None:
    shelf.put("wells.txt", "One well in the valley is dry.")
    assert told in shelf.post("describe", id="wells.txt", fields=fields)["problem"]
    assert not (shelf.corpus / "sources.yaml").exists()


def test_a_removed_document_is_put_back_with_what_was_known(shelf: Shelf) -> None:
    shelf.put("wells.txt", "One well in the valley is dry.")
    shelf.post("describe", id="wells.txt", fields={"title": "On wells"})
    (gone,) = shelf.post("remove", ids=["wells.txt"])["removed"]
    assert shelf.rows() == {}
    assert not (shelf.corpus / "wells.txt").exists()
    assert shelf.get("documents")["removed"][0]["title"] == "On wells"
    shelf.post("back", token=gone["token"], title="On wells")
    assert shelf.wait()["On wells"]["state"] == "done"
    assert shelf.rows()["wells.txt"]["title"] == "On wells"
    assert shelf.get("documents")["removed"] == []


def test_a_document_is_read_again(shelf: Shelf) -> None:
    shelf.put("wells.txt", "One well in the valley is dry.")
    before = shelf.library.store.entries()[0].generation
    shelf.post("again", ids=["wells.txt"])
    assert shelf.wait()["wells"]["state"] == "done"
    assert shelf.library.store.entries()[0].generation != before


def test_another_page_changes_nothing(shelf: Shelf) -> None:
    bare = TestClient(shelf.client.app, base_url="http://127.0.0.1")
    mark = {"X-Sanad": "page"}
    for headers in (
        {},
        mark | {"Origin": "http://evil.example"},
        mark | {"Sec-Fetch-Site": "cross-site"},
    ):
        for path in ("add?name=a.txt", "stop", "clear", "remove", "describe", "back", "again"):
            reply = bare.post(f"/library/{path}", headers=headers, content=b"{}")
            assert reply.status_code == 403, path
    own = mark | {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert bare.post("/library/clear", headers=own).status_code == 200


def test_the_health_of_one_document_is_a_page(shelf: Shelf) -> None:
    shelf.put("wells.txt", "One well in the valley is dry.")
    page = shelf.client.get("/library/health", params={"id": "wells.txt"})
    assert page.headers["content-type"].startswith("text/html")
    assert "no author is known" in page.text
    assert "Library, under “Edit”" in page.text
    assert "sanad sources" not in page.text
    everything = shelf.client.get("/library/health").text
    assert "Health of all documents" in everything
    assert str(shelf.corpus) not in everything
    assert shelf.client.get("/library/health", params={"id": "gone"}).status_code == 404


def test_the_list_and_the_report_judge_a_document_alike(shelf: Shelf) -> None:
    shelf.put("wells.txt", "One well in the valley is dry.")
    shelf.put("levy.txt", "The levy is 20 rupees. \x00")
    rows = shelf.rows()
    assert rows["wells.txt"]["read_as"] == "Well read"
    assert rows["levy.txt"]["read_as"] == "Look at it"
    report = shelf.client.get("/library/health").text
    table = report[: report.index("<section")]
    assert table.count("<td>Well read</td>") == table.count("<td>Look at it</td>") == 1
    assert table.index("Look at it") < table.index("Well read")  # what wants a look comes first


def test_a_folder_that_takes_nothing_is_told_beforehand(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert "SANAD_CORPUS" in writable(tmp_path / "file" / "corpus")
    assert writable(tmp_path) == ""


def test_the_health_report_says_where_it_stops(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        shelf.put(name, f"What {name} says.")
    assert "not the other" not in shelf.client.get("/library/health").text
    monkeypatch.setattr(routes, "MOST_EXAMINED", 2)
    told = shelf.client.get("/library/health").text
    assert "Only the first 2 documents were looked into, not the other 1." in told
    assert "not the other" not in shelf.client.get("/library/health", params={"id": "a.txt"}).text
