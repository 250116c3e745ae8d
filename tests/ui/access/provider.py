"""A small provider of OpenID Connect on this machine, which can be told to do one thing wrong."""

from __future__ import annotations

import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ui.web.listening import listen, url_of

CLIENT, SECRET = "sanad", "the client's secret"


class Provider:
    """Signs in whoever comes, as ``claims`` say, unless ``fault`` names what goes wrong."""

    def __init__(self, issuer: str) -> None:
        self.issuer, self.fault = issuer, ""
        self.claims: dict[str, Any] = {"sub": "42"}
        self.key, self.other = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
        for key in (self.key, self.other):
            key.ensure_kid()
        self.codes: dict[str, dict[str, str]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.about),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", self.jwks),
            ]
        )

    async def about(self, _: Request) -> Response:
        other = "https://other.example" if self.fault == "about another" else self.issuer
        return JSONResponse(
            {
                "issuer": other,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
            }
        )

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert {"openid"} <= set(asked["scope"].split())
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        state = "another" if self.fault == "state" else asked["state"]
        told = {"error": "access_denied"} if self.fault == "denied" else {"code": code}
        if self.fault == "iss":
            told["iss"] = "https://other.example"
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(told | {'state': state})}")

    async def token(self, request: Request) -> Response:
        form = {name: one[0] for name, one in parse_qs((await request.body()).decode()).items()}
        scheme, _, shown = request.headers["authorization"].partition(" ")
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest())
        right = scheme == "Basic" and b64decode(shown).decode() == f"{CLIENT}:{SECRET}"
        if not right or asked is None or challenge.decode().rstrip("=") != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        made = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer"}
        return JSONResponse(made | {"id_token": self.id_token(asked["nonce"])})

    async def jwks(self, _: Request) -> Response:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        wrong: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"},
            "issuer": {"iss": "https://other.example"},
            "audience": {"aud": "another"},
            "audiences": {"aud": [CLIENT, "another"], "azp": "another"},
            "expired": {"iat": now - 900, "exp": now - 600},
        }
        claims |= self.claims | wrong.get(self.fault, {})
        if self.fault == "no subject":
            del claims["sub"]
        if self.fault == "no nonce":
            del claims["nonce"]
        if self.fault == "unsigned":
            _, body, _ = jwt.encode({"alg": "RS256"}, claims, self.key).split(".")
            head = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
            return f"{head}.{body}."
        if self.fault == "by the secret":
            from joserfc.jwk import OctKey

            key = OctKey.import_key(SECRET.ljust(64, "x"))
            return jwt.encode({"alg": "HS256", "kid": self.key.kid}, claims, key)
        key_used = self.other if self.fault == "foreign key" else self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key_used)


@contextmanager
def provided() -> Iterator[Provider]:
    """Run a provider in another thread."""
    with listen("127.0.0.1", 0) as listener:
        made = Provider(url_of(listener))
        server = uvicorn.Server(uvicorn.Config(made.app, log_level="warning"))
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield made
        server.should_exit = True
        thread.join()
