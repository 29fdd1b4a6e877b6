"""What readers say of a retirement: a form on its page, without account, kept for the operator and shown to nobody else."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError

from mastsite.retirement.clock import today
from mastsite.retirement.models import Feedback

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 4000
LONGEST_PAGE = 2000
MOST_A_DAY = 500
"""Messages kept on one day, of all retirements together, so that nobody can fill the disk."""
TRAP = "website"
"""A field that people do not see; what fills it in is a program."""


@dataclass(slots=True)
class Form:
    """The form as it was sent: what was typed, and what is wrong with it, by field."""

    message: str = ""
    page: str = ""
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def longest_message(self) -> int:
        return LONGEST_MESSAGE

    @property
    def longest_page(self) -> int:
        return LONGEST_PAGE


class NotKept(Exception):
    """A message that could not be kept; the sentence says why."""


def read(sent: Mapping[str, str]) -> Form:
    form = Form(_clean(sent.get("message", "")), _clean(sent.get("page", "")))
    if not form.message:
        form.faults["message"] = "The message is empty. Type what you would miss, or what went wrong."
    elif len(form.message) > LONGEST_MESSAGE:
        form.faults["message"] = (
            f"The message has {len(form.message):,} characters, and {LONGEST_MESSAGE:,} are kept. Shorten it."
        )
    if len(form.page) > LONGEST_PAGE:
        form.faults["page"] = (
            f"The address has {len(form.page):,} characters, and {LONGEST_PAGE:,} are kept. Give the part before the ?."
        )
    if sent.get(TRAP):
        form.faults[TRAP] = "A field was filled in that people do not see. Leave it empty."
    return form


def _clean(text: str) -> str:
    """Text without what is neither letter nor line, which no database has to keep."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in lines).strip()


def keep(record_id: str, form: Form) -> None:
    """Keep a message.

    Raises
    ------
    NotKept
    """
    day = today()
    try:
        if Feedback.objects.filter(day=day).count() >= MOST_A_DAY:
            raise NotKept("More was written today than is kept on one day. Try again tomorrow.")
        Feedback.objects.create(record_id=record_id, day=day, message=form.message, page=form.page)
    except DatabaseError as error:
        logger.exception("a message on the retirement %s was not kept", record_id)
        raise NotKept("Your message could not be kept. Try again in a minute.") from error
