"""The notebook's room: conversations that were kept, and pinned quotes, as HTML and as wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import gradio as gr

from rag.citations.styles import STYLES
from rag.errors import CiteError, NotebookError
from rag.library import Library
from rag.notebook.entries import LONGEST_NAME, LONGEST_NOTE, Conversation, Pin
from rag.notebook.notebook import Notebook
from rag.notebook.pin_export import export_pins
from ui.display import count_text, place_text
from ui.notes import opened_pin, placed, since_text
from ui.web.calls import fields_of, told
from ui.web.citation_parts import byline, marker_button
from ui.web.citing import STYLE_NAMES, choice_html, citation_of, options_html
from ui.web.desks import Desks
from ui.web.exporting import ENDING_NAMES, ZOTERO, Parcel, export_conversation, parcel
from ui.web.kept import Kept
from ui.web.literal import literal, message_html
from ui.web.markers import Marker, marker_of
from ui.web.quoted import quote_html

SHOWN = 100
"""Conversations that are listed at once."""
PIN_ENDINGS = {
    "docx": "Word (.docx)",
    ZOTERO: "Word, its citations Zotero’s (.docx)",
    "odt": "OpenDocument (.odt)",
    "md": "Markdown for pandoc (.md)",
    "csv": "Table (.csv)",
    "bib": "BibTeX (.bib)",
    "ris": "Notes for Zotero (.ris)",
    "jsonld": "Web Annotations (.jsonld)",
}
_TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "md": "text/markdown",
    "csv": "text/csv",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "jsonld": "application/ld+json",
}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Reply = Mapping[str, object]
"""What goes back to the browser: HTML, words, numbers; why it isn't done under ``problem``."""


def notebook_html(told: str) -> str:
    """Lay out the room; ``told`` says why nothing is kept, if it isn't."""
    problem = f'<p class="caution" role="note">{message_html(told)}</p>' if told else ""
    export = (
        '<details class="export"><summary>Export</summary><p>'
        f"{choice_html('ending', 'As', options_html(PIN_ENDINGS))}"
        f"{choice_html('style', 'Style', options_html(STYLE_NAMES))}"
        '<button type="button" class="take calls">Download</button></p></details>'
    )
    return (
        f'<div class="book"><h2>Notebook</h2>{problem}'
        '<div class="switch" role="group" aria-label="What to show">'
        '<button type="button" data-part="talks" aria-pressed="true">Conversations</button>'
        '<button type="button" data-part="pins" aria-pressed="false">Pinned quotes</button></div>'
        '<p class="told" role="status"></p>'
        '<section class="talks" aria-label="Conversations">'
        '<input type="search" class="seek" placeholder="Search questions and answers" '
        'aria-label="Search questions and answers"><ul class="rows"></ul></section>'
        f'<section class="pins" aria-label="Pinned quotes" hidden>{export}'
        '<ol class="rows"></ol></section>'
        f"<template>{_export_form()}</template></div>"
    )


