"""How a team's server is reached from outside, and which requests come from its own pages."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from rag.errors import SettingsError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SAFE = ("GET", "HEAD", "OPTIONS")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Site:
    """The server's address: ``origin`` as browsers write it, empty where it's loopback's."""

    origin: str = ""
    secure: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    cors: frozenset[str] = frozenset()

    def knows(self, host: str) -> bool:
        """Say whether a ``Host`` header names this server."""
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        return name.lower() in self.hosts

    def is_own(self, headers: Headers) -> bool:
        """Say whether a request that changes something comes from a page of this server.

        Browsers name the origin with each; one that doesn't must at least say that it's the same.
        """
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") == "same-origin"
        scheme = "https" if self.secure else "http"
        return origin == (self.origin or f"{scheme}://{headers.get('host', '')}")

    def may_write(self, method: str, headers: Headers) -> bool:
        """Say whether a request with a cookie may do what its method does."""
        return method in _SAFE or self.is_own(headers)


def site_of(
    host: str,
    port: int,
    *,
    public_url: str = "",
    tls: bool = False,
    insecure_http: bool = False,
    cors: tuple[str, ...] = (),
) -> Site:
    """Tell how a server is reached. Raises `SettingsError` where passwords would travel bare."""
    inside = is_loopback(host)
    if not public_url and not inside:
        if _is_any(host):
            raise SettingsError(
                f"on {host} browsers could come by any name: say which with --public-url, for "
                "example --public-url https://sanad.example.org"
            )
        public_url = f"{'https' if tls else 'http'}://{_bracketed(host)}:{port}"
    if not public_url:
        secure = tls
        return Site(secure=secure, cors=_origins(cors))
    origin = _origin(public_url, "--public-url")
    secure = origin.startswith("https:")
    if tls and not secure:
        raise SettingsError("with --tls-cert, --public-url begins with https://; correct it")
    if not secure and not inside and not insecure_http:
        raise SettingsError(
            f"{origin} would carry passwords and documents in plain text. Serve it by HTTPS: "
            "behind a proxy with --public-url https://NAME, or with --tls-cert and --tls-key. "
            "Where nobody else can listen, --insecure-http takes it as it is."
        )
    name = urlsplit(origin).hostname or ""
    return Site(origin, secure, (*LOOPBACK, _bracketed(name)), _origins(cors))


def own_path(wanted: str) -> str:
    """Give the address on this server to go on to, ``/`` for any that could lead elsewhere."""
    plain = all("!" <= one <= "~" and one != "\\" for one in wanted)
    parts = urlsplit(wanted) if plain and len(wanted) <= 2_000 else None
    if parts is None or parts.scheme or parts.netloc or not wanted.startswith("/"):
        return "/"
    if wanted.startswith("//") or parts.path.startswith(("/login", "/logout")):
        return "/"
    return wanted


def refuse_others(host: str) -> None:
    """Raise `SettingsError` where others could come in to what has no accounts."""
    if not is_loopback(host):
        raise SettingsError(
            f"The page can't be served on {host} to whoever comes by. Make accounts for a team "
            "with `sanad accounts add NAME --role admin --server FOLDER`, and serve it with "
            "--server FOLDER. Or use --host 127.0.0.1, and an SSH tunnel to get there."
        )


def is_loopback(host: str) -> bool:
    """Say whether only this machine comes in at an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_any(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()


def _origins(given: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_origin(one, "--cors-origin") for one in given)


def _origin(url: str, option: str) -> str:
    """Give a URL as the ``Origin`` header writes it. Raises `SettingsError`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise SettingsError(
            f"{option} {url[:200]!r} isn't an address of a site: write it as https://NAME or "
            "https://NAME:PORT, without a path"
        )
    if parts.username is not None or parts.query or parts.fragment or "*" in url:
        raise SettingsError(f"{option} {url[:200]!r} must have no more than scheme, name and port")
    name = _bracketed(parts.hostname)
    shown = f"{name}:{port}" if port and port != _PORTS[parts.scheme] else name
    return f"{parts.scheme}://{shown}"
