"""The style of the reports that stand alone: the page's fonts and colours, in one element."""

from __future__ import annotations

from importlib.resources import files

_DARK = ".dark {"


def report_style() -> str:
    """Give the style; dark where the system is, unless the root's class says otherwise."""
    here = files("ui")
    colours = here.joinpath("web", "styles", "colours.css").read_text("utf-8")
    light, _, dark = colours.partition(_DARK)
    by_system = f"@media (prefers-color-scheme: dark) {{ :root:not(.light) {{{dark}}}"
    rest = here.joinpath("report.css").read_text("utf-8")
    return f"{light}{by_system}\n:root{_DARK}{dark}{rest}"
