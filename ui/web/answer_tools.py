"""What can be done with an answer: its references for a copy, and what isn't right about it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from rag.citations.numbered_references import references_of
from rag.citations.styles import STYLES
from rag.errors import CiteError, FeedbackError, SanadError
from rag.feedback import REASONS, Right, add_case, every, keep, remove, said_in
from rag.library import Library
from ui.access.principal import Role
from ui.web.calls import UNFORESEEN, fields_of
from ui.web.citing import bare_html, citation_of
from ui.web.feedback_room import list_html
from ui.web.literal import literal, message_html
from ui.web.markers import parse_marker

MOST_COPIED = 300
"""Quotes of one answer; a list of passages has no more."""

Reply = dict[str, object]
_log = logging.getLogger(__name__)


def tools_html() -> str:
    """Give the form in which something is said of an answer, put away until it's asked for."""
    reasons = "".join(
        f'<label><input type="radio" name="reason" value="{key}"> {literal(words)}</label>'
        for key, words in REASONS.items()
    )
    return (
        '<form class="not-right-form" hidden aria-labelledby="not-right-head">'
        '<h2 id="not-right-head" tabindex="-1">What isn’t right?</h2>'
        '<p class="about meta" dir="auto"></p>'
        '<fieldset class="reasons"><legend class="vh">What isn’t right</legend>'
        f"{reasons}</fieldset>"
        '<label class="in-words">In your words, if you like'
        '<textarea name="words" rows="1" maxlength="2000"></textarea></label>'
        '<div class="rights"><p class="label">What would be right</p>'
        '<p class="meta">Open the document, mark the words in it and choose “Take the marked '
        "words”; or paste them here.</p><ul></ul>"
        '<p class="acts"><button type="button" class="take">Take the marked words</button>'
        '<label class="vh" for="right-words">Words of a document that would be right</label>'
        '<input id="right-words" name="right" maxlength="2000" placeholder="or paste them">'
        '<button type="button" class="take-typed">Add</button></p></div>'
        '<p class="acts"><button type="submit" class="send">Keep this</button>'
        '<button type="button" class="cancel">Cancel</button>'
        '<span class="told" role="status"></span></p>'
        '<p class="meta">It stays on this machine, in the room “Feedback”.</p></form>'
    )


def copied_references(wish: object, library: Library) -> Reply:
    """Make the references of an answer's quotes, given by their markers, in a style."""
    asked = fields_of(wish)
    markers, style = asked.get("markers"), str(asked.get("style"))
    if not isinstance(markers, list) or not 0 < len(markers) <= MOST_COPIED or style not in STYLES:
        raise CiteError("this can't be copied; load the page again")
    made = references_of([citation_of(str(one), library) for one in markers], style)
    return {
        "noted": made.noted,
        "html": [bare_html(one) for one in made.html],
        "text": list(made.text),
        "markdown": list(made.markdown),
        "entries": {
            "html": [bare_html(one) for one in made.entries.get("html", ())],
            "text": list(made.entries.get("text", ())),
            "markdown": list(made.entries.get("markdown", ())),
        },
    }


def found_words(wish: object, library: Library) -> Reply:
    """Find words that would be right, in the document that the panel shows or in any."""
    asked = fields_of(wish)
    marker = parse_marker(str(asked.get("marker") or ""))
    right = said_in(library, str(asked.get("words")), marker.document_id if marker else "")
    return {"document": right.document, "quote": right.quote}


def keep_feedback(wish: object, library: Library) -> Reply:
    """Put what is said of an answer into the list."""
    asked = fields_of(wish)
    right, shown = asked.get("right"), asked.get("shown")
    keep(
        library,
        datetime.now(UTC),
        str(asked.get("question") or ""),
        str(asked.get("reason")),
        words=str(asked.get("words") or ""),
        shown=[str(one) for one in shown] if isinstance(shown, list) else [],
        right=[_right(one, library) for one in right] if isinstance(right, list) else [],
    )
    return list_feedback(None, library)


def list_feedback(wish: object, library: Library) -> Reply:  # noqa: ARG001 - called as the others
    """Give the list as the room shows it."""
    said = every(library.settings.store_folder)
    return {"html": list_html(said, library.settings.store_folder), "count": len(said)}


def case_of_feedback(wish: object, library: Library) -> Reply:
    """Make a case of one, and give the list anew."""
    add_case(library.settings.store_folder, str(wish))
    return list_feedback(None, library)


def remove_feedback(wish: object, library: Library) -> Reply:
    """Take one out of the list, and give it anew."""
    remove(library.settings.store_folder, str(wish))
    return list_feedback(None, library)


CALLED = (
    copied_references,
    found_words,
    keep_feedback,
    list_feedback,
    case_of_feedback,
    remove_feedback,
)
"""What the browser may call, by these names."""
LEAST = {one.__name__: Role.EDITOR for one in (list_feedback, case_of_feedback, remove_feedback)}
"""Roles that some of it needs: the list has what others asked."""
SHOWN_TO = {keep_feedback.__name__: Role.EDITOR}
"""Roles that what comes back of some of it is shown to."""


def in_words(
    made: Callable[[object, Library], Reply],
) -> Callable[[object, Library], Reply]:
    """Tell whatever goes wrong under ``problem``, as HTML."""

    def told(wish: object, library: Library) -> Reply:
        try:
            return made(wish, library)
        except SanadError as error:
            return {"problem": message_html(str(error))}
        except Exception:  # noqa: BLE001 - whatever it is, the page must get words
            _log.exception("%s failed", made.__name__)
            return {"problem": UNFORESEEN}

    return told


def _right(given: object, library: Library) -> Right:
    asked = fields_of(given)
    named = [entry.id for entry in library.store.entries() if entry.file == asked.get("document")]
    if not named:
        raise FeedbackError("a document of these is no longer there; mark the words again")
    return said_in(library, str(asked.get("quote")), named[0])