class Room:
    """What the room and the pins do. Each method takes a wish of the browser's."""

    def __init__(self, library: Library, notebook: Notebook, told: str = "") -> None:
        """Serve one notebook; ``told`` is what the page says of all notebooks already."""
        self._library, self._notebook, self._told = library, notebook, told

    def list_talks(self, wish: object) -> Reply:
        """List conversations, those with some words if any are given."""
        return told(lambda: self._talks(_of(wish)))

    def change_talk(self, wish: object) -> Reply:
        """Rename, delete or have back a conversation."""
        return told(lambda: self._change_talk(_of(wish)))

    def export_talk(self, wish: object) -> Reply:
        """Write a conversation as a file."""
        return told(lambda: self._export_talk(_of(wish)))

    def list_pins(self, _wish: object) -> Reply:
        """List the pins, and say which quotes are pinned."""
        return told(self._pins)

    def change_pin(self, wish: object) -> Reply:
        """Pin a quote, or note, move, remove and have back a pin."""
        return told(lambda: self._change_pin(_of(wish)))

    def export_all(self, wish: object) -> Reply:
        """Write the pins as a file."""
        return told(lambda: self._export_pins(_of(wish)))

    def _talks(self, wish: Mapping[str, str]) -> Reply:
        words = wish.get("words", "")[:1_000]
        found = self._notebook.conversations.find(words, most=SHOWN + 1)
        rows = "".join(map(_talk_html, found[:SHOWN]))
        if not found:
            empty = "No conversation has these words." if words.strip() else _NO_TALKS
            rows = f'<li class="none">{empty}</li>'
        elif len(found) > SHOWN:
            rows += '<li class="none">Older ones are found by their words.</li>'
        if self._notebook.told != self._told:
            rows = f'<li class="none">{literal(self._notebook.told)}</li>{rows}'
        return {"html": rows}

    def _change_talk(self, wish: Mapping[str, str]) -> Reply:
        conversations, name = self._notebook.conversations, wish.get("id", "")
        if wish.get("what") == "rename":
            conversations.rename(name, wish.get("name", "")[: 2 * LONGEST_NAME])
            return {"told": "Renamed."}
        if wish.get("what") == "restore":
            return {"told": f"“{conversations.restore(name).name}” is back."}
        if wish.get("what") != "delete":
            raise NotebookError(_UNKNOWN)
        was = conversations.get(name).name
        conversations.delete(name)
        return {"told": f"“{was}” is deleted."}

    def _export_talk(self, wish: Mapping[str, str]) -> Reply:
        exchanges = self._notebook.conversations.exchanges(wish.get("id", ""))
        return export_conversation(wish, Kept.of(exchanges))

    def _pins(self) -> Reply:
        pins = self._notebook.pins.all()
        rows, tokens = "", {}
        for number, pin in enumerate(pins, start=1):
            html, marker = _pin_html(pin, number, len(pins), self._library)
            rows += html
            tokens[token_of(marker)] = pin.id
        return {"html": rows or f'<li class="none">{_NO_PINS}</li>', "pinned": tokens}

    def _change_pin(self, wish: Mapping[str, str]) -> Reply:
        pins, what = self._notebook.pins, wish.get("what")
        if what == "add":
            citation = citation_of(wish.get("marker", ""), self._library)
            pin = pins.add(
                citation,
                question=wish.get("question", "")[:4_000],
                conversation=wish.get("conversation", "")[:40],
            )
            return {"told": "Pinned: it stands in the notebook.", "id": pin.id}
        number = _number(wish.get("id", ""))
        if what == "write":
            pins.write(number, wish.get("note", "")[: LONGEST_NOTE + 1])
            return {"told": "Note kept."}
        if what in ("up", "down"):
            pins.move(number, -1 if what == "up" else 1)
            return {"told": f"Moved {what}."}
        if what == "restore":
            pins.restore(number)
            return {"told": "It is pinned again."}
        if what != "delete":
            raise NotebookError(_UNKNOWN)
        pins.delete(number)
        return {"told": "Removed."}

    def _export_pins(self, wish: Mapping[str, str]) -> Reply:
        ending, style = wish.get("ending", ""), wish.get("style", "")
        pins = self._notebook.pins.all()
        if ending not in PIN_ENDINGS or style not in STYLES:
            raise CiteError("this can't be exported; load the page again")
        if not pins:
            raise CiteError("nothing is pinned yet")
        zotero, ending = ending == ZOTERO, "docx" if ending == ZOTERO else ending
        put = placed(pins, self._library)
        data = export_pins(put, ending, style, made=datetime.now(UTC), zotero=zotero)
        made: Parcel = parcel(f"sanad-pins.{ending}", _TYPES.get(ending, _WORD), data)
        return made | {"told": f"{count_text(len(pins), 'quote')} exported."}


_CALLS: tuple[Callable[[Room, object], Reply], ...] = (
    Room.list_talks,
    Room.change_talk,
    Room.export_talk,
    Room.list_pins,
    Room.change_pin,
    Room.export_all,
)


