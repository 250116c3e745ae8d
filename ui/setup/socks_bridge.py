"""An HTTP proxy on this machine, for HTTPS alone, that goes on through a SOCKS5 proxy.

It speaks CONNECT on one side (RFC 9110, 9.3.6), SOCKS5 with or without a password on the other
(RFC 1928, RFC 1929), and leaves it to the SOCKS proxy to look names up.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

_VERSION, _CONNECT, _BY_NAME = 5, 1, 3
_OPEN, _PASSWORD = 0, 2
_ADDRESS_BYTES = {1: 4, 4: 16}
_CHUNK = 1 << 16
_PATIENCE_S = 30.0

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@contextlib.contextmanager
def bridge_to(socks: str) -> Iterator[str]:
    """Run a proxy on this machine that goes on to ``socks``; give its address."""
    proxy = urlsplit(socks)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(OSError, EOFError):
            await _serve(reader, writer, proxy)

    starting = asyncio.start_server(served, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.01)  # what was closed is let go


async def _serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proxy: SplitResult
) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).split()
    host, _, port = head[1].decode("ascii").rpartition(":")
    if head[0] != b"CONNECT" or not port.isdigit():
        writer.write(b"HTTP/1.1 405 only CONNECT\r\n\r\n")
        return
    try:
        far = await asyncio.wait_for(_through(proxy, host.strip("[]"), int(port)), _PATIENCE_S)
    except (OSError, EOFError, ValueError, TimeoutError) as error:
        why = f"SOCKS proxy {proxy.hostname}: {str(error) or 'no answer'}"
        shown = why.encode("ascii", "replace").replace(b"\n", b" ")
        writer.write(b"HTTP/1.1 502 " + shown + b"\r\n\r\n")
        return
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    with contextlib.closing(far[1]):
        await asyncio.gather(_pump(reader, far[1]), _pump(far[0], writer))


async def _through(proxy: SplitResult, host: str, port: int) -> Streams:
    """Open a connection to a host by way of the SOCKS proxy."""
    reader, writer = await asyncio.open_connection(proxy.hostname, proxy.port or 1080)
    try:
        await _ask(reader, writer, proxy, host, port)
    except BaseException:
        writer.close()
        raise
    return reader, writer


async def _ask(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    proxy: SplitResult,
    host: str,
    port: int,
) -> None:
    methods = bytes([_OPEN, _PASSWORD] if proxy.username else [_OPEN])
    writer.write(bytes([_VERSION, len(methods)]) + methods)
    _, method = await reader.readexactly(2)
    if method == _PASSWORD and proxy.username:
        words = [unquote(one or "").encode() for one in (proxy.username, proxy.password)]
        writer.write(b"\1" + b"".join(bytes([len(word)]) + word for word in words))
        if (await reader.readexactly(2))[1]:
            raise OSError("the password is refused")
    elif method != _OPEN:
        raise OSError("it asks for a password")
    name = host.encode("idna")
    asked = bytes([_VERSION, _CONNECT, 0, _BY_NAME, len(name)]) + name
    writer.write(asked + port.to_bytes(2, "big"))
    _, refused, _, kind = await reader.readexactly(4)
    if refused:
        raise OSError(f"{host} can't be reached from it ({refused})")
    size = _ADDRESS_BYTES.get(kind) or (await reader.readexactly(1))[0]
    await reader.readexactly(size + 2)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await reader.read(_CHUNK):
            writer.write(part)
            await writer.drain()
        writer.write_eof()
