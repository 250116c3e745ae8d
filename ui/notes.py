"""Pins in words, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citations.permalink import Opened
from rag.errors import SanadError
from rag.library import Library
from rag.notebook.entries import Pin
from rag.notebook.pin_export import Placed
from rag.notebook.pins import standing
from ui.display import place_text


def placed(pins: Sequence[Pin], library: Library) -> tuple[Placed, ...]:
    """Say of each pin where its words stand, and what has become of them."""
    found = []
    for pin in pins:
        opened = opened_pin(pin, library)
        now = opened.citation if opened and opened.citation else pin.citation
        found.append((pin, place_text(now), since_text(opened)))
    return tuple(found)


def opened_pin(pin: Pin, library: Library) -> Opened | None:
    """Look where a pin's words stand now; None where that can't be told."""
    try:
        return standing(pin, library)
    except SanadError:  # the text in the index is damaged: `sanad doctor` tells more
        return None


def since_text(opened: Opened | None) -> str:
    """Say what has become of a pin's words; nothing where they stand as they did."""
    if opened is None:
        return "Its document can’t be read just now."
    if opened.resolved.status in ("there", "moved"):
        return ""
    if opened.resolved.status == "changed":
        return "The source has changed: other words stand there now."
    return "The source has changed: these words no longer stand in it."
