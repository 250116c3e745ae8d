from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.describe import add_source, parse_author, parse_date
from ingest.sources import read_sources
from rag.errors import SettingsError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "levy.txt").write_text("The levy was raised.")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "wells.txt").write_text("Two wells are dry.")
    return tmp_path


def test_an_entry_is_written_that_can_be_read(folder: Path) -> None:
    new = add_source(
        folder,
        Path("levy.txt"),
        {
            "id": "levy",
            "title": "The Levy: a report",
            "author": [parse_author("Doe, Jane"), parse_author("Board of Water")],
            "issued": parse_date("2019-05"),
            "supersedes": ["old-levy"],
            "valid_until": date(2025, 12, 31),
        },
    )
    assert new
    source = read_sources(folder)["levy.txt"]
    assert (source.id, source.title) == ("levy", "The Levy: a report")
    assert source.csl["author"] == [
        {"family": "Doe", "given": "Jane"},
        {"literal": "Board of Water"},
    ]
    assert source.csl["issued"] == {"date-parts": [[2019, 5]]}
    assert (source.supersedes, source.valid_until) == (("old-levy",), date(2025, 12, 31))
    assert source.origins["title"] == "sources.yaml"


def test_comments_and_other_entries_stay(folder: Path) -> None:
    (folder / "sources.yaml").write_text(
        "# Ours.\nsources:\n  - file: levy.txt # the first\n    csl: {title: Levy}\n"
        "examples:\n  - Who pays?\n"
    )
    assert not add_source(folder, Path("levy.txt"), {"publisher": "Board"})
    assert add_source(folder, folder / "below" / "wells.txt", {"title": "Wells"})
    text = (folder / "sources.yaml").read_text()
    assert "# Ours." in text
    assert "# the first" in text
    assert "Who pays?" in text
    sources = read_sources(folder)
    assert sources["levy.txt"].csl["publisher"] == "Board"
    assert sources["levy.txt"].title == "Levy"
    assert sources["below/wells.txt"].title == "Wells"


@pytest.mark.parametrize(
    ("file", "fields", "words"),
    [
        ("none.txt", {"title": "x"}, "copy it there first"),
        ("../levy.txt", {"title": "x"}, "copy it there first"),
        ("levy.txt", {"id": "no id, this"}, "id"),
        ("levy.txt", {"issued": {"date-parts": [[2019, 13]]}}, "issued"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    folder: Path, file: str, fields: dict[str, object], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        add_source(folder, Path(file), fields)
    assert not (folder / "sources.yaml").exists()
    assert sorted(path.name for path in folder.iterdir()) == ["below", "levy.txt"]


@pytest.mark.parametrize("text", ["", "May 2019", "2019-13", "2019-02-30", "19"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="is no date"):
        parse_date(text)
