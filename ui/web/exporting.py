"""The answers of a conversation as a file that the browser saves; nothing is written here.

The answers are kept in the session's memory, and not made anew from what the browser shows:
its HTML could say anything, and asking again could give other words where a language model
writes.
"""

from __future__ import annotations

import io
import logging
import zipfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from rag.citations.answer_export import WRITERS, export, references
from rag.citations.styles import STYLES
from rag.errors import CiteError, SanadError
from rag.types import Answer, Everything
from ui.display import count_text
from ui.web.citing import STYLE_NAMES, choice_html, options_html
from ui.web.kept import Kept
from ui.web.literal import message_html

NAME = "sanad-answers"
ZOTERO = "zotero"
"""What is chosen for a Word file whose citations Zotero takes over."""
ENDING_NAMES = {
    "docx": "Word (.docx)",
    ZOTERO: "Word, its citations Zotero’s (.docx)",
    "odt": "OpenDocument (.odt)",
    "html": "Web page (.html)",
    "md": "Markdown for pandoc, with bibliography (.zip)",
    "txt": "Plain text (.txt)",
}
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html",
    "zip": "application/zip",
    "txt": "text/plain;charset=utf-8",
}

Parcel = dict[str, str]
"""A file on its way to the browser: ``name``, ``type``, ``data`` in base64, what is ``told``."""

_log = logging.getLogger(__name__)


def exporting_html() -> str:
    """Offer to export the conversation, folded away."""
    endings, styles = options_html(ENDING_NAMES), options_html(STYLE_NAMES)
    return (
        '<details class="documents drop"><summary>Export</summary><div class="card">'
        '<p class="label">The answers of this conversation</p>'
        f"{choice_html('ending', 'As', endings)}{choice_html('style', 'Style', styles)}"
        '<p class="acts"><button type="button" class="save">Download</button></p>'
        '<p class="told" role="status"></p></div></details>'
    )


def export_conversation(wish: object, kept: Kept) -> Parcel:
    """Make the file that the page asks for, or say under ``problem`` why there is none."""
    try:
        return _exported(wish, tuple(kept.shown), kept.typed)
    except SanadError as error:
        return {"problem": message_html(str(error))}
    except Exception:  # noqa: BLE001 - whatever it is, the page must get words
        _log.exception("the conversation could not be exported")
        return {"problem": "Something went wrong; the details are in the terminal."}


def _exported(
    wish: object, answers: tuple[Answer | Everything, ...], typed: Sequence[str]
) -> Parcel:
    asked = cast(Mapping[str, object], wish) if isinstance(wish, Mapping) else {}
    ending, style = str(asked.get("ending")), str(asked.get("style"))
    zotero, ending = ending == ZOTERO, "docx" if ending == ZOTERO else ending
    if ending not in WRITERS or style not in STYLES:
        raise CiteError("this can't be exported; load the page again")
    if not answers:
        raise CiteError("there is no answer to export; ask the question again")
    if ending == "md":
        data, ending = _zipped(answers, style, typed), "zip"
    else:
        now = datetime.now(UTC)
        data = export(answers, ending, style, made=now, typed=typed, zotero=zotero)
    told = f"{count_text(len(answers), 'answer')} exported."
    return parcel(f"{NAME}.{ending}", _TYPES[ending], data) | {"told": told}


def parcel(name: str, kind: str, data: bytes) -> Parcel:
    """Wrap a file up for the browser."""
    return {"name": name, "type": kind, "data": b64encode(data).decode("ascii")}


def _zipped(answers: tuple[Answer | Everything, ...], style: str, typed: Sequence[str]) -> bytes:
    """Put the Markdown, the bibliography that it names, and the same for LaTeX into one file."""
    named = f"{NAME}-references.json"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        made_md = export(answers, "md", style, bibliography=named, typed=typed)
        file.writestr(f"{NAME}.md", made_md)
        file.writestr(named, references(answers, "csl-json", style))
        file.writestr(f"{NAME}-references.bib", references(answers, "biblatex", style))
    return made.getvalue()
