from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking.draft_text import Draft, Part
from rag.errors import LoadError
from ui.draft.read import read_draft
from ui.draft.text import read_text

MARKDOWN = """---
title: A memo
---

# Of *water*

The **mill** burned
down.[^a] It [was](https://example.org) `old`^[An inline note, p. 3.] and \\"dry\\".

> Nobody knew
> why.
>
> — Doe 2019, p. 4

- an item
  goes on

| a | b |
|---|---|
| c | d |

```
[^a]: not a note
```

[^a]: Doe, Water Law,
    2019, p. 3.

    More of it.

The last paragraph.[^none]
"""


def texts(draft: Draft) -> list[tuple[str, str, int | None]]:
    return [(part.kind, draft.text[part.start : part.end], part.line) for part in draft.parts]


def note_at(draft: Draft, before: str) -> Part:
    at = draft.text.index(before) + len(before)
    (mark,) = [one for one in draft.marks if one.at == at]
    return draft.parts[mark.note]


def test_markdown() -> None:
    draft = read_text(Path("memo.md"), MARKDOWN.encode())
    assert texts(draft) == [
        ("heading", "Of water", 5),
        ("paragraph", 'The mill burned\ndown. It was old and "dry".', 7),
        ("note", "An inline note, p. 3.", 7),
        ("quote", "Nobody knew\nwhy.\n— Doe 2019, p. 4", 10),
        ("paragraph", "an item\ngoes on", 15),
        ("other", "a", 18),
        ("other", "b", 18),
        ("other", "c", 20),
        ("other", "d", 20),
        ("paragraph", "The last paragraph.", 31),
        ("note", "Doe, Water Law,\n2019, p. 3.\nMore of it.", 26),
    ]
    assert draft.parts.index(note_at(draft, "down.")) == 10
    assert draft.parts.index(note_at(draft, "was old")) == 2


def test_plain_text() -> None:
    text = "The mill burned down.[1] So it goes.\n\n> Nobody knew why.\n\n[1] Doe 2019, p. 3.\n"
    draft = read_text(Path("memo.txt"), text.encode())
    assert texts(draft) == [
        ("paragraph", "The mill burned down. So it goes.", 1),
        ("quote", "Nobody knew why.", 3),
        ("note", "Doe 2019, p. 3.", 5),
    ]
    assert note_at(draft, "down.") == draft.parts[2]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("memo.pdf", b"x", "drafts end in"),
        ("memo.md", b" \n", "is empty"),
        ("memo.txt", b"\x00\x01\x02\x03" * 9, "memo.txt: is not a text file"),
        ("memo.docx", b"not a zip", "memo.docx: is not a Word document"),
        ("memo.docx", b"PK\x03\x04 and so on", "memo.docx: is damaged"),
    ],
)
def test_what_is_no_draft_is_refused(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(LoadError, match=message):
        read_draft(tmp_path / name)


def test_a_missing_draft_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="can't be opened"):
        read_draft(tmp_path / "gone.md")


@given(st.text(alphabet='[]^:>#-*`|\n\t a1"“”()', max_size=200), st.sampled_from(["a.md", "a.txt"]))
def test_any_text_can_be_read(text: str, name: str) -> None:
    draft = read_text(Path(name), text.encode())
    end = -2
    for part in draft.parts:
        assert part.start == end + 2
        end = part.end
    assert all(0 <= mark.at <= len(draft.text) for mark in draft.marks)
