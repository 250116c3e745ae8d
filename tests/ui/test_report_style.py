"""Reports that stand alone have the page's colours, by the system or as they're told."""

from __future__ import annotations

import re

from ui.health import health_html
from ui.report_style import report_style


def test_each_colour_that_is_used_has_a_light_and_a_dark_value() -> None:
    style = report_style()
    light, _, rest = style.partition("@media (prefers-color-scheme: dark)")
    by_system, _, told = rest.partition(":root.dark")
    used = set(re.findall(r"var\((--[a-z-]+)\)", style)) - {"--sans", "--serif", "--mono"}
    assert len(used) > 8
    for name in used:
        assert all(f"{name}: " in part for part in (light, by_system, told)), name
    assert style.count("{") == style.count("}")


def test_a_report_is_as_dark_as_the_page_that_it_was_opened_from() -> None:
    assert '<html lang="en" class="dark">' in health_html((), "all", back=True, look="dark")
    assert '<html lang="en">' in health_html((), "all")
