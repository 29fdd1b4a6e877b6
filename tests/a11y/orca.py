"""A real screen reader over a real browser, on a private display: press keys, get back what it says.

What had to be solved, so that nobody solves it again: Chromium shows nothing to screen readers when headless, so it runs
under Xvfb; only keys of the X server reach Orca (`xdotool`), not those of a browser driver; Xvfb writes its number and
the newline apart; the window manager must have no keys of its own; the accessibility bus is started by D-Bus itself.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.a11y.speech import Recorder

TOOLS = ("orca", "Xvfb", "openbox", "xdotool", "dbus-daemon", "gsettings", "gdbus", "chromium")
"""Programs that a session needs, all of them Debian's."""

WINDOWS = (
    '<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard/><mouse/><applications><application class="*">'
    "<maximized>yes</maximized><decor>no</decor></application></applications></openbox_config>"
)
QUIET_READER = (
    "import orca.settings as settings\n"
    "settings.enableKeyEcho = False\nsettings.enableEchoByWord = False\nsettings.sayAllOnLoad = False\n"
)
CHROMIUM = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--ozone-platform=x11", "--force-renderer-accessibility"),
)
FIREFOX = {
    "accessibility.force_disabled": -1,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "trailhead.firstrun.didSeeAboutWelcome": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "termsofuse.bypassNotification": True,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
START_S = 30.0


def lacking() -> list[str]:
    """Programs that are not installed."""
    return [tool for tool in TOOLS if not shutil.which(tool)]


class Orca:
    """One session: a display, a bus, a screen reader and, after `open`, a browser window.

    Parameters
    ----------
    browser : chromium or firefox.
    javascript : whether pages may run scripts.
    """

    def __init__(self, browser: str = "chromium", *, javascript: bool = True) -> None:
        self.browser = browser
        self.javascript = javascript
        self._programs: list[subprocess.Popen[Any]] = []
        self._seen = 0
        self.folder = Path(tempfile.mkdtemp(prefix="orca-"))
        self._environment = self._prepare()
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> dict[str, str]:
        for name in ("home", "run", "data/orca", "profile"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "run").chmod(0o700)
        (self.folder / "data/orca/orca-customizations.py").write_text(QUIET_READER)
        (self.folder / "windows.xml").write_text(WINDOWS)
        return {
            **os.environ,
            "HOME": f"{self.folder}/home",
            "XDG_CONFIG_HOME": f"{self.folder}/home/.config",
            "XDG_DATA_HOME": f"{self.folder}/data",
            "XDG_RUNTIME_DIR": f"{self.folder}/run",
            "SPEECHD_ADDRESS": f"unix_socket:{self.folder}/run/speech.sock",
            "GTK_MODULES": "gail:atk-bridge",
            "ACCESSIBILITY_ENABLED": "1",
            "GNOME_ACCESSIBILITY": "1",
            "NO_AT_BRIDGE": "0",
            "LANG": "C.UTF-8",
        }

    def _begin(self) -> None:
        self._environment["DISPLAY"] = f":{self._display()}"
        bus = self._start(["dbus-daemon", "--session", "--print-address", "--nofork"], stdout=subprocess.PIPE)
        assert bus.stdout is not None
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self.recorder = Recorder(self.folder / "run/speech.sock")
        for schema, key in (
            ("org.gnome.desktop.interface", "toolkit-accessibility"),
            ("org.gnome.desktop.a11y.applications", "screen-reader-enabled"),
        ):
            self._run("gsettings", "set", schema, key, "true")
        bus_call = ["--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method", "org.a11y.Bus.GetAddress"]
        self._run("gdbus", "call", "--session", *bus_call)
        self._start(["openbox", "--config-file", f"{self.folder}/windows.xml"])
        self._start(["orca", "--replace", f"--debug-file={self.folder}/debug.out"])
        self._wait(lambda: any("Screen reader on" in said for said in self.recorder.said))

    def _display(self) -> str:
        reading, writing = os.pipe()
        screen = ["-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset"]
        self._start(["Xvfb", "-displayfd", str(writing), *screen], pass_fds=(writing,))
        os.close(writing)
        number = ""
        while not number.endswith("\n"):
            part = os.read(reading, 16).decode()
            if not part:
                raise RuntimeError("Xvfb did not start")
            number += part
        os.close(reading)
        return number.strip()

    def _start(self, command: list[str], **options: Any) -> subprocess.Popen[Any]:
        options.setdefault("stdout", subprocess.DEVNULL)
        program = subprocess.Popen(
            command, env=self._environment, stderr=subprocess.DEVNULL, start_new_session=True, **options
        )
        self._programs.append(program)
        return program

    def _run(self, *command: str, check: bool = True) -> str:
        done = subprocess.run(command, env=self._environment, check=check, capture_output=True, text=True)
        return done.stdout

    def _wait(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + START_S
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"after {START_S:g} s; heard so far: {self.recorder.said}")
            time.sleep(0.05)

    def _listen(self, *, quiet_s: float, first_s: float, most_s: float = 15.0) -> list[str]:
        """What is said from now on: until it is quiet, or nothing began."""
        begin = time.monotonic()
        while (now := time.monotonic()) - begin < most_s:
            if len(self.recorder.said) > self._seen:
                if now - self.recorder.last > quiet_s:
                    break
            elif now - begin > first_s:
                break
            time.sleep(0.03)
        heard = self.recorder.said[self._seen :]
        self._seen = len(self.recorder.said)
        return heard

    def open(self, address: str, title: str) -> list[str]:
        """Open a browser window at `address` whose title has `title` in it; what is said meanwhile."""
        self._seen = len(self.recorder.said)
        if self.browser == "firefox":
            self._start(["firefox-esr", "--no-remote", "--new-instance", "--profile", self._firefox_profile(), address])
        else:
            scripts = [] if self.javascript else ["--blink-settings=scriptEnabled=false"]
            profile = f"--user-data-dir={self.folder}/profile"
            self._start(["chromium", *CHROMIUM, *scripts, profile, f"--app={address}"])
        windows: list[str] = []

        def shown() -> bool:
            windows[:] = self._run("xdotool", "search", "--onlyvisible", "--name", title, check=False).split()
            return bool(windows)

        self._wait(shown)
        self._run("xdotool", "windowfocus", windows[0], check=False)
        return self._listen(quiet_s=1.0, first_s=6.0)

    def _firefox_profile(self) -> str:
        words = {**FIREFOX, "javascript.enabled": self.javascript}
        lines = [
            f'user_pref("{name}", {str(value).lower() if isinstance(value, bool | int) else chr(34) + str(value) + chr(34)});'
            for name, value in words.items()
        ]
        (self.folder / "profile/user.js").write_text("\n".join(lines))
        return f"{self.folder}/profile"

    def press(self, *keys: str, quiet_s: float = 0.5, first_s: float = 1.5) -> list[str]:
        """Press keys one after the other (``Tab``, ``alt+shift+Down``, ``h``); what is said."""
        self._seen = len(self.recorder.said)
        self._run("xdotool", "key", "--delay", "30", *keys)
        return self._listen(quiet_s=quiet_s, first_s=first_s)

    def load(self, *keys: str) -> list[str]:
        """Press keys that lead to another page; what is said until it is there and quiet."""
        return self.press(*keys, quiet_s=1.2, first_s=6.0)

    def command(self, key: str) -> list[str]:
        """A command of the reader, such as ``a`` for browse mode or focus mode."""
        self._seen = len(self.recorder.said)
        self._run("xdotool", "keydown", "Insert")
        self._run("xdotool", "key", key)
        self._run("xdotool", "keyup", "Insert")
        return self._listen(quiet_s=0.5, first_s=1.5)

    def type(self, text: str) -> list[str]:
        """Type a text; what is said."""
        self._seen = len(self.recorder.said)
        self._run("xdotool", "type", "--delay", "25", text)
        return self._listen(quiet_s=0.4, first_s=0.6)

    def braille(self) -> list[str]:
        """Every line that a braille display would have shown."""
        debug = (self.folder / "debug.out").read_text(errors="replace")
        return re.findall(r"BRAILLE LINE:  '(.*)'", debug)

    def close(self) -> None:
        for program in reversed(self._programs):
            _stop(program)
        if hasattr(self, "recorder"):
            self.recorder.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Orca:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _stop(program: subprocess.Popen[Any]) -> None:
    for sign, wait_s in ((signal.SIGTERM, 0.7), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(program.pid, sign)
            program.wait(wait_s)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
