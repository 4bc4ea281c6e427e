"""A mail server that takes everything and keeps nothing, as fast as Python can: `python -m tests.bench.sink PORT`."""

from __future__ import annotations

import asyncio
import sys

END = b"\r\n.\r\n"
ANSWERS = {b"EHLO": b"250 sink\r\n", b"HELO": b"250 sink\r\n", b"QUIT": b"221 bye\r\n", b"DATA": b"354 go on\r\n"}


class Sink(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.rest, self.in_data = b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while True:
            mark = END if self.in_data else b"\r\n"
            head, found, tail = self.rest.partition(mark)
            if not found:
                return
            self.rest = tail
            if self.in_data:
                self.in_data = False
                self.transport.write(b"250 2.0.0 taken\r\n")
                continue
            word = head[:4].upper()
            self.in_data = word == b"DATA"
            self.transport.write(ANSWERS.get(word, b"250 OK\r\n"))


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
