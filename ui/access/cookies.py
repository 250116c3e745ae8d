"""The cookies of a team's server, for its own pages alone."""

from __future__ import annotations

import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from ui.access.site import Site

SESSION, FORM, PROVIDER = "sanad_session", "sanad_form", "sanad_provider"


def cookie_name(name: str, site: Site) -> str:
    """Give a cookie's name: with this prefix browsers take it from this very host only."""
    return f"__Host-{name}" if site.secure else name


def read_cookie(request: Request, name: str, site: Site) -> str:
    """Give the value of a cookie, empty where there is none."""
    return request.cookies.get(cookie_name(name, site), "")


def write_cookie(response: Response, name: str, value: str, site: Site) -> None:
    """Set a cookie that no script reads, until the browser is closed."""
    response.set_cookie(
        cookie_name(name, site), value, path="/", secure=site.secure, httponly=True, samesite="lax"
    )


def drop_cookie(response: Response, name: str, site: Site) -> None:
    """Take a cookie back."""
    response.delete_cookie(
        cookie_name(name, site), path="/", secure=site.secure, httponly=True, samesite="lax"
    )


def form_token(request: Request, site: Site, secret: bytes) -> tuple[str, str]:
    """Give what a form must send along, and the cookie that it belongs to."""
    kept = read_cookie(request, FORM, site) or secrets.token_urlsafe(16)
    return _token(kept, secret), kept


def is_form_of(request: Request, token: str, site: Site, secret: bytes) -> bool:
    """Say whether a form was given to this browser by this server."""
    kept = read_cookie(request, FORM, site)
    return bool(kept) and hmac.compare_digest(_token(kept, secret).encode(), token.encode())


def _token(kept: str, secret: bytes) -> str:
    return hmac.digest(secret, f"form {kept}".encode(), "sha256").hex()
