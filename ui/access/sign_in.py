"""Signing in and out: the addresses that one reaches without having come in."""

from __future__ import annotations

from urllib.parse import parse_qs, quote

from anyio import fail_after
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, Router

from rag.errors import AccessError
from ui.access.accounts import Account
from ui.access.audit import Done
from ui.access.cookies import (
    FORM,
    PROVIDER,
    SESSION,
    drop_cookie,
    form_token,
    is_form_of,
    read_cookie,
    write_cookie,
)
from ui.access.provided import account_for
from ui.access.sign_in_page import (
    STYLE,
    problem_page,
    sign_in_page,
    sign_out_page,
    style,
)
from ui.access.site import own_path
from ui.access.team import Team

LOGIN, LOGOUT = "/login", "/logout"
START, BACK = "/login/provider", "/login/provider/back"
MOST_BYTES, FORM_S = 10_000, 10
"""Of a form, and the time that it may take to come in."""
LEFT_BEHIND = '"cache", "storage"'
"""What a browser throws away at sign-out: answers that the page kept there are in it."""
WRONG = "This name and password don’t belong together, or the account is locked."
OLD = "This page was open for too long, or cookies are off. Try again."


class SignIn:
    """Answers at the addresses of signing in and out."""

    def __init__(self, team: Team) -> None:
        """Sign in to a team's server."""
        self._team, self.oidc = team, None
        provider: list[Route] = []
        if team.settings.oidc is not None:
            from ui.access.oidc import Oidc  # an extra

            self.oidc = Oidc(team.settings.oidc, team.site)
            provider = [Route(START, self.lead_away), Route(BACK, self.come_back)]
        self.router = Router(
            [
                *provider,
                Route(LOGIN, self.ask, methods=["GET"]),
                Route(LOGIN, self.take, methods=["POST"]),
                Route(LOGOUT, self.ask_out, methods=["GET"]),
                Route(LOGOUT, self.out, methods=["POST"]),
                Route(STYLE, _style, methods=["GET"]),
            ],
            redirect_slashes=False,
        )

    def owns(self, path: str) -> bool:
        """Say whether an address is one of these."""
        return any(isinstance(one, Route) and one.path == path for one in self.router.routes)

    async def ask(self, request: Request) -> Response:
        """Show the form, or lead on who is in already."""
        then = own_path(request.query_params.get("next", "/"))
        if await self._who(request) is not None:
            return RedirectResponse(then, 303, {"Cache-Control": "no-store"})
        return self._form(request, then)

    async def take(self, request: Request) -> Response:
        """Sign in by name and password."""
        team = self._team
        fields = await _fields(request)
        name, then = fields.get("name", ""), own_path(fields.get("next", "/"))
        ours = is_form_of(request, fields.get("token", ""), team.site, team.secret)
        if not ours or not team.site.is_own(request.headers):
            return self._form(request, then, problem=OLD, status=403)
        wait_s = team.rates.attempt(f"account {name.casefold()}", address_of(request))
        if wait_s:
            told = f"Too many tries. Try again in {-(-wait_s // 60):.0f} min."
            response = self._form(request, then, problem=told, status=429)
            response.headers["Retry-After"] = f"{wait_s:.0f}"
            return response
        account = await team.compare(team.accounts.with_password, name, fields.get("password", ""))
        if account is None:
            # Not the name: people type their password into the wrong field.
            team.audit.note(Done("sign-in failed", status=401))
            return self._form(request, then, problem=WRONG, name=name[:100], status=401)
        team.rates.came_in(f"account {name.casefold()}")
        return await self.let_in(request, account, then)

    async def let_in(self, request: Request, account: Account, then: str) -> Response:
        """Begin a session with a new id, whatever the browser had before."""
        team = self._team
        if before := read_cookie(request, SESSION, team.site):
            await team.look_up(team.sessions.end, before)
        name = await team.look_up(team.sessions.begin, account)
        team.audit.note(Done("sign-in", account.name, status=303))
        response = RedirectResponse(then, 303, {"Cache-Control": "no-store"})
        write_cookie(response, SESSION, name, team.site)
        drop_cookie(response, FORM, team.site)
        return response

    async def lead_away(self, request: Request) -> Response:
        """Have the provider of OpenID Connect ask who it is."""
        assert self.oidc is not None
        try:
            began = await self.oidc.begin(own_path(request.query_params.get("next", "/")))
        except AccessError as error:
            return problem_page(_sentence(error), 503)
        response = RedirectResponse(began.url, 303, {"Cache-Control": "no-store"})
        write_cookie(response, PROVIDER, began.handle, self._team.site)
        return response

    async def come_back(self, request: Request) -> Response:
        """Take what the provider says, once, and from the browser that was led to it."""
        assert self.oidc is not None
        team, site = self._team, self._team.site
        if wait_s := team.rates.attempt(f"provider {address_of(request)}", address_of(request)):
            response = problem_page("Too many tries. Try again in some minutes.", 429)
            response.headers["Retry-After"] = f"{wait_s:.0f}"
            return response
        try:
            handle = read_cookie(request, PROVIDER, site)
            found, then = await self.oidc.finish(handle, request.query_params, team.grants)
            account = await team.look_up(account_for, found, team.accounts)
        except AccessError as error:
            team.audit.note(Done("sign-in failed", status=403))
            response = problem_page(_sentence(error), 403)
        else:
            team.rates.came_in(f"provider {address_of(request)}")
            response = await self.let_in(request, account, then)
        drop_cookie(response, PROVIDER, site)
        return response

    async def ask_out(self, request: Request) -> Response:
        """Show a button: what a link does must not sign out."""
        account = await self._who(request)
        return sign_out_page(account.name) if account else RedirectResponse(LOGIN, 303)

    async def out(self, request: Request) -> Response:
        """End the session, for all that still have its id."""
        team, account = self._team, await self._who(request)
        if not team.site.is_own(request.headers):
            return problem_page("This comes from another site’s page.", 403)
        if account is not None:
            await team.look_up(team.sessions.end, read_cookie(request, SESSION, team.site))
            team.audit.note(Done("sign-out", account.name, status=303))
        response = RedirectResponse(LOGIN, 303, {"Clear-Site-Data": LEFT_BEHIND})
        drop_cookie(response, SESSION, team.site)
        return response

    async def _who(self, request: Request) -> Account | None:
        name = read_cookie(request, SESSION, self._team.site)
        return await self._team.look_up(self._team.sessions.account, name) if name else None

    def _form(
        self, request: Request, then: str, *, problem: str = "", name: str = "", status: int = 200
    ) -> Response:
        team = self._team
        token, kept = form_token(request, team.site, team.secret)
        response = sign_in_page(
            token=token,
            then=then,
            problem=problem,
            name=name,
            provider=f"{START}?next={quote(then, safe='/')}" if self.oidc else "",
            status=status,
        )
        write_cookie(response, FORM, kept, team.site)
        return response


def address_of(request: Request) -> str:
    """Give where a request comes from."""
    return request.client.host if request.client else ""


def login_path(request: Request) -> str:
    """Give the address to sign in at, leading back to what was asked for."""
    query = request.url.query
    wanted = own_path(request.url.path + (f"?{query}" if query else ""))
    return LOGIN if wanted == "/" else f"{LOGIN}?next={quote(wanted, safe='/')}"


def _sentence(error: Exception) -> str:
    said = str(error)
    return f"{said[:1].upper()}{said[1:]}."


async def _style(_request: Request) -> Response:
    return style()


async def _fields(request: Request) -> dict[str, str]:
    """Read a form; nothing of one that is too large, too slow or of another kind."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    body = b""
    try:
        with fail_after(FORM_S):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    return {}
        found = parse_qs(body.decode(), max_num_fields=20)
    except (ClientDisconnect, TimeoutError, ValueError):
        return {}
    return {name: values[0] for name, values in found.items()}
