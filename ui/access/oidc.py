"""Signing in by OpenID Connect: the authorization code flow, with PKCE, state and nonce.

https://openid.net/specs/openid-connect-core-1_0.html. Needs the extra ``sanad[oidc]``.
"""

from __future__ import annotations

import hmac
import os
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rag.errors import AccessError, SettingsError
from ui.access.provided import Provided, kept_claims, name_for, roles_for
from ui.access.settings import Grant, OidcSettings
from ui.access.site import Site, is_loopback

try:
    import httpx2
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.httpx_client import AsyncOAuth2Client
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet
except ImportError as error:
    raise SettingsError(
        "signing in by OpenID Connect needs Authlib: install it with `pip install 'sanad[oidc]'`"
    ) from error

SECRET = "SANAD_OIDC_SECRET"  # nosec B105 # noqa: S105 - the name of a variable
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by the provider's own key: none that is made with the secret, and never none."""
BACK = "/login/provider/back"
PENDING_S, KNOWN_S, WAIT_S, LEEWAY_S = 600.0, 600.0, 10.0, 60
_MOST_PENDING = 1_000
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Began:
    """Where a browser is led, and what it must bring back."""

    url: str
    handle: str


@dataclass(frozen=True, slots=True)
class _Pending:
    state: str
    nonce: str
    verifier: str
    then: str
    until: float


