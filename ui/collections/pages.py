"""The plain pages of a team's server: what may be read, that nothing is here, what is amiss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ui.access.principal import Role
from ui.display import count_text
from ui.web.assets import read_plain_style

MAY = {
    Role.READER: "you may ask and read",
    Role.EDITOR: "you may add and remove documents, too",
    Role.ADMIN: "you look after it",
}
NONE = (
    "You may read none yet. Ask whoever looks after this Sanad to let you: it holds from then on, "
    "without signing in again."
)
NOTHING = "There is nothing at this address."


@dataclass(frozen=True, slots=True)
class Row:
    """A collection in the list; ``documents`` is None where it can't be used."""

    name: str
    title: str
    role: Role
    documents: int | None


def start_html(rows: Sequence[Row], name: str) -> str:
    """List the collections; ``name`` is who is signed in, nobody where there's no login."""
    listed = f'<ul class="collections">{"".join(map(_row_html, rows))}</ul>'
    return page_html("Collections", listed if rows else f"<p>{NONE}</p>", name)


def _row_html(row: Row) -> str:
    there = (
        "can’t be used just now" if row.documents is None else count_text(row.documents, "document")
    )
    return (
        f'<li><a href="c/{row.name}/"><bdi>{escape(row.title)}</bdi></a>'
        f"<span>{there} · {MAY[row.role]}</span></li>"
    )


def page_html(title: str, body: str, name: str = "") -> str:
    """Give a plain page in the page's own style and with its head."""
    out = (
        f'<form method="post" action="/logout">Signed in as <bdi>{escape(name)}</bdi> '
        "<button>Sign out</button></form>"
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · Sanad</title><style>{read_plain_style()}</style></head><body>"
        f'<header><p class="name">Sanad <span lang="ur" dir="rtl">سند</span></p>'
        f"{out if name else ''}</header><main><h1>{title}</h1>{body}</main></body></html>"
    )
