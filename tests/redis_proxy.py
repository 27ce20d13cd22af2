"""A proxy to Redis that can be closed, or frozen while it looks open."""

import asyncio
import threading
from typing import Self
from urllib.parse import urlsplit, urlunsplit

CHUNK_BYTES = 65536


class Narrows:
    """`with Narrows(REDIS) as way: …` leads there from `way.url`."""

    def __init__(self, url: str) -> None:
        self._there = urlsplit(url)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open = asyncio.Event()
        self._refusing = False
        self._ways: set[asyncio.StreamWriter] = set()
        self._at_work: set[asyncio.Task[None]] = set()
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        self.url = urlunsplit(self._there._replace(netloc=f"127.0.0.1:{port}"))
        self.mend()
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def close(self) -> None:
        """Close all connections, and new ones from now on."""
        self._refusing = True
        self._loop.call_soon_threadsafe(self._end_all)

    def freeze(self) -> None:
        """Forward nothing: connections stay open and are accepted, but get no response."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def mend(self) -> None:
        """Forward everything again."""
        self._refusing = False
        self._loop.call_soon_threadsafe(self._open.set)

    async def _start(self) -> int:
        self._server = await asyncio.start_server(self._lead, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _stop(self) -> None:
        self._server.close()
        self._end_all()
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)

    def _end_all(self) -> None:
        for way in self._ways:
            way.transport.abort()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(self._there.hostname, self._there.port)
        self._ways |= {writer, back}
        for source, target in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pass_on(source, target))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(CHUNK_BYTES):
                await self._open.wait()
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            self._ways.discard(target)
            target.transport.abort()
