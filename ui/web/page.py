"""The page's layout: what stands where, and which event goes to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files

import gradio as gr

from rag.library import Library
from ui.web.checking import Step, check_upload, form_html
from ui.web.citing import make_citation
from ui.web.events import (
    Message,
    Update,
    answer_question,
    give_up,
    list_documents,
    open_link,
    show_source,
)
from ui.web.exporting import Kept, Parcel, export_conversation, exporting_html
from ui.web.panel import empty_panel

WELCOME = (
    '<div class="welcome"><h2>Ask the documents</h2>'
    "<p>Every sentence of an answer is quoted, and its marker leads to the words in their "
    "place. Where the documents don’t answer, Sanad says so.</p></div>"
)
TITLE = (
    '<h1>Sanad <span lang="ur" dir="rtl">سند</span></h1>'
    "<p>Answers that lead back to their source</p>"
)
ROOMS = (
    '<div role="tablist" aria-label="What to do">'
    '<button type="button" role="tab" id="tab-ask" aria-selected="true" '
    'aria-controls="desk">Ask</button>'
    '<button type="button" role="tab" id="tab-check" aria-selected="false" '
    'aria-controls="checking" tabindex="-1">Check a draft</button></div>'
)
HINT = "Each question is answered on its own."
EVERYTHING = "List everything on this"
"""Of the words in the box, or else of the last question."""

ANSWERING_AT_ONCE = 8
CHECKING_AT_ONCE = 2
WAITING_AT_MOST = 32


def build_page(library: Library, *, examples: Sequence[str]) -> gr.Blocks:
    """Lay out the page over a library; ``examples`` are questions offered as buttons.

    Serve it through `ui.web.serve.build_app`, which brings its style with it.
    """
    page = gr.Blocks(title="Sanad", fill_width=True, analytics_enabled=False)
    with page:
        with gr.Row(elem_id="top"):
            gr.HTML(TITLE, elem_id="name", js_on_load=None)
            gr.HTML(ROOMS, elem_id="rooms", js_on_load=read_asset("rooms.js"))
            exporter = gr.HTML(
                exporting_html(), elem_id="export", js_on_load=read_asset("export.js")
            )
            anew = gr.Button("Start again", elem_id="anew")
            documents = gr.HTML("", elem_id="documents", js_on_load=None)
        kept, parcel = gr.State(Kept()), gr.JSON(visible=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                chat = _chat()
                with gr.Column(elem_id="examples") as offered:
                    buttons = [gr.Button(text, elem_classes="example") for text in examples]
                box = _question_box()
                with gr.Row(elem_id="below"):
                    gr.HTML(f"<p>{HINT}</p>", elem_id="hint", js_on_load=None)
                    every = gr.Button(EVERYTHING, elem_id="every", size="sm")
            panel = gr.HTML(
                empty_panel(),
                elem_id="panel",
                js_on_load=read_asset("script.js") + read_asset("citing.js"),
                server_functions=[_server("make_citation", make_citation, library)],
            )

        with gr.Column(elem_id="checking"):
            draft = gr.HTML(form_html(), elem_id="draft", js_on_load=read_asset("check.js"))
            checked = gr.HTML("", elem_id="checked", js_on_load=None)
            findings = gr.JSON(visible=False)

        def ask(
            question: str, messages: list[Message], answers: Kept, event: gr.EventData
        ) -> Iterator[Update]:
            button = event.target if isinstance(event.target, gr.Button) else None
            listing = button is every
            chosen = question if button is None or listing else str(button.value)
            yield from answer_question(chosen, messages, library, everything=listing, kept=answers)

        def save(answers: Kept, event: gr.EventData) -> Parcel:
            wish = {name: getattr(event, name, None) for name in ("ending", "style")}
            return export_conversation(wish, answers)

        def check(event: gr.EventData) -> Iterator[Step]:
            given = {name: getattr(event, name, None) for name in ("name", "data", "text")}
            yield from check_upload(given, library)

        def show(event: gr.EventData) -> str:
            address = getattr(event, "address", None)
            if address is not None:
                return open_link(str(address), library)
            return show_source(str(getattr(event, "id", "")), library)

        # One event for every way of asking: "once" then keeps a second question from
        # starting, and from overwriting the chat, while the first is still answered.
        asked = gr.on(
            [box.submit, every.click, *(button.click for button in buttons)],
            ask,
            [box, chat, kept],
            [box, chat, panel, offered, documents],
            trigger_mode="once",
            concurrency_limit=ANSWERING_AT_ONCE,
            show_progress="hidden",
            api_visibility="private",
        )
        asked.failure(
            give_up, chat, chat, queue=False, show_progress="hidden", api_visibility="private"
        )
        # A fresh page is a fresh session; whatever was still being answered ends with the old one.
        anew.click(None, js="() => location.replace(location.pathname)", api_visibility="private")
        panel.select(
            show,
            None,
            panel,
            trigger_mode="multiple",
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
        exported = exporter.submit(
            save,
            kept,
            parcel,
            concurrency_limit=2,
            show_progress="hidden",
            api_visibility="private",
        )
        exported.success(
            None, parcel, None, js="p => window.sanadExported(p)", api_visibility="private"
        )
        exported.failure(
            None, None, None, js="() => window.sanadExported()", api_visibility="private"
        )
        checking = draft.submit(
            check,
            None,
            [checked, findings],
            trigger_mode="once",
            concurrency_limit=CHECKING_AT_ONCE,
            show_progress="hidden",
            api_visibility="private",
        )
        checking.then(
            None, findings, None, js="f => window.sanadChecked(f)", api_visibility="private"
        )
        draft.clear(
            lambda: ("", []),
            None,
            [checked, findings],
            cancels=checking,
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
        page.load(
            lambda: list_documents(library),
            None,
            documents,
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
    page.queue(max_size=WAITING_AT_MOST, api_open=False)
    return page


def read_asset(name: str) -> str:
    """Read a file that lies beside this module."""
    return files("ui.web").joinpath(name).read_text("utf-8")


def _server(
    name: str, make: Callable[[object, Library], object], library: Library
) -> Callable[[object], object]:
    """Give a function that the browser calls by a name, with the library at hand."""

    def called(wish: object) -> object:
        return make(wish, library)

    called.__name__ = name
    return called


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
