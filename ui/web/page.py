"""The page's layout: what stands where, and which event goes to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import gradio as gr

from rag.library import Library
from ui.web.answer_tools import CALLED, in_words, tools_html
from ui.web.assets import read_script
from ui.web.citing import make_citation
from ui.web.client_route import add_client_route
from ui.web.conversations import ANSWERING_AT_ONCE
from ui.web.desks import Desks, OneDesk
from ui.web.events import give_up
from ui.web.jobs import Update
from ui.web.keeping import WHERE, conversation_in, keeper, open_conversation
from ui.web.library.room import asked_in_bar, library_room
from ui.web.page_rooms import (
    QUIETLY,
    checking_room,
    collection_chooser,
    count,
    exporter,
    feedback_room,
    notebook_room,
    server_function,
    settings_room,
    tables_and_versions,
)
from ui.web.panel import empty_panel
from ui.web.reading_tools import splitter_html
from ui.web.rooms import rooms_html
from ui.web.showing import list_documents, open_link, show_source

WELCOME = (
    '<div class="welcome"><h2>Ask the documents</h2>'
    "<p>Every sentence of an answer is quoted, and the number behind it opens those words in "
    "their place. Where the documents don’t answer, Sanad says so.</p></div>"
)
TITLE = (
    '<h1>Sanad <span lang="ur" dir="rtl">سند</span></h1>'
    "<p>Answers that lead back to their source</p>"
)
HINT = "You can ask on: “And who decided that?”"
EVERYTHING = "List everything on this"
"""Of the words in the box, or else of the last question."""

WAITING_AT_MOST = 32


def build_page(
    library: Library, *, examples: Sequence[str], desks: Desks | None = None, title: str = ""
) -> gr.Blocks:
    """Lay out the page over a library; ``examples`` are questions offered as buttons.

    ``desks`` hold the conversations, the one notebook beside the index if left out. ``title`` is
    the collection's, if it's one of several. Serve it through `ui.web.serve.build_app`, which
    brings its style with it.
    """
    desks = desks or OneDesk(library)
    name = f"{title} · Sanad" if title else "Sanad"
    page = gr.Blocks(title=name, fill_width=True, analytics_enabled=False)
    with page:
        with gr.Row(elem_id="top"):
            gr.HTML(TITLE, elem_id="name", js_on_load=None)
            if title:
                collection_chooser(title)
            gr.HTML(rooms_html(), elem_id="rooms", js_on_load=read_script("rooms"))
            exporter(desks)
            anew = gr.Button("Start again", elem_id="anew")
            documents = gr.HTML("", elem_id="documents", js_on_load=None)
        with gr.Row(elem_id="desk"):
            talk = _talk(examples, library, desks)
            tables_and_versions(library)
            checking_room(library)
            library_room()
            notebook_room(library, desks)
            feedback_room(library)
            settings_room(library, desks.told)
            gr.HTML(splitter_html(), elem_id="splitter", js_on_load=read_script("splitter"))
            panel = _panel(library)
        _wire(talk, panel, documents, library, desks)
        anew.click(None, js="() => window.sanadAnew()", api_visibility="private")
        page.load(lambda: list_documents(library), None, documents, queue=False, **QUIETLY)
        add_client_route(library, ANSWERING_AT_ONCE)
    page.queue(max_size=WAITING_AT_MOST, api_open=False)
    return page


@dataclass(frozen=True, slots=True)
class _Talk:
    """Where questions are asked and answered."""

    chat: gr.Chatbot
    offered: gr.Column
    examples: Sequence[gr.Button]
    box: gr.Textbox
    every: gr.Button
    asked_in: gr.HTML
    keeper: gr.HTML


def _talk(examples: Sequence[str], library: Library, desks: Desks) -> _Talk:
    with gr.Column(elem_id="talk", elem_classes="room"):
        chat = _chat()
        with gr.Column(elem_id="examples") as offered:
            buttons = [gr.Button(text, elem_classes="example") for text in examples]
        asked_in = asked_in_bar()
        box = _question_box()
        with gr.Row(elem_id="below"):
            keep = keeper(desks)
            gr.HTML(f"<p>{HINT}</p>", elem_id="hint", js_on_load=None)
            every = gr.Button(EVERYTHING, elem_id="every", size="sm")
        _answer_tools(library)
    return _Talk(chat, offered, buttons, box, every, asked_in, keep)


def _panel(library: Library) -> gr.HTML:
    """The source panel, which stands beside whichever room is open."""
    return gr.HTML(
        empty_panel(),
        elem_id="panel",
        js_on_load=read_script(
            "source", "citing", "reading", "reading_on", "reading_tools", "searching", "pages"
        ),
        server_functions=[server_function("make_citation", make_citation, library)],
    )


def _answer_tools(library: Library) -> None:
    """What can be done with an answer that stands in the chat."""
    gr.HTML(
        tools_html(),
        elem_id="answer-tools",
        js_on_load=read_script("preview", "copying", "not_right"),
        server_functions=[server_function(one.__name__, in_words(one), library) for one in CALLED],
    )


def _wire(
    talk: _Talk,
    panel: gr.HTML,
    documents: gr.HTML,
    library: Library,
    desks: Desks,
) -> None:
    def ask(
        question: str,
        where: object,
        asked_in: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Update]:
        button = event.target if isinstance(event.target, gr.Button) else None
        listing, as_typed = button is talk.every, isinstance(event.target, gr.HTML)
        if as_typed:
            question = str(getattr(event, "question", ""))
            listing = getattr(event, "listing", False) is True
        elif button is not None and not listing:
            question = str(button.value)
        count(request, question)
        yield from desks.of(request).ask(
            conversation_in(where),
            question,
            request.session_hash or "",
            everything=listing,
            as_typed=as_typed,
            asked_in=asked_in,
        )

    def reopen(event: gr.EventData, request: gr.Request) -> Iterator[Update]:
        yield from open_conversation(event, request.session_hash, desks.of(request))

    def show(event: gr.EventData) -> str:
        address = getattr(event, "address", None)
        if address is not None:
            return open_link(str(address), library)
        return show_source(str(getattr(event, "id", "")), library)

    # One event for every way of asking: "once" then keeps a second question from
    # starting, and from overwriting the chat, while the first is still answered. The panel's
    # script sends a question that is to be asked as it was typed.
    shown = [talk.box, talk.chat, panel, talk.offered, documents]
    clicks = [button.click for button in talk.examples]
    asked = gr.on(
        [talk.box.submit, talk.every.click, panel.submit, *clicks],
        ask,
        [talk.box, gr.JSON(visible=False), talk.asked_in],
        shown,
        trigger_mode="once",
        js=WHERE,
        concurrency_limit=ANSWERING_AT_ONCE,
        **QUIETLY,
    )
    asked.failure(give_up, talk.chat, talk.chat, queue=False, **QUIETLY)
    talk.keeper.submit(
        reopen,
        None,
        shown,
        trigger_mode="multiple",
        concurrency_limit=ANSWERING_AT_ONCE,
        **QUIETLY,
    )
    panel.select(show, None, panel, trigger_mode="multiple", queue=False, **QUIETLY)


def _chat() -> gr.Chatbot:
    """The chat shows our own HTML alone: no LaTeX, nothing of the user's taken for Markdown."""
    return gr.Chatbot(
        placeholder=WELCOME,
        label="Conversation",
        show_label=False,
        container=False,
        elem_id="chat",
        height=None,
        autoscroll=False,
        layout="bubble",
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        line_breaks=False,
        sanitize_html=True,
        allow_tags=False,
        allow_file_downloads=False,
        group_consecutive_messages=False,
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label="Your question",
        show_label=False,
        placeholder="Ask a question",
        lines=1,
        max_lines=6,
        submit_btn="Ask",
        container=False,
        elem_id="question",
    )
