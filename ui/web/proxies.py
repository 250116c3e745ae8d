"""The proxies of the environment, kept from the page, which needs no network.

Gradio makes clients for the network when it's imported and when a page is built, and fails
where a proxy is named that they can't speak to. A language model elsewhere is still asked
through the proxies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_proxies() -> Iterator[None]:
    """Hide the proxies that the environment names."""
    hidden = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)
