"""What is shown beside the chat: the source of a marker or a link, and which documents there are.

Whatever goes wrong is told in its place.
"""

from __future__ import annotations

import logging

from rag.errors import SanadError
from rag.library import Library
from rag.types import Answer, Everything
from ui.web.documents_list import documents_html, documents_problem_html
from ui.web.linked import linked_panel
from ui.web.markers import marker_of, parse_marker
from ui.web.panel import empty_panel, problem_panel, source_panel
from ui.web.render import first_marker

_log = logging.getLogger(__name__)

UNFORESEEN = (
    "Something went wrong that Sanad didn’t foresee. The details are in the terminal "
    "where it runs; the question can be asked again."
)


def show_source(marker_id: str, library: Library) -> str:
    """Give the panel for the marker that was chosen."""
    marker = parse_marker(marker_id)
    if marker is None:
        return problem_panel("This number leads nowhere any more. Ask the question again.")
    try:
        sources = [entry.source for entry in library.store.entries()]
        return source_panel(marker, library.store.document(marker.document_id), sources)
    except SanadError as error:
        return problem_panel(str(error))
    except Exception:  # noqa: BLE001 - the same for the panel
        _log.exception("the source could not be shown")
        return problem_panel(UNFORESEEN)


def open_link(address: str, library: Library) -> str:
    """Give the panel for an address that the page was opened at."""
    try:
        return linked_panel(address, library)
    except SanadError as error:
        return problem_panel(str(error))
    except Exception:  # noqa: BLE001 - the same for a link
        _log.exception("the link could not be opened")
        return problem_panel(UNFORESEEN)


def list_documents(library: Library) -> str:
    """Say how many documents are searched now."""
    try:
        return documents_html(len(library.store.entries()))
    except SanadError as error:
        return documents_problem_html(str(error))
    except Exception:  # noqa: BLE001 - and for the list
        _log.exception("the documents could not be listed")
        return documents_problem_html(UNFORESEEN)


def panel_for(shown: Answer | Everything, turn: int, library: Library) -> str:
    """Give the panel that stands beside a new answer unasked."""
    if isinstance(shown, Everything):
        if not shown.citations:
            return empty_panel("No passage speaks of this.")
        return show_source(marker_of(shown.citations[0], turn=turn, number=1).id, library)
    marker = first_marker(shown, turn)
    if marker is None and (shown.facts or shown.kind == "greeting"):
        return empty_panel()
    if marker is None:
        return empty_panel("No source answers this. The numbers open what came closest.")
    return show_source(marker.id, library)
