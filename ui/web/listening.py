"""A port of this machine to listen on, and what is said where it can't be had."""

from __future__ import annotations

import errno
import socket
import sys

from rag.errors import SettingsError
from ui.access.site import refuse_others


def listen(host: str, port: int, *, anywhere: bool = False) -> socket.socket:
    """Take a port on this machine, 0 for any that is free.

    On an address that others reach only with ``anywhere``.
    """
    if not anywhere:
        refuse_others(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, *_sole_use())
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise SettingsError(_port_problem(host, port, error)) from error
    return listener


def _sole_use(platform: str = sys.platform) -> tuple[int, int]:
    """Give the option by which a port just left can be had; on Windows that one shares a port."""
    if platform == "win32":
        return getattr(socket, "SO_EXCLUSIVEADDRUSE", ~socket.SO_REUSEADDR), 1
    return socket.SO_REUSEADDR, 1


def url_of(listener: socket.socket) -> str:
    """Give the address under which a listening socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _port_problem(host: str, port: int, error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use, perhaps by another Sanad. End that program, or "
            f"choose another port, for example --port {port + 1}."
        )
    return (
        f"Port {port} on {host} can't be used ({error}). Choose another, for example --port 7861."
    )
