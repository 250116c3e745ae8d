"""The page's scripts and styles, which lie beside this module."""

from __future__ import annotations

from importlib.resources import files

STYLES = (
    "colours",
    "base",
    "parts",
    "head",
    "collections",
    "desk",
    "checking",
    "matrix",
    "tables",
    "compare",
    "chat",
    "answers",
    "quoted",
    "feedback",
    "welcome",
    "question",
    "keeping",
    "library",
    "describing",
    "asked-of",
    "source",
    "citing",
    "reading",
    "pages",
    "notebook",
    "settings",
    "phones",
    "print",
)
"""In this order; what holds on phones comes last but for what is printed."""


def read_script(*names: str) -> str:
    """Read scripts, to be run as one."""
    return "".join(
        files("ui.web").joinpath("scripts", f"{name}.js").read_text("utf-8") for name in names
    )


def read_style() -> str:
    """Read the whole style."""
    return "\n".join(
        files("ui.web").joinpath("styles", f"{name}.css").read_text("utf-8") for name in STYLES
    )


def read_plain_style() -> str:
    """Read the style of a page that is only read: no scripts, no rooms."""
    return files("ui.web").joinpath("styles", "plain.css").read_text("utf-8")
