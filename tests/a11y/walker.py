"""One journey, two travellers: the keyboard alone, and the keyboard with a screen reader.

A journey is a function of a `Walker`; both walkers press the same keys. What differs is what they notice: the reader
hears Orca, the other one sees what has the focus and what the page says. Both count keys, Tab stops and page loads.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a journey: what was done, what was noticed by it and what a braille display showed."""

    name: str
    noticed: tuple[str, ...]
    braille: tuple[str, ...] = ()


class Walker(ABC):
    """Who walks a journey.

    Attributes
    ----------
    keys : presses of keys that are not typed text; stops : those of Tab; loads : pages.
    noticed : everything noticed since the last action; actions : all of them, with what was noticed.
    phrases : which of the phrases after the last action it was that the journey looked for last.
    """

    waits = False
    """Whether what is noticed comes phrase by phrase, so that it matters how many come first."""

    def __init__(self) -> None:
        self.keys = self.stops = self.loads = self.phrases = 0
        self.noticed: list[str] = []
        self.actions: list[Action] = []

    @property
    def transcript(self) -> list[str]:
        """Actions and what was noticed, one line each."""
        return [line for action in self.actions for line in (f"> {action.name}", *action.noticed)]

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

    def type_lines(self, *lines: str) -> None:
        """Type lines over what the box holds."""
        self._press("Control+a")
        for number, line in enumerate(lines):
            if number:
                self.press("Enter")
            self._notice(f"types {line}", self._type(line))

    def type_last_line(self, text: str) -> None:
        """Type a text over the last line that the box holds."""
        self.press("Control+End", "Shift+Home")
        self._notice(f"types {text}", self._type(text))

    def tab_to(self, label: str, key: str = "Tab") -> None:
        """Press Tab until the focus is at `label`."""
        for _stop in range(FAR):
            if self._place(label, self.press(key)):
                return
        raise AssertionError(f"{FAR} Tab stops and no {label!r}; the way was {self.transcript[-FAR:]}")

    def to_heading(self, text: str) -> None:
        """Go to the next heading that has `text` in it; sighted keyboards just look there."""
        for _heading in range(FAR):
            self.noticed = self._heading()
            if text.casefold() in " ".join(self.noticed).casefold():  # Firefox says a heading in pieces
                self.phrases = self._place(text, self.noticed) or len(self.noticed)
                return
        raise AssertionError(f"no heading {text!r}; the way was {self.transcript[-FAR:]}")

    def read_on(self, lines: int) -> list[str]:
        """Read the next lines of the page."""
        said = [phrase for _line in range(lines) for phrase in self._line()]
        self._notice(f"reads {lines} lines", said)
        return said

    @abstractmethod
    def to_table(self) -> list[str]:
        """Go to the first cell of the table of results."""

    @abstractmethod
    def cell(self, direction: str, times: int = 1) -> list[str]:
        """Go Up, Down, Left or Right by cells of a table; what was noticed at the last one."""

    def hint(self) -> list[str]:
        """What stands beside the box that has the focus; a reader has heard it by now."""
        return self.noticed

    @abstractmethod
    def _heading(self) -> list[str]: ...

    @abstractmethod
    def _line(self) -> list[str]: ...

    def hear(self, *phrases: str, within: int = 30) -> None:
        """Each of `phrases` was noticed at the last action, in this order; a reader hears the last within so many."""
        place = 1
        for phrase in phrases:
            found = self._place(phrase, self.noticed, place)
            assert found, f"{phrase!r} was not noticed after {place - 1} phrases of {self._shown()}"
            place = found
        assert place <= within or not self.waits, (
            f"{phrases[-1]!r} came as phrase {place}, and {within} are allowed: {self._shown()}"
        )

    def _shown(self) -> str:
        """What was noticed, as much of it as a person reads."""
        return str(self.noticed)[:3000]

    def _place(self, wanted: str, noticed: list[str], first: int = 1) -> int:
        """Which phrase it is, from the `first` on, that has `wanted` in it; 0 for none."""
        for place, said in enumerate(noticed[first - 1 :], first):
            if wanted.casefold() in said.casefold():
                self.phrases = place
                return place
        return 0

    def never_hear(self, *phrases: str) -> None:
        for phrase in phrases:
            assert not any(phrase.casefold() in said.casefold() for said in self.noticed), (phrase, self._shown())

    def _notice(self, action: str, noticed: list[str]) -> None:
        self.noticed = noticed
        self.actions.append(Action(action, tuple(noticed), tuple(self._felt())))

    def _felt(self) -> list[str]:
        """Lines of braille since the last action."""
        return []


class Reader(Walker):
    """Listens to Orca, and keeps its lines of braille."""

    waits = True
    NAMES = {"Enter": "Return", "Shift+Tab": "shift+Tab", "Control+a": "ctrl+a", "Control+c": "ctrl+c", " ": "space"}

    BY_CELL = {way: f"alt+shift+{way}" for way in ("Up", "Down", "Left", "Right")}

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

    def to_table(self) -> list[str]:
        return self.press("t")

    def cell(self, direction: str, times: int = 1) -> list[str]:
        return self.press(*[self.BY_CELL[direction]] * times)

    def _felt(self) -> list[str]:
        return self.orca.felt() if self.orca is not None else []

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

    def hint(self) -> list[str]:
        found = self.page.evaluate(
            "() => (document.activeElement.getAttribute('aria-describedby') || '').split(' ').filter(Boolean)"
            ".map(id => document.getElementById(id).innerText.replace(/\\s+/g, ' '))"
        )
        self._notice("looks beside the box", [str(text) for text in found])
        return self.noticed

    def to_table(self) -> list[str]:
        self.row = self.column = 0
        return self.cell("Down", 0)

    def cell(self, direction: str, times: int = 1) -> list[str]:
        """Column head, row head and value of a cell; the eye needs no key for it."""
        down, right = {"Up": (-1, 0), "Down": (1, 0), "Left": (0, -1), "Right": (0, 1)}[direction]
        self.row, self.column = self.row + down * times, self.column + right * times
        cells = self.page.locator("#results tr").nth(self.row).locator("th, td")
        found = [
            self.page.locator("#results thead th").nth(self.column),
            cells.and_(self.page.locator("[scope=row]")) if self.row else cells.first,
            cells.nth(self.column),
        ]
        self._notice(f"looks {direction} {times} cells", [" ".join(item.inner_text().split()) for item in found])
        return self.noticed
