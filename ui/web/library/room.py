"""What stands in the library's room before its script fills it in, and the question's bar."""

from __future__ import annotations

import gradio as gr

from ingest.load.registry import FORMATS
from ui.web.assets import read_script
from ui.web.library.asked_of import EMPTY, bar_html

COLUMNS = (
    ("title", "Title"),
    ("authors", "Author"),
    ("sort", "Date"),
    ("type", "Type"),
    ("pages", "Pages"),
    ("passages", "Passages"),
    ("read", "Read as"),
    ("state", "Health"),
)
"""What the list is sorted by, and what its heads say."""

SCRIPTS = ("library", "library_list", "library_changes", "library_events", "describing")


def library_room() -> None:
    """Lay out the room in which documents are looked after."""
    with gr.Column(elem_id="library", elem_classes="room"):
        gr.HTML(room_html(), elem_id="shelf", js_on_load=read_script(*SCRIPTS))


def asked_in_bar() -> gr.HTML:
    """Lay out the bar that says which documents are asked; its value goes with each question."""
    return gr.HTML(
        EMPTY, html_template=bar_html(), elem_id="asked-in", js_on_load=read_script("asked_in")
    )


def compared_with_bar() -> gr.HTML:
    """Lay out the bar that says with which documents a draft is compared."""
    bar = bar_html("Compare with:", "draft-chooser", apart=True)
    return gr.HTML(
        EMPTY, html_template=bar, elem_id="compared-with", js_on_load=read_script("asked_in")
    )


def room_html() -> str:
    """Give the room: a place to add files, how to find documents, and their list."""
    accepted = ",".join(FORMATS)
    return (
        '<div class="shelf"><header class="top"><div><h2 tabindex="-1">Library</h2>'
        '<p class="meta count" role="status"></p></div><p class="acts">'
        '<a class="report" href="library/health" target="_blank" rel="noopener" hidden>'
        "Health report</a>"
        '<label class="add" for="add-files">Add documents</label>'
        f'<input class="vh" type="file" id="add-files" multiple accept="{accepted}"></p></header>'
        '<p class="problem" role="alert" hidden></p>'
        '<section class="work" aria-label="Documents that are being read" hidden></section>'
        '<div class="empty" hidden><h3>No documents yet</h3>'
        "<p>Drop files here, or choose them: PDF, Word, web pages, text, e-mail, Excel, "
        "PowerPoint. They are copied into <bdi class='folder'></bdi> on this machine, and "
        "nothing of them leaves it.</p>"
        '<p><label class="add" for="add-files">Choose files</label></p></div>'
        f'<div class="tools" hidden>{_tools_html()}</div>'
        f'<div class="chosen" role="toolbar" aria-label="With the chosen documents" hidden>'
        f"{_CHOSEN}</div>"
        f'<div class="list" hidden><table><caption class="vh">Documents</caption><thead><tr>'
        f"{_heads_html()}</tr></thead><tbody></tbody></table>"
        '<p class="none" hidden>No document is like that. '
        '<button type="button" class="all">Show all</button></p>'
        '<p class="pager" hidden><button type="button" class="before">Earlier</button>'
        '<span class="meta"></span><button type="button" class="after">Later</button></p></div>'
        '<details class="unread" hidden><summary></summary><ul></ul></details>'
        '<details class="removed" hidden><summary></summary><ul></ul></details>'
        '<div class="dropping" aria-hidden="true"><p>Drop to add</p></div>'
        '<dialog class="about" aria-labelledby="about-title"></dialog></div>'
    )


def _tools_html() -> str:
    return (
        '<input type="search" class="search" placeholder="Search titles, authors, files" '
        'aria-label="Search the documents">'
        '<select class="type" aria-label="Type"></select>'
        '<select class="author" aria-label="Author"></select>'
        '<span class="years"><input class="since" inputmode="numeric" maxlength="4" '
        'placeholder="From" aria-label="From the year"> – '
        '<input class="until" inputmode="numeric" maxlength="4" placeholder="to" '
        'aria-label="To the year"></span>'
        '<select class="state" aria-label="Health"><option value="">Any health</option>'
        '<option value="bad">Pages not read</option><option value="look">To look at</option>'
        '<option value="unconfirmed">To confirm</option>'
        '<option value="superseded">Superseded</option></select>'
    )


def _heads_html() -> str:
    boxes = (
        '<th class="tick"><input type="checkbox" class="every" '
        'aria-label="Choose all that are listed"></th>'
    )
    heads = "".join(
        f'<th scope="col" class="{key}" aria-sort="none">'
        f'<button type="button" data-sort="{key}">{name}</button></th>'
        for key, name in COLUMNS
    )
    return f'{boxes}{heads}<th class="act"><span class="vh">About it</span></th>'


_CHOSEN = (
    '<strong class="told"></strong><button type="button" class="ask">Ask about these</button>'
    '<button type="button" class="compare">Compare with…</button>'
    '<button type="button" class="again">Read again</button>'
    '<button type="button" class="remove">Remove</button>'
    '<button type="button" class="nothing">Choose none</button>'
)
