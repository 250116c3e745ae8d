"""The health report of a folder, as JSON or as one HTML page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from ingest.health import Health, State
from rag.errors import SettingsError
from rag.types import Finding
from ui.display import count_text
from ui.report_style import report_style

Json = dict[str, object]
WRITERS = (".html", ".json")

KINDS = {
    "hidden text": "Hidden text, not indexed",
    "unread page": "Pages that nobody could read",
    "instruction": "Text that reads like an instruction to a language model",
    "damage": "Signs of damage",
    "missing": "Not known",
    "proposed": "Read from the title page: confirm or correct it",
    "duplicate": "Nearly the same as another document",
    "left out": "Left out as no part of the text",
}
"""In the order in which a reader should look at them."""


def state_text(state: State, unread: int) -> str:
    """Say in a word or two how well a document was read: in the Library and in the report."""
    if state == "bad":
        return f"{count_text(unread, 'page')} couldn’t be read" if unread else "Not read"
    return "Look at it" if state == "look" else "Well read"


def check_name(path: Path) -> None:
    """Raise `SettingsError` unless a report can be written under this name."""
    if path.suffix.lower() not in WRITERS:
        raise SettingsError(f"{path}: a health report ends in {' or '.join(WRITERS)}")
    if not path.parent.is_dir():
        raise SettingsError(f"there is no folder {path.parent} to write {path.name} into")


def health_json(parts: Sequence[Health]) -> Json:
    """Give the report as JSON values."""
    return {"schema": 1, "documents": [_part(part) for part in parts]}


def health_html(
    parts: Sequence[Health], folder: str, *, back: bool = False, told: str = "", look: str = ""
) -> str:
    """Give the report as one page to read; everything in it is escaped.

    ``folder`` is what it's of, in words; ``back`` puts a link to Sanad's page over it;
    ``told`` says what it leaves out, if anything; ``look`` is "light" or "dark", if chosen.
    """
    environment = Environment(
        loader=PackageLoader("ui", "."), autoescape=True, undefined=StrictUndefined
    )
    template = environment.get_template("health.html.jinja")
    return template.render(
        folder=folder,
        parts=parts,
        kinds=KINDS,
        grouped=_grouped,
        plain=_plain,
        state_text=state_text,
        back=back,
        told=told,
        look=look,
        style=report_style(),
    )


_REMEDY = re.compile(r"; (?:add one|confirm) with `sanad .*$")
"""A command, which the JSON has: whoever reads a page is told where to click."""


def _plain(message: str) -> str:
    return _REMEDY.sub("", message).replace("`", "")


def _grouped(part: Health) -> dict[str, list[Finding]]:
    """Put findings of one kind together, the gravest first."""
    kinds = {title: [f for f in part.findings if f.kind == kind] for kind, title in KINDS.items()}
    return {title: findings for title, findings in kinds.items() if findings}


def _part(part: Health) -> Json:
    return {
        "file": part.file,
        "outcome": part.outcome,
        "state": part.state,
        "document_id": part.document_id or None,
        "pages": {"all": part.pages, "ocr": part.ocr, "unread": part.unread},
        "passages": part.passages,
        "notes": list(part.notes),
        "findings": [
            {"kind": f.kind, "message": f.message, "page": f.page, "text": f.text}
            for f in part.findings
        ],
    }
