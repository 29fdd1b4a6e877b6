"""How a walk is compared with its transcript: lost and changed words are told, more of them are not."""

from __future__ import annotations

import pytest

from tests.a11y import golden
from tests.a11y.golden import Step
from tests.a11y.walker import Action

WALK = [
    Action("opens /search/hst/", ("Loading.  Please wait.", "A page document web.", "Sort by combo box collapsed", "None.")),
    Action("Tab", ("Target entry.", "Focus mode"), ("Target $l", "Focus mode", "Target $l")),
    Action("types m 31", ("Suggestions.", "M 31"), ("Target m $l", "Target m 31 $l")),
    Action("Enter (to another page)", ("searched in 12 ms.", "It will retire in 312 days."), ()),
]  # fmt: skip
TOLD = [
    Step("opens /search/hst/", ("A page document web.",), ()),
    Step("Tab", ("Target entry.",), ("Target $l",)),
    Step("types m 31", ("Suggestions.", "M 31"), ("Target m 31 $l",)),
    Step("Enter (to another page)", ("searched in N ms.", "It will retire in N days."), ()),
]


def test_a_transcript_is_written_without_chatter_and_read_again() -> None:
    steps = golden.common([golden.heard(WALK), golden.heard(WALK)])
    assert steps == TOLD
    assert golden.read(golden.text(steps, "T99: a task")) == TOLD


def changed(place: int, **what: tuple[str, ...]) -> list[Action]:
    action = WALK[place]
    told = {"noticed": action.noticed, "braille": action.braille, **what}
    return [*WALK[:place], Action(action.name, **told), *WALK[place + 1 :]]


@pytest.mark.parametrize(
    "walk",
    [
        WALK,
        changed(1, noticed=("clickable.", "leaving panel.", "Target entry.")),
        changed(1, braille=("something before", "Target $l", "something after")),
        changed(3, noticed=("searched in 1,302 ms.", "It will retire in 1 day.", "more")),
        changed(3, noticed=("It will retire in 312 days.", "searched in 12 ms.")),
    ],
    ids=[
        "the same",
        "more speech",
        "more braille",
        "other numbers that differ each time",
        "a new page in another order",
    ],
)
def test_more_is_no_difference(walk: list[Action]) -> None:
    assert golden.differences(TOLD, golden.heard(walk)) == ""


@pytest.mark.parametrize(
    ("walk", "told"),
    [
        (changed(1, noticed=("entry.",)), "At action 2, > Tab\n- speech: Target entry."),
        (changed(1, braille=()), "- braille: Target $l"),
        (changed(2, noticed=("M 31", "Suggestions.")), "- speech: M 31"),
        (changed(3, noticed=("searched in 12 ms.",)), "- speech: It will retire in N days."),
        ([*WALK[:1], *WALK], "The way is another one"),
    ],
    ids=["a word lost", "braille lost", "another order", "a new page without a line", "another way"],
)  # fmt: skip
def test_what_is_lost_is_told(walk: list[Action], told: str) -> None:
    assert told in golden.differences(TOLD, golden.heard(walk))


def test_a_transcript_demands_what_every_walk_heard() -> None:
    walks = [golden.heard(WALK), golden.heard(changed(1, noticed=("Target entry.", "once only")))]
    assert golden.common(walks)[1].speech == ("Target entry.",)
