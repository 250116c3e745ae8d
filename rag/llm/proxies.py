"""The proxies and certificates of the environment: the way to models elsewhere, and nobody else's.

What makes clients for the network when it's imported, as Gradio and Ollama's package do, fails
where a proxy is named that they can't speak to, or a file of certificates that isn't there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_PROXIES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")


@contextmanager
def without_proxies() -> Iterator[None]:
    """Hide the proxies that the environment names, and its certificates."""
    hidden = {
        name: value
        for name, value in os.environ.items()
        if name.lower().endswith("_proxy") or name in CERTIFICATES
    }
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)


def network_problem(error: Exception, model: str) -> str:
    """Say which variable keeps a client from being made; nothing where none does."""
    proxies = [f"{name}={os.environ[name]}" for name in _PROXIES if os.environ.get(name)]
    reached = f"{model} is asked through the proxy that {' and '.join(proxies)} name"
    if "socks" in str(error).lower():
        return (
            f"{reached}; for SOCKS run `pip install socksio`, or set HTTPS_PROXY=http://HOST:PORT"
        )
    if proxies and "proxy" in str(error).lower():
        return f"{reached}, and that is none; write http://HOST:PORT, or unset it"
    if isinstance(error, OSError) and (file := os.environ.get("SSL_CERT_FILE")):
        return f"SSL_CERT_FILE names {file}, which can't be read; correct it, or unset it"
    return ""
