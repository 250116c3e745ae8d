"""How pip gets to the network: proxies, and a company's own certificate authority.

HTTP proxies pip knows. A SOCKS proxy it knows only with a package that it would have to fetch
first: for the time of the install it gets one of ours, on this machine, that goes on to it.
"""

from __future__ import annotations

import contextlib
import ensurepip
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ui.setup.socks_bridge import bridge_to

CERTIFICATES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
_FOR_HTTPS = ("PIP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_SYSTEM_STORE = ((23, 3), (24, 2))
"""From which pip on the system's own certificates can be asked for, and from which it asks."""


def unusable_network(environ: Mapping[str, str]) -> str:
    """Say what is wrong with the variables that lead to the network; nothing if they'll do."""
    for name in CERTIFICATES:
        value = environ.get(name)
        if value and not Path(value).expanduser().exists():
            return (
                f"{name} names {value}, which isn't there; set it to the file (.pem) of your "
                "network's certificate authority, or unset it"
            )
    name, proxy = https_proxy(environ)
    if proxy.lower().startswith("socks4"):
        return f"{name} names a SOCKS4 proxy; set it to socks5://HOST:PORT or http://HOST:PORT"
    return ""


def https_proxy(environ: Mapping[str, str]) -> tuple[str, str]:
    """Give the variable that names the proxy for HTTPS, and what it says; else nothing, twice."""
    return next(((name, environ[name]) for name in _FOR_HTTPS if environ.get(name)), ("", ""))


@contextlib.contextmanager
def through_the_proxy(environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Give the variables that pip is to run with."""
    made = dict(environ)
    if made.get("SSL_CERT_FILE") and not any(made.get(name) for name in CERTIFICATES[:3]):
        made["PIP_CERT"] = made["SSL_CERT_FILE"]
    _, proxy = https_proxy(environ)
    if not proxy.lower().startswith("socks"):
        yield made
        return
    with bridge_to(proxy) as address:
        for name in _FOR_HTTPS:
            made.pop(name, None)
        yield made | {"HTTPS_PROXY": address, "https_proxy": address}


def system_certificates(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the variable that has an old pip trust what Windows or macOS trusts, where it can."""
    version = tuple(int(part) for part in ensurepip.version().split(".")[:2] if part.isdigit())
    lowest, usual = _SYSTEM_STORE
    wanted = sys.platform in ("win32", "darwin") and lowest <= version < usual
    named = any(environ.get(name) for name in CERTIFICATES)
    return {"PIP_USE_FEATURE": "truststore"} if wanted and not named else {}
