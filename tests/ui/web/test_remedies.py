"""The page says where to click; what it has no place for keeps its command."""

from __future__ import annotations

import pytest

from ui.web.literal import message_html
from ui.web.remedies import on_the_page


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Its pages can't be shown. Read it again with `sanad ingest`.",
            "Its pages can't be shown. Read it again in the Library.",
        ),
        (
            "has changed since it was read; read it again with `sanad ingest`",
            "has changed since it was read; read it again in the Library",
        ),
        (
            "The file has changed since it was read; `sanad ingest` reads it again.",
            "The file has changed since it was read; “Read again” in the Library does that.",
        ),
        ("there is no document 'x'; `sanad sources` lists them", "; the Library shows them"),
        ("say it: `sanad sources add a.pdf --type report`, then `sanad ingest`", "under “Edit”"),
        ("there is no pin 7; `sanad notes pins` numbers them", "the Notebook shows those"),
    ],
)
def test_a_command_becomes_a_place(said: str, shown: str) -> None:
    assert shown in on_the_page(said)
    assert "sanad" not in on_the_page(said)
    assert "<code>" not in message_html(said)


def test_what_only_the_terminal_can_do_keeps_its_command() -> None:
    said = "it is of another version; run `sanad ingest --rebuild`"
    assert on_the_page(said) == said
    assert "<code>sanad ingest" in message_html(said).replace("&#32;", " ")
