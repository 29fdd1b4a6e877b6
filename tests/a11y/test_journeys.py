"""Every journey, with the keyboard alone and with a screen reader, within its budget."""

from __future__ import annotations

import pytest

from tests.a11y.journeys import JOURNEYS, Journey
from tests.a11y.walker import Keyboard, Reader, Walker

journeys = pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)


def within_budget(journey: Journey, walker: Walker) -> None:
    journey.walk(walker)
    said = f"{journey.name} takes {walker.keys} keys and {walker.stops} stops"
    assert walker.keys <= journey.keys, f"{said}; {journey.keys} keys are its budget"
    assert walker.stops <= journey.stops, f"{said}; {journey.stops} stops are its budget"


@journeys
def test_with_the_keyboard(journey: Journey, keyboard: Keyboard) -> None:
    within_budget(journey, keyboard)


@journeys
def test_with_a_screen_reader(journey: Journey, reader: Reader) -> None:
    within_budget(journey, reader)
