"""What a template of ``templates/components`` is given, where more than one door fills it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One labelled box: a text box, or a menu when it has options (in groups, title to options)."""

    name: str
    label: str
    value: str = ""
    unit: str = ""
    hint: str = ""
    example: str = ""
    options: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    suggestions: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of hint and error, in the order in which they are heard."""
        ids = [f"{self.id}-hint"] * bool(self.hint or self.example) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(ids)
