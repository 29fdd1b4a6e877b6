"""What a screen reader says, kept as text: a stand-in for speech-dispatcher.

Orca speaks through SSIP, a line protocol on a socket (https://htmlpreview.github.io/?https://github.com/brailcom/speechd).
A real speech-dispatcher hangs on a machine without sound; this one answers at once that everything has been spoken.
"""

from __future__ import annotations

import html
import re
import socketserver
import threading
import time
from pathlib import Path

ANSWERS = {
    "LIST OUTPUT_MODULES": ("250-espeak-ng", "250 OK"),
    "LIST VOICES": ("249-MALE1", "249 OK"),
    "LIST SYNTHESIS_VOICES": ("249-English (Great Britain)\ten-gb\tnone", "249 OK"),
    "GET OUTPUT_MODULE": ("251-espeak-ng", "251 OK"),
    "GET ": ("251-0", "251 OK"),
    "HISTORY GET CLIENT_ID": ("245-1", "245 OK"),
    "STOP": ("210 OK",),
    "CANCEL": ("210 OK",),
    "PAUSE": ("211 OK",),
    "RESUME": ("212 OK",),
    "BLOCK": ("260 OK",),
}
"""Beginning of a command to the lines that answer it; anything else is "208 OK"."""


class Recorder:
    """Every utterance in order (`said`), and when the last one came (`last`, seconds of the monotonic clock)."""

    def __init__(self, socket: Path) -> None:
        self.said: list[str] = []
        self.last = 0.0
        self._number = 0
        self._lock = threading.Lock()
        self._server = _Server(str(socket), _Client)
        self._server.recorder = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def keep(self, text: str) -> int:
        """Keep an utterance, and give it its number."""
        with self._lock:
            self._number += 1
            if text.strip():
                self.said.append(text.strip())
                self.last = time.monotonic()
            return self._number

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    recorder: Recorder


class _Client(socketserver.StreamRequestHandler):
    server: _Server
    notify = False

    def handle(self) -> None:
        try:
            while self._command(self._line()):
                pass
        except (EOFError, OSError):
            pass

    def _command(self, command: str) -> bool:
        upper = command.upper()
        if upper == "QUIT":
            self._answer("231 HAPPY HACKING")
            return False
        if upper == "SPEAK":
            self._answer("230 OK RECEIVING DATA")
            self._spoken(self._text())
        elif upper.startswith(("CHAR ", "KEY ")):
            self._spoken(command.partition(" ")[2])
        elif "NOTIFICATION" in upper:
            self.notify = True
            self._answer("220 OK")
        else:
            self._answer(*next((said for start, said in ANSWERS.items() if upper.startswith(start)), ("208 OK",)))
        return True

    def _text(self) -> str:
        """The lines up to a single point, without SSML."""
        lines = []
        while (line := self._line()) != ".":
            lines.append(line[1:] if line.startswith("..") else line)
        return html.unescape(re.sub(r"<[^>]+>", "", "\n".join(lines)))

    def _spoken(self, text: str) -> None:
        number = self.server.recorder.keep(text)
        self._answer(f"225-{number}", "225 OK MESSAGE QUEUED")
        if self.notify:
            self._answer(f"701-{number}", "701-1", "701 BEGIN", f"702-{number}", "702-1", "702 END")

    def _line(self) -> str:
        raw = self.rfile.readline()
        if not raw:
            raise EOFError
        return raw.decode("utf-8", "replace").rstrip("\r\n")

    def _answer(self, *lines: str) -> None:
        self.wfile.write(("\r\n".join(lines) + "\r\n").encode())
        self.wfile.flush()