class Oidc:
    """One provider. What has begun is kept in memory, and used once."""

    def __init__(self, settings: OidcSettings, site: Site) -> None:
        """Ask nobody yet. Raises `SettingsError` where the secret is missing."""
        self._settings, self._site = settings, site
        self._secret = _secret(settings)
        self._pending: OrderedDict[str, _Pending] = OrderedDict()
        self._about: tuple[float, Mapping[str, Any]] = (0.0, {})
        self._keys: tuple[float, KeySet | None] = (0.0, None)
        if not site.origin:
            raise SettingsError(
                "signing in by OpenID Connect needs --public-url: the provider leads back to it"
            )

    async def begin(self, then: str) -> Began:
        """Give where to lead a browser. Raises `AccessError` where the provider can't be asked."""
        about = await self._provider()
        pending = _Pending(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            then=then,
            until=time.monotonic() + PENDING_S,
        )
        handle = secrets.token_urlsafe(32)
        self._pending[handle] = pending
        while len(self._pending) > _MOST_PENDING:
            self._pending.popitem(last=False)
        async with self._client() as client:
            url, _ = client.create_authorization_url(
                about["authorization_endpoint"],
                state=pending.state,
                code_verifier=pending.verifier,
                nonce=pending.nonce,
            )
        return Began(str(url), handle)

    async def finish(
        self, handle: str, told: Mapping[str, str], grants: Sequence[Grant]
    ) -> tuple[Provided, str]:
        """Give whom the provider vouches for, and where they wanted to go.

        ``grants`` say who may come in just now.

        Raises `AccessError` for whatever isn't just as it must be.
        """
        pending = self._pending.pop(handle, None)
        if pending is None or pending.until < time.monotonic():
            raise AccessError("this sign-in was begun too long ago, or elsewhere; try again")
        if not hmac.compare_digest(pending.state.encode(), told.get("state", "").encode()):
            raise AccessError("this answer is to another sign-in; try again")
        if told.get("iss", self._settings.issuer) != self._settings.issuer:
            raise AccessError("this answer comes from another provider; try again")
        if "code" not in told:
            raise AccessError("the provider let nobody in; try again, or ask its administrator")
        token = await self._token(told["code"], pending)
        claims = await self._claims(token, pending.nonce)
        issuer, subject = self._settings.issuer, str(claims["sub"])
        found = Provided(
            issuer,
            subject,
            name_for(claims, issuer, subject),
            roles_for(claims, grants),
            kept_claims(claims, grants),
        )
        return found, pending.then

    async def _token(self, code: str, pending: _Pending) -> Mapping[str, Any]:
        about = await self._provider()
        try:
            async with self._client() as client:
                found: Mapping[str, Any] = await client.fetch_token(
                    about["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=pending.verifier,
                )
        except (httpx2.HTTPError, OAuthError, ValueError) as error:
            raise AccessError("the provider didn't confirm this sign-in; try again") from error
        return found

    async def _claims(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """Read the ID token once its signature, issuer, audience, times and nonce are right."""
        shown = token.get("id_token")
        if not isinstance(shown, str):
            raise AccessError("the provider didn't say who this is; ask its administrator")
        expected = {
            "iss": {"essential": True, "value": self._settings.issuer},
            "aud": {"essential": True, "value": self._settings.client_id},
        }
        params = {
            "nonce": nonce,
            "client_id": self._settings.client_id,
            "access_token": token.get("access_token"),
        }
        try:
            read = await self._decoded(shown)
            claims = CodeIDToken(read.claims, read.header, options=expected, params=params)
            claims.validate(leeway=LEEWAY_S)
        except (JoseError, ValueError) as error:
            raise AccessError("what the provider says of this sign-in isn't valid") from error
        return claims  # type: ignore[no-any-return]

    async def _decoded(self, shown: str) -> jwt.Token:
        try:
            return jwt.decode(shown, await self._key_set(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):  # it may be signed by a key that is new
            return jwt.decode(shown, await self._key_set(anew=True), algorithms=ALGORITHMS)

    async def _provider(self) -> Mapping[str, Any]:
        """Give what the provider says of itself, asked now and then."""
        until, about = self._about
        if time.monotonic() < until:
            return about
        issuer = self._settings.issuer
        about = await self._asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != issuer:
            raise AccessError(f"the provider at {issuer} calls itself otherwise; correct `issuer`")
        for name in _ENDPOINTS:
            parts = urlsplit(str(about.get(name, "")))
            bare = parts.scheme == "http" and is_loopback(parts.hostname or "")
            if parts.scheme != "https" and not bare:
                raise AccessError(f"the provider's {name} isn't at an https:// address")
        self._about = time.monotonic() + KNOWN_S, about
        return about

    async def _key_set(self, *, anew: bool = False) -> KeySet:
        until, keys = self._keys
        if keys is not None and not anew and time.monotonic() < until:
            return keys
        found = await self._asked(str((await self._provider())["jwks_uri"]))
        try:
            keys = KeySet.import_key_set(found)  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise AccessError("the provider's keys can't be read") from error
        self._keys = time.monotonic() + KNOWN_S, keys
        return keys

    async def _asked(self, url: str) -> Mapping[str, Any]:
        try:
            async with httpx2.AsyncClient(timeout=WAIT_S) as client:
                reply = await client.get(url)
                reply.raise_for_status()
                found = reply.json()
        except (httpx2.HTTPError, ValueError) as error:
            host = urlsplit(url).netloc
            raise AccessError(
                f"the provider at {host} can't be asked just now; try again later"
            ) from error
        if not isinstance(found, dict):
            raise AccessError("the provider says nothing that can be read")
        return found

    def _client(self) -> Any:  # noqa: ANN401 - Authlib has no types
        return AsyncOAuth2Client(
            self._settings.client_id,
            self._secret,
            scope=self._settings.scope,
            redirect_uri=f"{self._site.origin}{BACK}",
            code_challenge_method="S256",
            timeout=WAIT_S,
        )


def _secret(settings: OidcSettings) -> str:
    """Give the client's secret. Raises `SettingsError`."""
    if settings.secret_file is not None:
        try:
            found = settings.secret_file.expanduser().read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"the secret file {settings.secret_file} can't be read; correct `secret_file`"
            ) from error
    else:
        found = os.environ.get(SECRET, "")
    if not found:
        raise SettingsError(
            f"the provider's secret is missing: set {SECRET}, or `secret_file` in access.yaml"
        )
    return found
