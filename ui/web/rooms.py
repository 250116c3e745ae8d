"""The page's rooms: what can be done on it, each behind a tab, all beside one source panel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """A tab's id and name, and the id of the element that it shows.

    ``later`` says that the tab comes once there is something in its room; ``icon`` is shown in
    place of the name where there is little room for it.
    """

    id: str
    name: str
    element: str
    later: bool = False
    icon: str = ""


GEAR = (
    "M8 3.7a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 0 0 0-8.6M8 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3"
    ".2M12.30 8.00L14.60 8.00M11.04 11.04L12.67 12.67M8.00 12.30L8.00 14.60M4.96 11.04L3.33 12."
    "67M3.70 8.00L1.40 8.00M4.96 4.96L3.33 3.33M8.00 3.70L8.00 1.40M11.04 4.96L12.67 3.33"
)
"""A ring in a ring, and eight teeth."""

ROOMS = (
    Room("ask", "Ask", "talk"),
    Room("matrix", "Matrix", "matrix"),
    Room("tables", "Tables", "tables"),
    Room("compare", "Compare", "comparing"),
    Room("check", "Check a draft", "checking"),
    Room("notebook", "Notebook", "notebook"),
    Room("library", "Library", "library"),
    Room("feedback", "Feedback", "feedback", later=True),
    Room("settings", "Settings", "settings", icon=GEAR),
)


def rooms_html() -> str:
    """Give the tabs; the first room is the one that the page opens with."""
    tabs = "".join(_tab_html(room, first=room is ROOMS[0]) for room in ROOMS)
    return f'<div role="tablist" aria-label="What to do">{tabs}</div>'


def _tab_html(room: Room, *, first: bool) -> str:
    chosen = 'aria-selected="true"' if first else 'aria-selected="false" tabindex="-1"'
    name = room.name
    if room.icon:
        name = (
            f'<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{room.icon}"></path></svg>'
            f"<span>{room.name}</span>"
        )
    return (
        f'<button type="button" role="tab" id="tab-{room.id}" {chosen} '
        f'data-name="{room.name}" '
        f'aria-controls="{room.element}"{" hidden" if room.later else ""}>{name}</button>'
    )
