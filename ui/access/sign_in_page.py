"""The pages on which one signs in and out: plain HTML, without a script."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from starlette.responses import HTMLResponse, Response

STYLE = "/login.css"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


def sign_in_page(
    *,
    token: str,
    then: str,
    problem: str = "",
    name: str = "",
    provider: str = "",
    status: int = 200,
) -> Response:
    """Ask for name and password; ``provider`` is where to sign in elsewhere, if one can."""
    other = f'<a class="other" href="{escape(provider)}">Sign in with your organisation</a>'
    body = (
        f"<p>Sign in to ask the documents.</p>{_alert(problem)}"
        f'<form method="post" action="/login">{_hidden("token", token)}{_hidden("next", then)}'
        f'<label for="name">Name</label><input id="name" name="name" value="{escape(name)}" '
        'autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="100" '
        f"required{' autofocus' if not name else ''}>"
        '<label for="password">Password</label><input id="password" name="password" '
        'type="password" autocomplete="current-password" maxlength="1000" required'
        f"{' autofocus' if name else ''}>"
        f'<button type="submit">Sign in</button></form>{other if provider else ""}'
    )
    return _page("Sign in", body, status)


def sign_out_page(name: str) -> Response:
    """Ask whether to sign out: a link alone must not do it."""
    body = (
        f"<p>Signed in as <bdi>{escape(name)}</bdi>.</p>"
        '<form method="post" action="/logout"><button type="submit">Sign out</button></form>'
        '<a class="other" href="/">Back to the documents</a>'
    )
    return _page("Sign out", body)


def problem_page(problem: str, status: int) -> Response:
    """Say why signing in didn't work, and lead back."""
    body = f'{_alert(problem)}<a class="other" href="/login">Back to signing in</a>'
    return _page("Sign in", body, status)


def style() -> Response:
    """Give the style of these pages."""
    text = files("ui.access").joinpath("sign_in.css").read_text("utf-8")
    return Response(text, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _page(title: str, body: str, status: int = 200) -> Response:
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{title} · Sanad</title>'
        f'<link rel="stylesheet" href="{STYLE}"></head><body><main>'
        f'<h1>Sanad <span lang="ur" dir="rtl">سند</span></h1>{body}</main></body></html>'
    )
    return HTMLResponse(text, status, _HEADERS)


def _alert(problem: str) -> str:
    return f'<p role="alert">{escape(problem)}</p>' if problem else ""


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'
