"""The two forms of the pages about usability: ten answers to the questionnaire, and many people's answers at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from mastsite.components import Wrong
from mastsite.guides import scale

_ANSWERS = [(str(number), str(number)) for number in range(scale.LEAST, scale.MOST + 1)]
_ANSWERS[0] = (_ANSWERS[0][0], f"{scale.LEAST} strongly disagree")
_ANSWERS[-1] = (_ANSWERS[-1][0], f"{scale.MOST} strongly agree")


class Questionnaire(forms.Form):
    """A box of choices for each statement, q1 to q10."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, auto_id="f-%s", **more)
        for number, statement in enumerate(scale.STATEMENTS, 1):
            wrong = f"Statement {number} has no mark from 1 to 5. Mark 3 when you cannot say."
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=f"{number}. {statement}",
                choices=_ANSWERS,
                widget=forms.RadioSelect(attrs={"class": "checks"}),
                error_messages={"required": wrong, "invalid_choice": wrong},
            )

    @property
    def answers(self) -> list[int]:
        """The ten marks, once the form is valid."""
        return [int(self.cleaned_data[name]) for name in self.fields]


class Scores(forms.Form):
    """Questionnaires of several people with a mean to compare with, and how many succeeded at a task."""

    answers = forms.CharField(
        label="Answers",
        help_text="A line for each participant, ten marks from 1 to 5: 4 2 5 1 4 2 5 2 4 1",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    compare = forms.ChoiceField(
        label="Compared with the mean of",
        choices=[(name, f"{words} ({value})") for name, (value, words, _source) in scale.MEANS.items()],
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is no mean to compare with. Choose one of the menu."},
    )
    succeeded = forms.CharField(
        label="Succeeded alone", help_text="Whoever needed help did not.", required=False, max_length=6
    )
    tried = forms.CharField(label="Tried", help_text="All who began the task.", required=False, max_length=6)

    def clean_answers(self) -> list[tuple[int, ...]]:
        try:
            return scale.participants(self.cleaned_data["answers"])
        except scale.BadAnswers as error:
            raise forms.ValidationError(str(error)) from None

    def clean_compare(self) -> str:
        return self.cleaned_data["compare"] or next(iter(scale.MEANS))

    def clean_succeeded(self) -> int | None:
        return _count(self.cleaned_data["succeeded"])

    def clean_tried(self) -> int | None:
        return _count(self.cleaned_data["tried"])

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        succeeded, tried = given.get("succeeded"), given.get("tried")
        if "succeeded" in given and "tried" in given and (succeeded, tried) != (None, None):
            if tried is None:
                self.add_error("tried", "How many tried is missing. Type a whole number, such as 5.")
            elif succeeded is None:
                self.add_error("succeeded", "How many succeeded is missing. Type a whole number, such as 4.")
            else:
                try:
                    given["rate"] = scale.success_rate(succeeded, tried)
                except scale.BadAnswers as error:
                    self.add_error("succeeded", str(error))
        return given


def _count(text: str) -> int | None:
    """A whole number; None where nothing was typed."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise forms.ValidationError(f"“{text}” is no whole number. Type digits, such as 4.")
    return int(text)


def strangers(given: QueryDict, known: Iterable[str]) -> list[Wrong]:
    """A line for each parameter that is no box of the form."""
    names = sorted(set(given) - set(known))[:10]
    return [Wrong(f"“{printable(name)[:40]}” is no box of this page. Leave it out of the address.") for name in names]


def printable(text: str) -> str:
    """Text without characters that HTML does not allow; lines stay."""
    return "".join(letter if letter.isprintable() or letter in "\r\n\t" else "\ufffd" for letter in text)


def cleaned(given: QueryDict) -> QueryDict:
    """What was sent, as far as HTML can show it again."""
    shown = given.copy()
    for name, values in given.lists():
        shown.setlist(name, [printable(str(value)) for value in values])
    return shown
