"""What a document holds never steers the terminal that it's shown on."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from ui.cli.harmless import HarmlessConsole, harmless, json_text

STEERING = "\x1b[31mred \x1b]8;;http://a.b\x1b\\ \x07\x08\r\x9b2J \u202eturn\u202c \u2066\U000e0041"


def written(shown: object, *, colours: bool) -> str:
    out = io.StringIO()
    HarmlessConsole(file=out, width=200, force_terminal=colours).print(shown)
    return out.getvalue()


def test_controls_are_shown_as_pictures_and_the_unseen_is_left_out() -> None:
    assert harmless("\x1b[31mnine\x1b[0m\x7f") == "␛[31mnine␛[0m␡"
    assert harmless("a\u202eb\u202c\U000e0041\x9b\u2028c") == "ab\N{REPLACEMENT CHARACTER} c"


@pytest.mark.parametrize(
    "text", ["two\nlines\tand", "اردو\u200cمتن", "soft\u00adhyphen", "🙂 — “x”"]
)
def test_honest_text_stays(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("wrap", [str, Text, lambda text: Table(text, title=Text(text))])
def test_a_console_writes_its_own_escapes_alone(wrap: object) -> None:
    shown = wrap(STEERING.replace("[", "(") if wrap is str else STEERING)  # type: ignore[operator]
    assert not set(written(shown, colours=False)) & set("\x1b\x07\x08\r\x9b\u202e\u2066\U000e0041")
    coloured = written(Text("red", "red"), colours=True)
    assert "\x1b[31m" in coloured


@given(st.text())
def test_the_json_is_the_same_and_holds_nothing_that_steers(text: str) -> None:
    shown = json_text({"text": text + STEERING})
    assert json.loads(shown) == {"text": text + STEERING}
    assert harmless(shown) == shown
