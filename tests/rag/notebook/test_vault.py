from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from rag.errors import CiteError
from rag.notebook.entries import Pin
from rag.notebook.pin_export import Placed
from rag.notebook.vault import BEGIN, END, write_vault
from tests.rag.notebook.test_pin_export import FIRST, PINS


def of_document(pin: Pin, name: str, title: str) -> Placed:
    source = replace(pin.citation.source, id=name, csl={**pin.citation.source.csl, "title": title})
    cited = replace(pin.citation, document_id=name, title=title, source=source)
    return replace(pin, citation=cited), "p. 4", ""


def test_each_document_has_a_note_with_its_pins(tmp_path: Path) -> None:
    other = of_document(Pin(7, FIRST, "Mine: 5 $ and 6 $"), "other.pdf", "Who pays? A/B")
    written = write_vault([*PINS, other], tmp_path / "vault")
    assert [path.name for path in written] == [f"{FIRST.title}.md", "Who pays- A-B.md"]
    text = written[0].read_text("utf-8")
    head = yaml.safe_load(text[4:].partition("\n---\n")[0])
    assert (head["title"], head["sanad-document"]) == (FIRST.title, FIRST.document_id)
    for pin, place, since in PINS:
        assert f"^pin-{pin.id}" in text
        assert place in text
        assert since in text
    assert "> “The levy is 20 rupees.”" in text
    assert "[open](http://127.0.0.1:7860/?cite=" in text
    assert "6 \\$" in written[1].read_text("utf-8")
    assert write_vault([*PINS, other], tmp_path / "vault") == ()


def test_what_the_user_writes_around_the_pins_stays(tmp_path: Path) -> None:
    (note,) = write_vault(PINS, tmp_path)
    text = note.read_text("utf-8")
    mine = text.replace("tags:", "status: read\ntags:").replace(BEGIN, f"My own lines.\n\n{BEGIN}")
    (tmp_path / "deeper").mkdir()
    moved = tmp_path / "deeper" / "My name for it.md"
    note.unlink()
    moved.write_text(f"{mine}\nBelow.\n".replace("\n", "\r\n"), "utf-8", newline="")
    pin, place, since = PINS[0]
    changed = (replace(pin, note="Another note."), place, since)
    assert write_vault([changed, *PINS[1:]], tmp_path) == (moved,)
    now = moved.read_text("utf-8")
    assert all(line in now for line in ("status: read", "My own lines.", "Below.", "Another note."))
    assert "Ask the council" not in now
    assert not note.exists()


def test_two_documents_of_one_title_have_two_notes(tmp_path: Path) -> None:
    twins = [of_document(Pin(n, FIRST), name, "Annual report") for n, name in ((1, "a"), (2, "b"))]
    names = [path.name for path in write_vault(twins, tmp_path)]
    assert names == ["Annual report.md", "Annual report (b).md"]


def test_nobody_elses_note_is_touched(tmp_path: Path) -> None:
    theirs = tmp_path / f"{FIRST.title}.md"
    theirs.write_text("Mine.\n")
    with pytest.raises(CiteError, match="isn't from here"):
        write_vault(PINS, tmp_path)
    assert theirs.read_text() == "Mine.\n"
    theirs.unlink()
    (note,) = write_vault(PINS, tmp_path)
    note.write_text(note.read_text("utf-8").replace(END, ""), "utf-8")
    with pytest.raises(CiteError, match="has lost the line"):
        write_vault(PINS, tmp_path)


def test_words_of_a_document_can_not_end_the_part_that_is_ours(tmp_path: Path) -> None:
    pin = replace(PINS[0][0], citation=replace(FIRST, quote=f"Before\n{END}\nafter"))
    (note,) = write_vault([(pin, "p. 1", "")], tmp_path)
    assert note.read_text("utf-8").count(END) == 1
    assert write_vault([(pin, "p. 1", "")], tmp_path) == ()
