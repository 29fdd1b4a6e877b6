"""The form: what may be typed, how much of it, and what programs type that people do not."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from mastsite.feedback import about, stamps
from mastsite.feedback.words import KINDS

LONGEST_MESSAGE = 4000
LONGEST_CONTACT = 200
MOST_LINKS = 5
"""Links to other sites in one message."""
TRAP = "website"
"""A box that neither eyes nor screen readers meet; what fills it in is a program."""

_LINK = re.compile(r"(?:https?://|\bwww\.)([^\s/?#]*)", re.IGNORECASE)
_NO_LETTER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, what Unicode says is none, and letters that turn the direction of all that follows them."""


def clean(text: str) -> str:
    """Text as people type it: without control characters, which neither databases nor terminals bear; lines end in ``\\n``."""
    return _NO_LETTER.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Text(forms.CharField):
    """A text box that says how long a text was, and how long it may be."""

    def __init__(self, *, longest: int, empty: str = "", **options: Any) -> None:
        super().__init__(required=bool(empty), strip=False, error_messages={"required": empty}, **options)
        self.longest = longest

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(
                f"{self.label} has {len(value):,} characters, and {self.longest:,} are kept. Shorten it."
            )


class FeedbackForm(forms.Form):
    """The form as shown and as sent. `page_meant` is set when its page could be read."""

    use_required_attribute = False

    message = Text(
        label="Your message",
        longest=LONGEST_MESSAGE,
        empty="The message is empty. Type what went wrong, or what you would like.",
        help_text=f"What did you want to do, and what happened? Up to {LONGEST_MESSAGE:,} characters.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    kind = forms.ChoiceField(
        label="What is it about?",
        required=False,
        choices=[("", "Choose one, if you like"), *KINDS.items()],
        error_messages={"invalid_choice": "The kind that was sent is none of the list. Choose one of it."},
    )
    page = Text(
        label="The page it is about",
        longest=about.LONGEST,
        help_text="Its search goes with it. Change it, or empty the box to send no page.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    contact = Text(
        label="How to reach you (optional)",
        longest=LONGEST_CONTACT,
        help_text="A mail address, for example. It is used to answer this message and for nothing else; without it nobody can answer.",
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"}),
    )
    website = forms.CharField(label="Leave this empty", required=False)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, request: HttpRequest, **options: Any) -> None:
        super().__init__(data, **options)
        self.host = request.get_host()
        self.page_meant = about.Page()
        self.number = ""
        """Digest of the form's own number, once it is read."""

    def clean_message(self) -> str:
        message: str = self.cleaned_data["message"]
        hosts = [host for host in _LINK.findall(message) if host.lower() != self.host.lower()]
        if len(hosts) > MOST_LINKS:
            raise forms.ValidationError(
                f"The message has {len(hosts)} links to other sites, and {MOST_LINKS} are taken. Leave some out, or write "
                "them without http://."
            )
        return message

    def clean_page(self) -> str:
        try:
            self.page_meant = about.read(self.cleaned_data["page"], self.host)
        except about.NoPage as error:
            raise forms.ValidationError(str(error)) from error
        return self.page_meant.address

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get(TRAP):
            self.add_error(
                None,
                "A box was filled in that people do not see. It is empty again, and the rest as you typed it: press Send.",
            )
        try:
            self.number = stamps.read(self.cleaned_data.get("stamp", ""))
        except stamps.BadStamp as error:
            self.add_error(None, str(error))
        return self.cleaned_data

    def again(self, *, renewed: bool) -> None:
        """Make ready to be shown again: with the text that was typed, an empty trap, and a mark that will do."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in ("message", "page", "contact"):
            data[name] = clean(data.get(name, ""))  # HTML bears no control characters either
        data[TRAP] = ""
        if renewed or not stamps.still_good(data.get("stamp", "")):
            data["stamp"] = stamps.new_stamp()
        self.data = data
