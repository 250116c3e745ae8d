"""The page's rooms: what can be done on it, each behind a tab, all beside one source panel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """A tab's id and name, and the id of the element that it shows.

    ``later`` says that the tab comes once there is something in its room.
    """

    id: str
    name: str
    element: str
    later: bool = False


ROOMS = (
    Room("ask", "Ask", "talk"),
    Room("matrix", "Matrix", "matrix"),
    Room("compare", "Compare", "comparing"),
    Room("check", "Check a draft", "checking"),
    Room("notebook", "Notebook", "notebook"),
    Room("library", "Library", "library"),
    Room("feedback", "Feedback", "feedback", later=True),
)


def rooms_html() -> str:
    """Give the tabs; the first room is the one that the page opens with."""
    tabs = "".join(_tab_html(room, first=room is ROOMS[0]) for room in ROOMS)
    return f'<div role="tablist" aria-label="What to do">{tabs}</div>'


def _tab_html(room: Room, *, first: bool) -> str:
    chosen = 'aria-selected="true"' if first else 'aria-selected="false" tabindex="-1"'
    return (
        f'<button type="button" role="tab" id="tab-{room.id}" {chosen} '
        f'data-name="{room.name}" '
        f'aria-controls="{room.element}"{" hidden" if room.later else ""}>{room.name}</button>'
    )
