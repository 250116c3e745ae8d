"""Where a request goes within an application that may stand below a prefix, as `/c/NAME` is one."""

from __future__ import annotations

from starlette.types import Scope


def path_in(scope: Scope) -> str:
    """Give a request's path without the prefix that its application stands below."""
    root, path = str(scope.get("root_path", "")), str(scope.get("path", ""))
    return path[len(root) :] if root and path.startswith(f"{root}/") else path
