"""Which of Gradio's own addresses the page uses; in a team all others are refused.

What the page's events do is told by `ui.web.who` apart, since they share few addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.api.rights import needs

_USED = (
    "/",
    "/assets/{path:path}",
    "/config",
    "/config/",
    "/favicon.ico",
    "/gradio_api/app_id",
    "/gradio_api/app_id/",
    "/gradio_api/cancel",
    "/gradio_api/component_server",
    "/gradio_api/component_server/",
    "/gradio_api/heartbeat/{session_hash}",
    "/gradio_api/info",
    "/gradio_api/info/",
    "/gradio_api/queue/data",
    "/gradio_api/queue/join",
    "/gradio_api/reset",
    "/gradio_api/reset/",
    "/gradio_api/run/{api_name}",
    "/gradio_api/run/{api_name}/",
    "/gradio_api/startup-events",
    "/gradio_api/theme.css",
    "/manifest.json",
    "/robots.txt",
    "/static/{path:path}",
    "/svelte/{path:path}",
    "/theme.css",
)
GRADIO: Mapping[str, Mapping[str, Any]] = {path: needs("reader") for path in _USED}
