"""A real screen reader over a real browser, on a private display: press keys, get back what it says.

What had to be solved, so that nobody solves it again: Chromium shows nothing to screen readers when headless, so it runs
under Xvfb; only keys of the X server reach Orca (`xdotool`), not those of a browser driver; Xvfb writes its number and
the newline apart; the window manager must have no keys of its own; the accessibility bus is started by D-Bus itself;
Orca takes every other Orca of the same user, on whatever display, for one too many.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.a11y.speech import Recorder
from tests.a11y.trace import UNBUFFERED, Trace, Work

TOOLS = ("orca", "Xvfb", "openbox", "xdotool", "dbus-daemon", "gsettings", "gdbus", "setpriv")
"""Programs that a session needs beside its browser, all of them Debian's."""
BROWSERS = {"chromium": "chromium", "firefox": "firefox-esr"}
"""Names of browsers to their programs."""

WINDOWS = (
    '<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard/><mouse/><applications><application class="*">'
    "<maximized>yes</maximized><decor>no</decor></application></applications></openbox_config>"
)
QUIET_READER = (
    "import orca.settings as settings\n"
    "settings.enableKeyEcho = False\nsettings.enableEchoByWord = False\nsettings.sayAllOnLoad = False\n"
) + UNBUFFERED
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
    "browser.newtab.preload": False,
    "browser.newtabpage.enabled": False,
    "browser.startup.page": 0,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.sessionstore.resume_from_crash": False,
    "app.normandy.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.unified": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")
"""A program of the session ends with the thread that started it, even when the tests are killed."""
START_S = 120.0
SAY_S = 20.0
LOOK_S = 0.025
KEY_S = 5.0
"""A key that Orca has not seen by then has gone elsewhere, to the list of a combo box for one."""


def lacking(browser: str = "chromium") -> list[str]:
    """Programs that are not installed."""
    return [tool for tool in (*TOOLS, BROWSERS[browser]) if not shutil.which(tool)]


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
        self._seen = self._felt = 0
        self.work = Work()
        self.folder = Path(tempfile.mkdtemp(prefix="orca-"))
        self.trace = Trace(self.folder / "debug.out")
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
        lonely = self.folder / "bin/pgrep"  # Orca asks it for others of its kind, and ends them or itself
        lonely.parent.mkdir()
        lonely.write_text("#!/bin/sh\nexit 1\n")
        lonely.chmod(0o755)
        return {
            **os.environ,
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
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
        self._start(["orca", f"--debug-file={self.folder}/debug.out"])
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
            [*WITH_US, *command], env=self._environment, stderr=subprocess.DEVNULL, start_new_session=True, **options
        )
        self._programs.append(program)
        return program

    def _run(self, *command: str, check: bool = True) -> str:
        done = subprocess.run(command, env=self._environment, check=check, capture_output=True, text=True)
        return done.stdout

    def _wait(self, true: Callable[[], object], most_s: float = START_S) -> None:
        end = time.monotonic() + most_s
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"after {most_s:g} s; heard so far: {self.recorder.said}")
            time.sleep(0.05)

    def _listen(self, *, quiet_s: float, first_s: float, most_s: float = 30.0, keys: int = 0) -> list[str]:
        """What is said from now on.

        Parameters
        ----------
        quiet_s : for so long nothing may be said or written, and hardly any program work, before it counts as all.
        first_s : the same while nothing has been said yet.
        keys : how many Orca must have seen before.
        """
        begin = last = time.monotonic()
        said = self._seen
        while (now := time.monotonic()) - begin < most_s:
            grown = self.trace.read()
            self.work.look()
            if grown or len(self.recorder.said) > said:
                last, said = now, len(self.recorder.said)
            wait_s = quiet_s if said > self._seen else first_s
            ready = not self.trace.loading and (self.trace.keys >= keys or now - begin > KEY_S)
            if ready and now - last > wait_s and self.work.rests(int(quiet_s / LOOK_S / 1.5)):
                break
            time.sleep(LOOK_S)
        heard = self.recorder.said[self._seen :]
        self._seen = len(self.recorder.said)
        return heard

    def open(self, address: str, title: str) -> list[str]:
        """Open a browser window at `address` whose title has `title` in it; what is said meanwhile."""
        self._seen = len(self.recorder.said)
        if self.browser == "firefox":
            self._start(
                [BROWSERS["firefox"], "--no-remote", "--new-instance", "--profile", self._firefox_profile(), address]
            )
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
        self._wait(lambda: self._finished(title))
        if self.browser == "firefox":  # it goes on building its window after the page is there
            with suppress(TimeoutError):
                self._wait(
                    lambda: any("Finished loading" in said and title in said for said in self.recorder.said), SAY_S
                )
        self.work.look_for(program.pid for program in self._programs)
        return self._listen(quiet_s=1.0, first_s=2.0)

    def _finished(self, title: str) -> bool:
        self.trace.read()
        return any(title in loaded for loaded in self.trace.loaded)

    def _firefox_profile(self) -> str:
        words = {**FIREFOX, "javascript.enabled": self.javascript}
        lines = [
            f'user_pref("{name}", {str(value).lower() if isinstance(value, bool | int) else chr(34) + str(value) + chr(34)});'
            for name, value in words.items()
        ]
        (self.folder / "profile/user.js").write_text("\n".join(lines))
        return f"{self.folder}/profile"

    def press(self, *keys: str, quiet_s: float = 0.4, first_s: float = 1.0) -> list[str]:
        """Press keys one after the other (``Tab``, ``alt+shift+Down``, ``h``); what is said."""
        presses = sum(key.count("+") + 1 for key in keys)
        return self._send("key", "--delay", "30", *keys, presses=presses, quiet_s=quiet_s, first_s=first_s)

    def load(self, *keys: str) -> list[str]:
        """Press keys that lead to another page; what is said until it is there and quiet."""
        return self.press(*keys, quiet_s=1.0, first_s=15.0)

    def _send(self, *command: str, presses: int, quiet_s: float, first_s: float) -> list[str]:
        self._seen = len(self.recorder.said)
        self.trace.read()
        self.work.look_for(program.pid for program in self._programs)
        keys = self.trace.keys + presses
        self._run("xdotool", *command)
        return self._listen(quiet_s=quiet_s, first_s=first_s, keys=keys)

    def command(self, key: str) -> list[str]:
        """A command of the reader, such as ``a`` for browse mode or focus mode."""
        self._seen = len(self.recorder.said)
        self._run("xdotool", "keydown", "Insert")
        self._run("xdotool", "key", key)
        self._run("xdotool", "keyup", "Insert")
        return self._listen(quiet_s=0.5, first_s=1.5)

    def type(self, text: str) -> list[str]:
        """Type a text; what is said."""
        return self._send("type", "--delay", "25", text, presses=len(text), quiet_s=0.4, first_s=0.4)

    def braille(self) -> list[str]:
        """Every line that a braille display has shown."""
        self.trace.read()
        return self.trace.braille

    def felt(self) -> list[str]:
        """The lines of braille since this was last asked."""
        new = self.braille()[self._felt :]
        self._felt += len(new)
        return new

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
