"""The room "Settings": what is set, what of it can be changed here, and what leaves the machine."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import gradio as gr

from rag.errors import SanadError
from rag.library import Library
from ui.access.principal import Role
from ui.settings_told import (
    HOW_A_TEAM_CHANGES,
    HOW_TO_CHANGE,
    ONLY_WITH_A_MODEL,
    Told,
    all_stays,
    answering,
    for_a_team,
    kept,
    kept_for_a_team,
    leaving,
)
from ui.web.literal import literal, message_html
from ui.web.who import does, keeps_words, may, only, who

THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
SIZES = {"100": "Normal", "112.5": "Large", "125": "Larger", "150": "Largest"}
"""Percent of the browser's own size of text."""
SWITCHES = {
    "strict": (
        "Withhold what isn’t verified",
        "What the language model wrote is shown only where its sources bear it out.",
    ),
    "refuse": (
        "Say so where the documents seem not to answer",
        "Switched off, the language model is asked all the same; what is verified of it is shown.",
    ),
}
UNTIL = "Holds from the next question on, for everybody who uses this Sanad, until it ends."
BY_ADMINS = "An administrator of this Sanad can change them, for everybody who uses it."

Made = dict[str, object]
_log = logging.getLogger(__name__)


def room_html() -> str:
    """Give the room: how the page looks is the browser's; the rest comes when it is entered."""
    return (
        '<div class="settings-of"><h2 tabindex="-1">Settings</h2><div class="set" '
        'aria-live="polite"></div><section><h3>On this screen</h3>'
        f"{_choice_html('theme', 'Colours', THEMES)}{_choice_html('size', 'Text', SIZES)}"
        '<p class="meta">Kept in this browser.</p></section><div class="set-more"></div></div>'
    )


def room_functions(library: Library, told: str) -> list[Callable[[object, gr.Request], Made]]:
    """Give what the browser calls; ``told`` says why the notebook keeps nothing, if it doesn't."""

    def settings_shown(_wish: object, request: gr.Request) -> Made:
        return _answered(lambda: _shown(library, told, request))

    def settings_changed(wish: object, request: gr.Request) -> Made:
        return _answered(lambda: changed(wish, request))

    def changed(wish: object, request: gr.Request) -> Made:
        only(request, Role.ADMIN)
        does(request, "change")
        given = cast(Mapping[str, object], wish) if isinstance(wish, Mapping) else {}
        strict, refuse = given.get("strict"), given.get("refuse")
        library.change(
            strict=strict if isinstance(strict, bool) else None,
            refuse=refuse if isinstance(refuse, bool) else None,
        )
        return _shown(library, told, request)

    return [settings_shown, settings_changed]


def _answered(make: Callable[[], Made]) -> Made:
    try:
        return make()
    except SanadError as error:
        return {"problem": str(error)}
    except Exception:  # noqa: BLE001 - whatever it is, the page must get words
        _log.exception("the settings could not be shown")
        return {"problem": "Something went wrong; the details are in the terminal."}


def _shown(library: Library, told: str, request: gr.Request) -> Made:
    team, admin = bool(who(request).name), may(request, Role.ADMIN)
    more = settings_html(library, told, may_change=admin, team=team)
    return {"html": _about_html(library, request), "more": more}


def _about_html(library: Library, request: gr.Request) -> str:
    name = who(request).name
    if not name:
        return leaves_html(library)
    return signed_in_html(name, words=keeps_words(request)) + leaves_html(library, team=True)


def signed_in_html(name: str, *, words: bool) -> str:
    """Say who is signed in, what is written down of them (with ``words`` more), and the way out."""
    kept = "what you ask" if words else "when you ask, not what"
    return (
        f'<form class="signed-in" method="post" action="/logout"><p>Signed in as <bdi>'
        f'{literal(name)}</bdi> · <button>Sign out</button></p><p class="meta">Who runs this Sanad '
        f"can see {kept}, and which documents you read.</p></form>"
    )


def leaves_html(library: Library, *, team: bool = False) -> str:
    """Say what leaves the machine, which for a ``team`` is the server."""
    machine = "the server" if team else "this machine"
    settings = library.settings
    look = "stays" if all_stays(settings) else "goes"
    lines = "".join(f'<p dir="auto">{literal(line)}</p>' for line in leaving(settings, team=team))
    return (
        f'<section class="leaves {look}"><h3>What leaves {machine}</h3>{lines}'
        '<p class="meta">Fonts, scripts and models come with Sanad; this page asks nobody else for '
        f"anything, and nobody {'outside ' if team else ''}is told that you use it.</p></section>"
    )


def settings_html(
    library: Library, told: str, *, may_change: bool = True, team: bool = False
) -> str:
    """Give the settings with what each means, and the two that can be changed here."""
    settings = library.settings
    answers, keeps = answering(settings), kept(settings)
    where, how, changed = "this machine", HOW_TO_CHANGE, (*answers, *keeps)
    if team:
        answers, keeps, where = for_a_team(answers), kept_for_a_team(settings), "the server"
        how, changed = HOW_A_TEAM_CHANGES, answers
    problem = f'<p class="problem">{message_html(told)}</p>' if told and settings.notebook else ""
    switches = "".join(
        _switch_html(
            name, on=bool(getattr(settings, name)), off=settings.llm is None or not may_change
        )
        for name in SWITCHES
    )
    about = ONLY_WITH_A_MODEL if settings.llm is None else UNTIL if may_change else BY_ADMINS
    return (
        f"<section><h3>Answers</h3>{_list_html(answers)}"
        f'<fieldset class="switches"><legend class="vh">How a language model’s words are '
        f'treated</legend>{switches}<p class="meta">{about}</p></fieldset></section>'
        f"<section><h3>Kept on {where}</h3>{problem}{_list_html(keeps)}</section>"
        f'<details class="elsewhere"><summary>To change the rest</summary>'
        f'<p dir="auto">{literal(how)}</p>'
        f"{_examples_html(changed)}</details>"
    )


def _list_html(some: Sequence[Told]) -> str:
    return f"<dl>{''.join(map(_told_html, some))}</dl>"


def _told_html(one: Told) -> str:
    means = f'<span class="meta" dir="auto">{literal(one.means)}</span>' if one.means else ""
    leaves = f'<span class="sent" dir="auto">{literal(one.leaves)}</span>' if one.leaves else ""
    return (
        f'<div><dt>{literal(one.name)}</dt><dd><bdi class="value">{literal(one.value)}</bdi>'
        f"{means}{leaves}</dd></div>"
    )


def _examples_html(some: Sequence[Told]) -> str:
    rows = "".join(
        f"<li>{literal(one.name)}: <code>{literal(one.example)}</code></li>"
        for one in some
        if one.example
    )
    return f"<ul>{rows}</ul>"


def _switch_html(name: str, *, on: bool, off: bool) -> str:
    label, means = SWITCHES[name]
    state = f"{' checked' if on else ''}{' disabled' if off else ''}"
    return (
        f'<label class="switch"><input type="checkbox" name="{name}"{state}>'
        f'<span>{label}<span class="meta">{means}</span></span></label>'
    )


def _choice_html(name: str, label: str, choices: Mapping[str, str]) -> str:
    boxes = "".join(
        f'<label><input type="radio" name="look-{name}" value="{value}"><span>{words}</span>'
        "</label>"
        for value, words in choices.items()
    )
    return f'<fieldset class="segments"><legend>{label}</legend><div>{boxes}</div></fieldset>'
