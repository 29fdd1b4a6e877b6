"""What is asked of the model, as plain data: conditions on its fields, and a circle on the sky."""

from __future__ import annotations

from dataclasses import dataclass


class AskError(ValueError):
    """What was asked cannot be answered; the message says what was read, what is wrong and what to ask instead."""


@dataclass(frozen=True, slots=True)
class Exactly:
    """The value itself, in any case."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text with wildcards: the pieces between them, so ``NGC*`` is ``("NGC", "")``."""

    pieces: tuple[str, ...]

    def __str__(self) -> str:
        return "*".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends included; None for an open end."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Nothing:
    """No value."""


Test = Exactly | Pattern | Range | Nothing


@dataclass(frozen=True, slots=True)
class Condition:
    """A field must meet one of the tests."""

    field: str
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Cone:
    """A circle on the sky: centre (ICRS) and radius, degrees."""

    ra_deg: float
    dec_deg: float
    radius_deg: float


@dataclass(frozen=True, slots=True)
class Search:
    """Everything asked; all of the conditions must hold."""

    conditions: tuple[Condition, ...] = ()
    cone: Cone | None = None
