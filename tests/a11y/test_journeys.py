"""Every journey, with the keyboard alone and with a screen reader, within its budget; and what the reader says, word for word.

To see what Orca says in a journey, read `tests/a11y/golden`; `make goldens` writes it anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.a11y import golden
from tests.a11y.journeys import JOURNEYS, Journey
from tests.a11y.record import Record
from tests.a11y.walker import Keyboard, Walker
from tests.a11y.walks import Walk, Walks

WITHOUT_SCRIPTS = ("T01", "T03")
"""Journeys that a screen reader walks without JavaScript too; the keyboard walks all of them so."""

AGAIN = 3
"""Number of a walk that is walked once more; the transcripts' are 1 and 2."""

WALKS = [
    *(Walk(name, "chromium", True) for name in JOURNEYS),
    *(Walk(name, "firefox", True) for name, journey in JOURNEYS.items() if journey.firefox),
    *(Walk(name, "firefox", False) for name in WITHOUT_SCRIPTS),
]


def within_budget(journey: Journey, walker: Walker) -> None:
    said = f"{journey.name} takes {walker.keys} keys and {walker.stops} stops"
    assert walker.keys <= journey.keys, f"{said}; {journey.keys} keys are its budget"
    assert walker.stops <= journey.stops, f"{said}; {journey.stops} stops are its budget"


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_with_the_keyboard(journey: Journey, keyboard: Keyboard, javascript: bool, run_record: Record) -> None:
    passed = False
    try:
        journey.walk(keyboard)
        within_budget(journey, keyboard)
        passed = True
    finally:
        run_record.journey(journey, "keyboard" if javascript else "keyboard, no JavaScript", keyboard, passed)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.journey} {walk.way}")
def test_with_a_screen_reader(walk: Walk, walks: Walks, run_record: Record, goldens: str) -> None:
    """A walk that fails is walked once more: on a busy machine Orca drops what it was about to say when the next key comes."""
    try:
        _judge(walk, walks, goldens)
    except Exception as fault:
        walk = replace(walk, again=AGAIN)
        try:
            _judge(walk, walks, goldens)
        except Exception as error:
            run_record.journey(JOURNEYS[walk.journey], walk.way, walks.of(walk).reader, False, walks=2)
            raise error from fault
    run_record.journey(JOURNEYS[walk.journey], walk.way, walks.of(walk).reader, True, walks=2 if walk.again else 1)


def _judge(walk: Walk, walks: Walks, goldens: str) -> None:
    journey = JOURNEYS[walk.journey]
    reader = walks.of(walk).reader_or_fault()
    within_budget(journey, reader)
    said = f"{journey.name} is answered by phrase {reader.phrases} after its last action"
    assert reader.phrases <= journey.phrases, f"{said}; {journey.phrases} are its budget"
    if walk.javascript:
        _as_written(walk, walks, write=goldens == "write")


def _as_written(walk: Walk, walks: Walks, *, write: bool) -> None:
    path = golden.FOLDER / walk.browser / f"{walk.journey}.txt"
    steps = golden.heard(walks.of(walk).reader.actions)
    if write:
        again = [walks.of(other).reader_or_fault() for other in walk.again_twice()]
        _write(path, golden.common([steps, *(golden.heard(reader.actions) for reader in again)]), walk)
    assert path.exists(), f"{walk.journey} has no transcript of {walk.browser.capitalize()}. {golden.HOW}"
    lost = golden.differences(golden.read(path.read_text(encoding="utf-8")), steps)
    assert not lost, f"Orca does not say or show what {path.name} tells. {golden.HOW}\n\n{lost}"


def _write(path: Path, steps: list[golden.Step], walk: Walk) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    title = f"{walk.journey} with {walk.way}: {JOURNEYS[walk.journey].task}"
    path.write_text(golden.text(steps, title), encoding="utf-8")


def test_no_transcript_is_left_over() -> None:
    walked = {f"{walk.browser}/{walk.journey}.txt" for walk in WALKS if walk.javascript}
    kept = {str(path.relative_to(golden.FOLDER)) for path in golden.FOLDER.rglob("*.txt")}
    assert kept - walked == set(), "transcripts of journeys that are not walked; remove them"
