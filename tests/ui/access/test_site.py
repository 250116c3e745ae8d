"""How a server may be reached: never so that passwords travel in plain text without a word."""

from __future__ import annotations

import pytest

from rag.errors import SettingsError
from ui.access.site import Site, site_of

URL = "https://sanad.example.org"


def test_on_loopback_nothing_need_be_said() -> None:
    assert site_of("127.0.0.1", 7860) == Site()


@pytest.mark.parametrize(
    ("host", "more", "told"),
    [
        ("0.0.0.0", {}, "--public-url"),  # noqa: S104
        ("::", {"tls": True}, "--public-url"),
        ("192.0.2.1", {}, "plain text.*--insecure-http"),
        ("0.0.0.0", {"public_url": "http://sanad.example.org"}, "plain text"),  # noqa: S104
        ("192.0.2.1", {"public_url": "http://sanad.example.org", "tls": True}, "begins with https"),
        ("127.0.0.1", {"public_url": "sanad.example.org"}, "isn't an address"),
        ("127.0.0.1", {"public_url": f"{URL}/sanad"}, "without a path"),
        ("127.0.0.1", {"public_url": "https://a@sanad.example.org"}, "no more than"),
        ("127.0.0.1", {"public_url": "https://sanad.example.org:x"}, "isn't an address"),
        ("127.0.0.1", {"cors": ("*",)}, "--cors-origin"),
        ("127.0.0.1", {"cors": ("https://*.example.org",)}, "no more than"),
    ],
)
def test_what_is_not_safe_or_not_clear_is_refused(
    host: str, more: dict[str, object], told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        site_of(host, 7860, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "more", "origin"),
    [
        ("0.0.0.0", {"public_url": URL}, URL),  # noqa: S104
        ("127.0.0.1", {"public_url": f"{URL}:443/"}, URL),
        ("0.0.0.0", {"public_url": "https://Sanad.example.org:8443"}, f"{URL}:8443"),  # noqa: S104
        ("192.0.2.1", {"tls": True}, "https://192.0.2.1:7860"),
        ("192.0.2.1", {"insecure_http": True}, "http://192.0.2.1:7860"),
        ("2001:db8::1", {"tls": True}, "https://[2001:db8::1]:7860"),
    ],
)
def test_the_address_is_as_browsers_write_it(
    host: str, more: dict[str, object], origin: str
) -> None:
    site = site_of(host, 7860, **more)  # type: ignore[arg-type]
    assert (site.origin, site.secure) == (origin, origin.startswith("https"))
    assert site.knows(origin.partition("//")[2])
