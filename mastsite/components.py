"""What a template of ``templates/components`` is given, where more than one door fills it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

AS_TYPED = mark_safe(' autocomplete="off" autocapitalize="off" spellcheck="false"')
"""For boxes of names and numbers, which no browser should mend."""
NOTHING = SafeString()


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of the error summary; `target` is the id of its box, or empty when there is none."""

    sentence: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One labelled box: a text box, or a menu when it has options (in groups, title to options).

    Parameters
    ----------
    kind : the type of the input, such as "text" or "file"; or "textarea", "checkbox", or "drawn" and "group" for
        what `drawn` is the HTML of (with "group" it has labels of its own, and the box's label names them together).
    value : what stands in it; of a checkbox what it sends.
    ticked : of a checkbox.
    attributes : further attributes as HTML, with a blank before each.
    own_id : in place of the id made of its name.
    example_aloud : the example in words, where it has signs that a screen reader does not say.
    """

    name: str
    label: str
    value: str = ""
    unit: str = ""
    hint: str = ""
    example: str = ""
    options: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    suggestions: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    kind: str = "text"
    ticked: bool = False
    attributes: SafeString = AS_TYPED
    drawn: SafeString = NOTHING
    own_id: str = ""
    example_aloud: str = ""

    @property
    def id(self) -> str:
        return self.own_id or f"f-{self.name}"

    @property
    def is_input(self) -> bool:
        """Whether it is drawn as one <input> after its label, as nearly all are."""
        return not (self.options or self.drawn or self.kind in ("textarea", "checkbox"))

    @property
    def described_by(self) -> str:
        """Ids of hint and error, in the order in which they are heard."""
        ids = [f"{self.id}-hint"] * bool(self.hint or self.example) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(ids)

    @property
    def said(self) -> SafeString:
        """Attributes by which hint and error are heard with the box. In one piece, because a form has a hundred boxes."""
        said = f' aria-describedby="{escape(ids)}"' if (ids := self.described_by) else ""
        return mark_safe(f'{said} aria-invalid="true"' if self.errors else said)  # noqa: S308  (escaped)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, the same in words, and the numbers behind it.

    Parameters
    ----------
    title : of the table.
    words : what the picture shows, for those who see it and those who do not.
    headings : each with its class, such as "num".
    lines : cells of each row, the first of which heads it.
    """

    title: str
    words: str
    headings: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, ...], ...]
