"""Who asks an event of the page, in a Sanad that serves a team."""

from __future__ import annotations

from typing import Any, cast

import gradio as gr

from rag.errors import AccessError
from rag.types import DEFAULT_COLLECTION
from ui.access.principal import Principal, Role, principal_of
from ui.api.rights import Act, Told


def who(request: gr.Request) -> Principal:
    """Give who had the browser send an event."""
    return principal_of(_scope(request))


def may(request: gr.Request, role: Role) -> bool:
    """Say whether who asks has a role in the collection that is asked."""
    held = who(request).role_in(collection_of(request))
    return held is not None and held >= role


def only(request: gr.Request, role: Role) -> None:
    """Raise `AccessError` where who asks has less than a role."""
    if not may(request, role):
        raise AccessError(
            f"this needs the role {role.name.lower()} here; ask an administrator of this Sanad"
        )


def collection_of(request: gr.Request) -> str:
    """Give the name of the collection whose page this is."""
    return str(_scope(request).get("state", {}).get("collection", DEFAULT_COLLECTION))


def asks(request: gr.Request, words: str, number: int = 1) -> None:
    """Count questions of who asks. Raises `ui.api.problems.TooMany` where there were too many.

    An event is done after its request was answered: what that knew is kept with it.
    """
    if (told := _told(request)) is not None:
        told.asked(number, words)


def does(request: gr.Request, act: Act) -> None:
    """Write down what is done."""
    if (told := _told(request)) is not None:
        told.did(act, ())


def keeps_words(request: gr.Request) -> bool:
    """Say whether administrators can read what is asked."""
    told = _told(request)
    return told is not None and told.keeps_words


def _told(request: gr.Request) -> Told | None:
    return cast(Told | None, _scope(request).get("state", {}).get("told"))


def _scope(request: gr.Request) -> dict[str, Any]:
    """Give the request's scope; the page's own functions are handed it as Starlette has it."""
    return cast(dict[str, Any], getattr(request, "request", request).scope)
