"""The rooms beside the chat, and the export: what stands in each, and which event goes to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from rag.errors import AccessError
from rag.library import Library
from ui.api.problems import TooMany
from ui.web import compare_room, matrix_room, tables_room
from ui.web import settings_room as settings
from ui.web.answer_tools import CALLED, LEAST, SHOWN_TO, in_words
from ui.web.assets import read_script
from ui.web.checking import check_upload, form_html
from ui.web.desks import Desks
from ui.web.exporting import Parcel, export_conversation, exporting_html
from ui.web.feedback_room import room_html
from ui.web.library.room import compared_with_bar
from ui.web.literal import literal, message_html
from ui.web.notebook import notebook_html, server_functions
from ui.web.who import asks, may, only

CHECKING_AT_ONCE = 2

QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""No spinner of Gradio's, and no place in an API."""


def collection_chooser(title: str) -> None:
    """Name the collection; the script makes a menu of it where there are others to go to."""
    gr.HTML(
        f'<p class="this"><bdi>{literal(title)}</bdi></p>',
        elem_id="collections",
        js_on_load=read_script("collections"),
    )


def count(request: gr.Request, words: str) -> None:
    """Count a question of who asks; too many end as any that couldn't be taken."""
    try:
        asks(request, words)
    except TooMany as error:
        raise gr.Error(str(error), print_exception=False) from error


def exporter(desks: Desks) -> None:
    """Offer to save the conversation as a file."""

    def save(event: gr.EventData, request: gr.Request) -> Parcel:
        wish = {name: getattr(event, name, None) for name in ("ending", "style")}
        name = getattr(event, "conversation", None)
        return export_conversation(wish, desks.of(request).kept(name))

    offer = gr.HTML(exporting_html(), elem_id="export", js_on_load=read_script("export"))
    parcel = gr.JSON(visible=False)
    saved = offer.submit(save, None, parcel, concurrency_limit=2, **QUIETLY)
    saved.success(None, parcel, None, js="p => window.sanadExported(p)", api_visibility="private")
    saved.failure(None, None, None, js="() => window.sanadExported()", api_visibility="private")


def tables_and_versions(library: Library) -> None:
    """The rooms "Matrix", "Tables" and "Compare": their scripts ask for all that happens there."""
    with gr.Column(elem_id="matrix", elem_classes="room"):
        gr.HTML(
            matrix_room.room_html(),
            elem_id="table-room",
            js_on_load=read_script("matrix", "matrix_filling", "matrix_table", "matrix_events"),
            server_functions=matrix_room.room_functions(library),
        )
    with gr.Column(elem_id="tables", elem_classes="room"):
        gr.HTML(
            tables_room.room_html(),
            elem_id="tables-room",
            js_on_load=read_script("tables", "tables_rows", "tables_events"),
            server_functions=tables_room.room_functions(library),
        )
    with gr.Column(elem_id="comparing", elem_classes="room"):
        gr.HTML(
            compare_room.room_html(),
            elem_id="compare-room",
            js_on_load=read_script("compare"),
            server_functions=compare_room.room_functions(library),
        )


def checking_room(library: Library) -> None:
    """The room "Check a draft"."""

    def check(
        asked_in: str, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        count(request, "")
        given = {name: getattr(event, name, None) for name in ("name", "data", "text")}
        given["asked_in"] = asked_in
        for html, made in check_upload(given, library):
            yield html, {"run": getattr(event, "run", None), "files": made}

    with gr.Column(elem_id="checking", elem_classes="room"):
        compared_with = compared_with_bar()
        draft = gr.HTML(form_html(), elem_id="draft", js_on_load=read_script("check"))
        checked = gr.HTML("", elem_id="checked", js_on_load=None)
        findings = gr.JSON(visible=False)
    running = draft.submit(
        check,
        compared_with,
        [checked, findings],
        trigger_mode="once",
        concurrency_limit=CHECKING_AT_ONCE,
        **QUIETLY,
    )
    running.success(
        None, findings, None, js="f => window.sanadChecked(f)", api_visibility="private"
    )
    running.failure(None, None, None, js="() => window.sanadChecked()", api_visibility="private")
    draft.clear(
        lambda: ("", {}), None, [checked, findings], cancels=running, queue=False, **QUIETLY
    )


def notebook_room(library: Library, desks: Desks) -> None:
    """The room "Notebook"."""
    with gr.Column(elem_id="notebook", elem_classes="room"):
        gr.HTML(
            notebook_html(desks.told),
            js_on_load=read_script("notebook"),
            server_functions=server_functions(library, desks),
        )


def feedback_room(library: Library) -> None:
    """The room "Feedback"."""
    with gr.Column(elem_id="feedback", elem_classes="room"):
        gr.HTML(
            room_html(),
            js_on_load=read_script("feedback"),
            server_functions=[
                server_function(one.__name__, in_words(one), library) for one in CALLED
            ],
        )


def settings_room(library: Library, told: str) -> None:
    """The room "Settings"."""
    with gr.Column(elem_id="settings", elem_classes="room"):
        gr.HTML(
            settings.room_html(),
            js_on_load=read_script("settings"),
            server_functions=settings.room_functions(library, told),
        )


def server_function(
    name: str, make: Callable[[object, Library], object], library: Library
) -> Callable[[object, gr.Request], object]:
    """Give a function that the browser calls by a name, with the library at hand."""

    def called(wish: object, request: gr.Request) -> object:
        try:
            if name in LEAST:
                only(request, LEAST[name])
        except AccessError as error:
            return {"problem": message_html(str(error))}
        made = make(wish, library)
        return made if name not in SHOWN_TO or may(request, SHOWN_TO[name]) else {}

    called.__name__ = name
    return called
