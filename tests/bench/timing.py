"""Things that take turns, and what their times say: medians, quartiles, and ratios between things of one run."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Step = Callable[[], Any]


@dataclass(slots=True)
class Times:
    """Milliseconds of one thing, one for each round."""

    ms: list[float] = field(default_factory=list)

    @property
    def n(self) -> int:
        return len(self.ms)

    def at(self, share: float) -> float:
        """The time that this share of the rounds kept below."""
        ordered = sorted(self.ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median(self) -> float:
        return statistics.median(self.ms)

    @property
    def p99(self) -> float:
        return self.at(0.99)

    def __str__(self) -> str:
        return number(self.median)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as long one thing took as another: the median over the rounds, and the quartiles."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"**{number(self.median)}** ({number(self.low)}–{number(self.high)})"


def ratio(times: Times, base: Times) -> Ratio:
    """Round by round, because the rounds are different searches and the two of a round are neighbours in time."""
    return ratio_of([one / other for one, other in zip(times.ms, base.ms, strict=True)])


def ratio_of(ratios: Sequence[float]) -> Ratio:
    if len(ratios) == 1:
        return Ratio(ratios[0], ratios[0], ratios[0])
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return Ratio(middle, low, high)


def take_turns(steps: Mapping[str, Step], times: Mapping[str, Times], dice: random.Random) -> dict[str, Any]:
    """Run every step once, in random order, adding to its times; the steps' answers."""
    order = list(steps)
    dice.shuffle(order)
    answers = {}
    gc.collect(0)
    for name in order:
        began = time.perf_counter()
        answers[name] = steps[name]()
        times[name].ms.append((time.perf_counter() - began) * 1000)
    return answers


def number(value: float) -> str:
    """Three figures of a number: 0.0123, 1.23, 12.3, 123, 1,234."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"
