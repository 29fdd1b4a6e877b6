"""A line to a server that can be cut or held up: what downloads must survive."""

from __future__ import annotations

import re
import socket
import threading
from urllib.parse import urlsplit

PATIENCE_S = 60


class Line:
    """Passes bytes on between a client and a server, and notes what was asked.

    Attributes
    ----------
    address : where clients go.
    asked : first line and Range of each request, as they came.
    """

    def __init__(self, server: str) -> None:
        there = urlsplit(server)
        self._server = (there.hostname, there.port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.asked: list[tuple[str, str]] = []
        self._cuts: list[tuple[int, bool]] = []
        self.held = threading.Event()
        self._let_go = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def cut_next(self, after_bytes: int) -> None:
        """Lose the next answer that is longer than so many bytes behind them; the ones after it pass."""
        self._cuts.append((after_bytes, False))

    def hold_next(self, after_bytes: int) -> None:
        """Send no more than so many bytes of the next longer answer, until `let_go`; `held` tells when it is so."""
        self.held.clear()
        self._let_go.clear()
        self._cuts.append((after_bytes, True))

    def let_go(self) -> None:
        self._let_go.set()

    def ranges(self) -> list[str]:
        return [asked for _line, asked in self.asked if asked]

    def close(self) -> None:
        self._let_go.set()
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _where = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._server, timeout=PATIENCE_S) as server:
            threading.Thread(target=self._back, args=(server, client), daemon=True).start()
            try:
                while said := client.recv(65_536):
                    for head in said.decode("latin-1").split("\r\n\r\n"):
                        if re.match(r"(GET|HEAD) ", head):
                            found = re.search(r"(?im)^range: *(\S+)", head)
                            self.asked.append((head.partition("\r\n")[0], found[1] if found else ""))
                    server.sendall(said)
            except OSError:
                return

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        sent = 0
        try:
            while piece := server.recv(16_384):
                if self._cuts and sent + len(piece) > self._cuts[0][0]:
                    _after, hold = self._cuts.pop(0)
                    if not hold:
                        client.shutdown(socket.SHUT_RDWR)  # wakes the other thread, whose end closes it
                        return
                    self.held.set()
                    self._let_go.wait(PATIENCE_S)
                client.sendall(piece)
                sent += len(piece)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            return
