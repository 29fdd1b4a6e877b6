"""Transcripts of the journeys as a person can read them, and how a walk is compared with them.

One file a journey and browser, `tests/a11y/golden/<browser>/<journey>.txt`: each action, what Orca said, what a braille
display showed. What a file tells must be heard again, in this order; more may be heard. So more chatter of a browser
fails nothing, while a word that is lost or changed does. Where an action leads to another page, its status line is
announced and its table takes the focus at once, and either may be told first: there all lines count and their order not. `make goldens` writes them anew; read the change like code.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.a11y.walker import Action

FOLDER = Path(__file__).resolve().parent / "golden"
HOW = "Run `make goldens` to write the transcripts anew, and read what changed."

VOLATILE: tuple[tuple[str, str], ...] = (
    (r"\s+", " "),
    (r"127\.0\.0\.1:\d+", "this site"),
    (r"\bin [\d,.]+ (ms|milliseconds|seconds?)\b", "in N ms"),
    (r"\b(in|for) \d+ days?\b", "in N days"),
    (r"\b[\d,]+ days ago\b", "N days ago"),
    (r"\b[0-9a-f]{12}\b", "BUILD"),
    (r"\b[\d,.]+ [KMG]?B\b", "N bytes"),
)
"""What may differ from one run to the next, and what is written for it. To add one more: a pattern here."""

CHATTER = re.compile(
    r"Loading\. Please wait\.|Finished loading .*|Page has \d+ .*|(Browse|Focus) mode|clickable\.?|New Tab.*"
    r"|(Chromium|Firefox application .*|Mozilla Firefox|.* . Mozilla Firefox)( application)?( Chromium)? frame\.?"
    r"|\[OBJ\]|Screen reader on\.|"
)
"""Phrases about the browser and the loading, told or not as time permits."""

CHROMIUM_LISTS = re.compile(r"form .*|.*combo box.*")
"""While a page loads, Chromium reports every list of choices as if it had just been changed; from the first on it is chatter."""

SKIP_LINKS = re.compile(r"Skip to .*|main content")
"""After loading Orca reads the first line, which is one skip link or all of them, as the layout was at that moment, and
names the region only when it had not yet forgotten where it was on the page before."""

OPENS, LEADS = "opens ", "(to another page)"


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a transcript."""

    action: str
    speech: tuple[str, ...]
    braille: tuple[str, ...]

    def lines(self) -> list[str]:
        return [
            f"> {self.action}",
            *(f"  speech: {said}" for said in self.speech),
            *(f"  braille: {line}" for line in self.braille),
        ]


def plain(text: str) -> str:
    """Without what differs from run to run."""
    for pattern, instead in VOLATILE:
        text = re.sub(pattern, instead, text)
    return text.strip()


def heard(actions: Iterable[Action]) -> list[Step]:
    """A walk as steps, without chatter."""
    return [Step(plain(action.name), _told(action.noticed, action.name), _shown(action)) for action in actions]


def _shown(action: Action) -> tuple[str, ...]:
    """Lines of braille; none while a page opens, when they follow a focus that is not there yet."""
    if action.name.startswith(OPENS):
        return ()
    lists = any("combo box" in said for said in action.noticed)
    return tuple(line for line in _told(action.braille, action.name) if lists or "combo box" not in line)


def _told(lines: Sequence[str], action: str) -> tuple[str, ...]:
    told = [line for line in map(plain, lines) if not CHATTER.fullmatch(line)]
    if action.startswith(OPENS) or action.endswith(LEADS):
        told = [line for line in told if not SKIP_LINKS.fullmatch(line)]
    if action.startswith(OPENS):
        lists = [place for place, line in enumerate(told) if CHROMIUM_LISTS.fullmatch(line)]
        told = told[: lists[0]] if lists else told
    return tuple(told)


def common(walks: Sequence[Sequence[Step]]) -> list[Step]:
    """What every one of several walks heard: what a transcript may demand."""
    first, *others = walks
    for other in others:
        if [step.action for step in first] != [step.action for step in other]:
            raise AssertionError("two walks took different ways:\n" + _difference(first, other))
        first = [
            Step(one.action, _both(one.speech, two.speech), _both(one.braille, two.braille))
            for one, two in zip(first, other, strict=True)
        ]
    return list(_news(first))


def _both(one: Sequence[str], two: Sequence[str]) -> tuple[str, ...]:
    blocks = difflib.SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return tuple(line for block in blocks for line in one[block.a : block.a + block.size])


def _news(steps: Iterable[Step]) -> Iterable[Step]:
    """Without lines of braille that only stay on the display, and without the letters of a word being typed."""
    shown = ""
    for step in steps:
        lines = []
        for line in step.braille[-1:] if step.action.startswith("types ") else step.braille:
            if line != shown:
                lines.append(line)
            shown = line
        yield Step(step.action, step.speech, tuple(lines))


def text(steps: Iterable[Step], title: str) -> str:
    """The file of a transcript."""
    return "\n".join([f"# {title}", *("\n" + "\n".join(step.lines()) for step in steps)]) + "\n"


def read(written: str) -> list[Step]:
    """The steps of a file."""
    steps = []
    for block in re.split(r"^> ", written, flags=re.MULTILINE)[1:]:
        action, *lines = block.rstrip().splitlines()
        steps.append(Step(action, _of("  speech: ", lines), _of("  braille: ", lines)))
    return steps


def _of(kind: str, lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.removeprefix(kind) for line in lines if line.startswith(kind))


def differences(golden: Sequence[Step], walk: Sequence[Step]) -> str:
    """What the transcript tells and the walk has not heard, to be read; "" when nothing is lost."""
    if [step.action for step in golden] != [step.action for step in walk]:
        return "The way is another one.\n" + _difference(golden, walk)
    lost = []
    for place, (wanted, got) in enumerate(zip(golden, walk, strict=True), 1):
        lacking = _lacking if not wanted.action.endswith(LEADS) else _lacking_anywhere
        missing = [
            *(f"- speech: {line}" for line in lacking(wanted.speech, got.speech)),
            *(f"- braille: {line}" for line in lacking(wanted.braille, got.braille)),
        ]
        if missing:
            lost += [f"At action {place}, > {wanted.action}", *missing, "heard were:", *got.lines()[1:], ""]
    return "\n".join(lost)


def _lacking(wanted: Sequence[str], got: Sequence[str]) -> list[str]:
    """The lines wanted that do not come, in their order, among what was got."""
    place, lacking = 0, []
    for line in wanted:
        try:
            place = got.index(line, place) + 1
        except ValueError:
            lacking.append(line)
    return lacking


def _lacking_anywhere(wanted: Sequence[str], got: Sequence[str]) -> list[str]:
    """The lines wanted that do not come as often as wanted, in whatever order."""
    return list((Counter(wanted) - Counter(got)).elements())


def _difference(one: Iterable[Step], two: Iterable[Step]) -> str:
    lines = ([line for step in steps for line in step.lines()] for steps in (one, two))
    return "\n".join(difflib.unified_diff(*lines, "transcript", "now", lineterm="", n=2))
