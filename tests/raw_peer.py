"""A server on this machine that sends the bytes it is given, whatever they are: HTTP that libraries would not write."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class RawPeer:
    """What is sent to each who asks, and what was asked."""

    reply: bytes = b""
    drip: bytes = b""
    """Sent after the reply, again and again, as long as somebody listens."""
    requests: list[str] = field(default_factory=list)
    """The heads."""
    port: int = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError), contextlib.closing(writer):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.requests.append(head)
            for line in head.lower().splitlines():
                if line.startswith("content-length:"):
                    await reader.readexactly(int(line.partition(":")[2]))
            writer.write(self.reply)
            await writer.drain()
            while self.drip:
                writer.write(self.drip)
                await writer.drain()
                await asyncio.sleep(0.01)


def http_answer(body: bytes, kind: str = "audio/wav", status: str = "200 OK", head: str = "") -> bytes:
    """Return an answer with its length; ``head``: further lines, each with its end."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode() + body


@contextlib.contextmanager
def serve(peer: RawPeer, tls: ssl.SSLContext | None = None) -> Iterator[RawPeer]:
    """Run the server in a thread of its own for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(peer.handle, "127.0.0.1", 0, ssl=tls), loop).result()
    peer.port = server.sockets[0].getsockname()[1]

    async def close() -> None:
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # transports close in the turn after

    try:
        yield peer
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
