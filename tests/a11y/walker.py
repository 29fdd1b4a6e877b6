"""One journey, two travellers: the keyboard alone, and the keyboard with a screen reader.

A journey is a function of a `Walker`; both walkers press the same keys. What differs is what they notice: the reader
hears Orca, the other one sees what has the focus and what the page says. Both count keys, Tab stops and page loads.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from tests.a11y.orca import Orca

FAR = 60
"""Tab stops after which something is not to be found."""

FOCUS = """() => {
  const box = document.activeElement;
  if (!box || box === document.body) return {name: "", seen: true, outline: true};
  const labels = box.labels ? [...box.labels].map(label => label.innerText).join(" ") : "";
  const named = (box.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean)
    .map(id => document.getElementById(id)?.innerText || "").join(" ");
  const area = box.getBoundingClientRect();
  const middle = [area.left + Math.min(area.width, innerWidth) / 2, area.top + Math.min(area.height, innerHeight) / 2];
  const top = document.elementFromPoint(...middle);
  const style = getComputedStyle(box);
  return {
    name: (box.getAttribute("aria-label") || named || labels || box.innerText || box.value || "").trim(),
    seen: !!top && (box.contains(top) || top.contains(box) || !!top.closest("label")),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none",
  };
}"""


class Walker(ABC):
    """Who walks a journey.

    Attributes
    ----------
    keys : presses of keys that are not typed text; stops : those of Tab; loads : pages.
    noticed : everything noticed since the last action.
    """

    def __init__(self) -> None:
        self.keys = self.stops = self.loads = 0
        self.noticed: list[str] = []
        self.transcript: list[str] = []

    @abstractmethod
    def go(self, address: str) -> None:
        """Open a page afresh."""

    @abstractmethod
    def _press(self, key: str) -> list[str]: ...

    @abstractmethod
    def _load(self, key: str) -> list[str]: ...

    @abstractmethod
    def _type(self, text: str) -> list[str]: ...

    def press(self, *keys: str) -> list[str]:
        """Press keys one after the other; what was noticed at the last one."""
        for key in keys:
            self.keys += 1
            self.stops += key in ("Tab", "Shift+Tab")
            self._notice(key, self._press(key))
        return self.noticed

    def follow(self, key: str = "Enter") -> list[str]:
        """Press a key that leads to another page."""
        self.keys += 1
        self.loads += 1
        self._notice(f"{key} (to another page)", self._load(key))
        return self.noticed

    def type(self, text: str) -> None:
        """Type a text over what the box holds."""
        self._press("Control+a")
        self._notice(f"types {text}", self._type(text))

    def tab_to(self, label: str, key: str = "Tab") -> None:
        """Press Tab until the focus is at `label`."""
        for _stop in range(FAR):
            if any(label.casefold() in said.casefold() for said in self.press(key)):
                return
        raise AssertionError(f"{FAR} Tab stops and no {label!r}; the way was {self.transcript[-FAR:]}")

    def to_heading(self, text: str) -> None:
        """Go to the next heading that has `text` in it; sighted keyboards just look there."""
        for _heading in range(FAR):
            self.noticed = self._heading()
            if text.casefold() in " ".join(self.noticed).casefold():
                return
        raise AssertionError(f"no heading {text!r}; the way was {self.transcript[-FAR:]}")

    def read_on(self, lines: int) -> list[str]:
        """Read the next lines of the page."""
        said = [phrase for _line in range(lines) for phrase in self._line()]
        self._notice(f"reads {lines} lines", said)
        return said

    @abstractmethod
    def _heading(self) -> list[str]: ...

    @abstractmethod
    def _line(self) -> list[str]: ...

    def hear(self, *phrases: str, within: int = 30) -> None:
        """Each of `phrases` was noticed at the last action, in this order, the last of them within so many phrases."""
        place = 0
        for phrase in phrases:
            found = [n for n, said in enumerate(self.noticed[place:], place) if phrase.casefold() in said.casefold()]
            assert found, f"{phrase!r} was not noticed after {place} phrases of {self.noticed}"
            place = found[0]
        assert place < within, f"{phrases[-1]!r} came as phrase {place + 1}, and {within} are allowed: {self.noticed}"

    def never_hear(self, *phrases: str) -> None:
        for phrase in phrases:
            assert not any(phrase.casefold() in said.casefold() for said in self.noticed), (phrase, self.noticed)

    def _notice(self, action: str, noticed: list[str]) -> None:
        self.noticed = noticed
        self.transcript += [f"> {action}", *noticed]


class Reader(Walker):
    """Listens to Orca; `braille` lines are kept as well."""

    NAMES = {"Enter": "Return", "Shift+Tab": "shift+Tab", "Control+a": "ctrl+a", "Control+c": "ctrl+c", " ": "space"}

    def __init__(self, site: str, *, browser: str = "chromium", javascript: bool = True) -> None:
        super().__init__()
        self.site, self.browser, self.javascript = site, browser, javascript
        self.orca: Orca | None = None

    def go(self, address: str, title: str = "Classic Search") -> None:
        self.close()
        self.orca = Orca(self.browser, javascript=self.javascript)
        self._notice(f"opens {address}", self.orca.open(f"{self.site}{address}", title))

    def _press(self, key: str) -> list[str]:
        assert self.orca is not None
        return self.orca.press(self.NAMES.get(key, key))

    def _load(self, key: str) -> list[str]:
        assert self.orca is not None
        return self.orca.load(self.NAMES.get(key, key))

    def _type(self, text: str) -> list[str]:
        assert self.orca is not None
        return self.orca.type(text)

    def _heading(self) -> list[str]:
        self.keys += 1
        heard = self._press("h")
        self._notice("h", heard)
        return heard

    def _line(self) -> list[str]:
        return self._press("Down")

    def close(self) -> None:
        if self.orca is not None:
            self.orca.close()
            self.orca = None


class Keyboard(Walker):
    """Looks at a page of a browser driver: the name of what has the focus, and after a load the whole text.

    At every Tab the focus must be in the window, not covered, and drawn (WCAG 2.2: 2.4.7 and 2.4.11).
    """

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.page = page

    def go(self, address: str) -> None:
        self.page.goto(address)
        self._notice(f"opens {address}", self._page())

    def _page(self) -> list[str]:
        lines = self.page.locator("body").inner_text().splitlines()
        return [str(self.page.title()), *(line for line in lines if line.strip())]

    def _press(self, key: str) -> list[str]:
        self.page.keyboard.press(key)
        focus = self.page.evaluate(FOCUS)
        if key in ("Tab", "Shift+Tab") and focus["name"]:
            assert focus["seen"], f"the focus at {focus['name']!r} is covered or outside the window"
            assert focus["outline"], f"the focus at {focus['name']!r} is not drawn"
        return [str(focus["name"])]

    def _load(self, key: str) -> list[str]:
        here = "performance.timeOrigin + location.href"  # another page, or the same one renewed by htmx
        before = self.page.evaluate(here)
        self.page.keyboard.press(key)
        self.page.wait_for_function(f"before => {here} !== before", arg=before)
        self.page.wait_for_load_state()
        return self._page()

    def _type(self, text: str) -> list[str]:
        self.page.keyboard.type(text)
        return []

    def _heading(self) -> list[str]:
        return [str(text) for text in self.page.locator("h1, h2, h3").all_inner_texts()]

    def _line(self) -> list[str]:
        return self._page()