def server_functions(library: Library, desks: Desks) -> list[Callable[..., object]]:
    """Give what the room's script calls, each by its name and for whoever calls."""
    return [_called(call, library, desks) for call in _CALLS]


def _called(
    call: Callable[[Room, object], Reply], library: Library, desks: Desks
) -> Callable[..., object]:
    def called(wish: object, request: gr.Request) -> object:
        return call(Room(library, desks.of(request).notebook, desks.told), wish)

    called.__name__ = getattr(call, "__name__", "called")
    return called


def token_of(marker: Marker) -> str:
    """Give what markers of the same words of a document share, whichever answer they stand in."""
    return marker.id.split("-", 3)[3]


def _talk_html(one: Conversation) -> str:
    found = ""
    if one.found and one.found != one.name:
        found = f'<p class="found" dir="auto">{literal(one.found)}</p>'
    changed, day = literal(one.changed), literal(one.changed[:10])
    return (
        f'<li data-id="{literal(one.id)}"><button type="button" class="enter calls" dir="auto">'
        f'<bdi class="name">{literal(one.name)}</bdi></button>{found}'
        f'<p class="meta"><time datetime="{changed}">{day}</time>'
        f" · {count_text(one.questions, 'question')}</p>"
        f'<p class="acts">{_act("rename", "Rename", one.name)}{_act("export", "Export", one.name)}'
        f"{_act('delete', 'Delete', one.name)}</p></li>"
    )


def _pin_html(pin: Pin, number: int, of: int, library: Library) -> tuple[str, Marker]:
    opened = opened_pin(pin, library)
    now = opened.citation if opened and opened.citation else pin.citation
    marker = marker_of(now, turn=0, number=number, kind="pin")
    since = since_text(opened)
    changed = f'<p class="caution" role="note">{literal(since)}</p>' if since else ""
    there = f"<bdi>{literal(now.title)}</bdi>, {literal(place_text(now))}"
    if opened is not None and opened.citation is not None:
        there = marker_button(marker, there, "open")
    up = _act("up", "↑", f"quote {number} up", first="Move", off=number == 1)
    down = _act("down", "↓", f"quote {number} down", first="Move", off=number == of)
    quote = quote_html(pin.citation.quote, heads=pin.citation.column_heads)
    by = literal(byline(now.source))
    html = (
        f'<li data-id="{pin.id}"><blockquote dir="auto">{quote}</blockquote>'
        f'{changed}<p class="from">{there}<span class="meta"><bdi>{by}</bdi>'
        f'</span></p><textarea rows="1" maxlength="{LONGEST_NOTE}" dir="auto" placeholder="A note '
        f'of your own" aria-label="Your note on quote {number}">{literal(pin.note)}</textarea>'
        f'<p class="acts">{up}{down}{_act("delete", "Remove", f"quote {number}")}</p></li>'
    )
    return html, marker


def _act(what: str, label: str, on: str, *, first: str = "", off: bool = False) -> str:
    """Give a button; ``on`` completes its label for who doesn't see where it stands."""
    shown = f'<span aria-hidden="true">{label}</span>' if first else label
    disabled = " disabled" if off else ""
    return (
        f'<button type="button" class="{what} calls"{disabled}>{shown}'
        f'<span class="vh">{first} {literal(on)}</span></button>'
    )


def _export_form() -> str:
    return (
        f"{choice_html('ending', 'As', options_html(ENDING_NAMES))}"
        f"{choice_html('style', 'Style', options_html(STYLE_NAMES))}"
        '<button type="button" class="take calls">Download</button>'
    )


def _of(wish: object) -> Mapping[str, str]:
    given = fields_of(wish)
    return {str(name): value for name, value in given.items() if isinstance(value, str)}


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 12:
        raise NotebookError(_UNKNOWN)
    return int(text)


_UNKNOWN = "the page asks for something that the notebook can't do; load it again"
_NO_TALKS = (
    "Nothing has been asked yet. Each conversation is kept here by itself, on this machine alone."
)
_NO_PINS = (
    "Nothing is pinned yet. “Pin” beside a source of an answer puts its words aside here, "
    "with a note of your own."
)
