"""The handbook's nginx configuration, run: an old site, nginx in front of it, and the app that nginx asks."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import free_port, missing
from tests.test_docs import ROOT, blocks

HANDBOOK = ROOT / "docs/retirement.md"
PAGE = b"<html><head><title>Old</title></head><body bgcolor=white><h1>Old page</h1><p>%s</p></body></html>"
FRAME = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; {snippet} }}
}}
"""


class Wiki(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/wiki/forbidden"):
            self.send_error(403)
            return
        asked = self.headers.get("Content-Length")
        read = self.rfile.read(int(asked)) if asked else b""
        body = PAGE % (read or b"text") if "text.txt" not in self.path else b"<h1 of a text"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if "text.txt" in self.path else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"same"')
        self.send_header("Cache-Control", "max-age=86400")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_args: object) -> None: ...


Ask = Callable[..., tuple[http.client.HTTPResponse, str]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    if not shutil.which("nginx"):
        missing("the handbook's nginx configuration; install nginx and run again")
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "mastsite").symlink_to(ROOT / "mastsite")
    (folder / "oldsite.py").write_text(blocks(HANDBOOK, "python")[0])
    (folder / "wiki.toml").write_text(_dated(blocks(HANDBOOK, "toml")[0]).replace("/help/operators", "/new"))
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    for words in (["migrate"], ["retirement", "register", "wiki.toml"]):
        done = subprocess.run(
            [sys.executable, "oldsite.py", *words], cwd=folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    wiki = ThreadingHTTPServer(("127.0.0.1", 0), Wiki)
    Thread(target=wiki.serve_forever, daemon=True).start()
    app_port, port = free_port(), free_port()
    snippet = blocks(HANDBOOK, "nginx")[0].replace("the-old-wiki", f"127.0.0.1:{wiki.server_port}")
    snippet = snippet.replace("127.0.0.1:8000", f"127.0.0.1:{app_port}")
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, port=port, snippet=snippet))
    app = [sys.executable, "oldsite.py", "runserver", "--noreload", f"127.0.0.1:{app_port}"]
    with (folder / "log").open("wb") as log:
        running = [
            subprocess.Popen(app, cwd=folder, env=environment, stdout=log, stderr=log),
            subprocess.Popen(
                ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)], stdout=log, stderr=log, env=environment
            ),
        ]

        def asked(
            path: str, method: str = "GET", body: str | None = None, **headers: str
        ) -> tuple[http.client.HTTPResponse, str]:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Accept": "text/html", **names})
            response = connection.getresponse()
            return response, response.read().decode()

        try:
            _wait(asked, folder, running)
            yield asked
        finally:
            for process in running:
                process.terminate()
                process.wait(timeout=20)
            wiki.shutdown()


def _dated(text: str) -> str:
    """The example as announced yesterday."""
    days = {"announced": -1, "deprecated_at": 30, "sunset_at": 300, "archived_at": 700}
    lines = []
    for line in text.splitlines():
        name = line.partition(" ")[0]
        lines.append(f"{name} = {date.today() + timedelta(days=days[name])}" if name in days else line)
    return "\n".join(lines)


def _wait(ask: Ask, folder: Path, running: list[subprocess.Popen[bytes]]) -> None:
    for _attempt in range(300):
        if any(process.poll() is not None for process in running):
            break
        try:
            if ask("/wiki/Page")[0].status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    said = "".join(path.read_text() for path in (folder / "log", folder / "error.log") if path.exists())
    pytest.fail(f"nginx or the app did not start: {said}")


SUNSET = (date.today() + timedelta(days=300)).isoformat()


def test_the_notice_and_the_headers_come_to_the_old_page(ask: Ask) -> None:
    response, html = ask("/wiki/Page?x=1", Accept_Encoding="gzip", If_None_Match='"same"')
    assert response.status == 200 and html.count('id="ret-t"') == 1 and "<p>text</p>" in html
    assert html.index("<body") < html.index('id="ret-t"') < html.index("<h1>Old page")
    assert (
        response.headers["Sunset"]
        and response.headers["Deprecation"]
        and 'rel="deprecation"' in response.headers["Link"]
    )
    assert (
        response.headers["Cache-Control"] == "no-cache"
        and "Cookie" in response.headers["Vary"]
        and response.headers["ETag"] is None
    )
    assert 'name="back" value="/wiki/Page?x=1"' in html


def test_other_formats_and_methods(ask: Ask) -> None:
    response, text = ask("/wiki/text.txt")
    assert text == "<h1 of a text" and response.headers["Sunset"]
    response, html = ask("/wiki/Page", "POST", "a=b", Content_Type="application/x-www-form-urlencoded")
    assert response.status == 200 and "<p>a=b</p>" in html and html.count('id="ret-t"') == 1
    assert ask("/wiki/forbidden")[0].status == 403


def test_hiding_it(ask: Ask) -> None:
    origin = {"Content_Type": "application/x-www-form-urlencoded"}
    response, _ = ask("/retirements/wiki/dismiss", "POST", "back=%2Fwiki%2FPage", **origin)
    assert (response.status, response.headers["Location"]) == (303, "/wiki/Page#search")
    cookie = response.headers["Set-Cookie"].partition(";")[0]
    response, html = ask("/wiki/Page", Cookie=cookie)
    assert 'id="ret-t"' not in html and response.headers["Sunset"]
    assert ask("/retirements/wiki/")[0].status == 200
    assert ask("/retirements.json")[0].status == 200


@pytest.mark.parametrize("by_header", [True, False], ids=["header", "parameter"])
def test_a_preview(ask: Ask, by_header: bool) -> None:
    before = (date.today() - timedelta(days=9)).isoformat()

    def on(day: str) -> tuple[http.client.HTTPResponse, str]:
        return ask("/wiki/Page", X_As_Of=day) if by_header else ask(f"/wiki/Page?as-of={day}")

    response, html = on(before)
    assert response.status == 200 and 'id="ret-t"' not in html and response.headers["Sunset"] is None
    response, html = on((date.today() + timedelta(days=299)).isoformat())
    assert "Last call" in html and "Preview" in html and response.headers["Cache-Control"] == "private, no-store"
    response, _ = on(SUNSET)
    assert response.status == 308 and response.headers["Location"] == "/new" and response.headers["X-As-Of"] == SUNSET


def test_a_day_that_is_none(ask: Ask) -> None:
    response, html = ask("/wiki/Page?as-of=soon")
    assert response.status == 400 and "which is no day" in html


def test_what_cannot_be_carried_is_refused_with_a_page(ask: Ask) -> None:
    response, html = ask("/wiki/Page?x=1", X_As_Of=SUNSET)
    assert response.status == 410 and "Old wiki has retired" in html and "no such parameter" in html
