"""Keeping a message, within bounds that no sender can overrun; who sends is neither asked nor noted."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from mastsite.feedback import stamps
from mastsite.feedback.about import Page
from mastsite.feedback.models import Message
from mastsite.feedback.words import CHANGED
from mastsite.freshness import build

logger = logging.getLogger(__name__)

MOST_A_DAY_OF_A_PAGE = 50
SAME_DAYS = 30
"""For so many days the same words about the same page are kept once."""


class NotKept(Exception):
    """A message that was not kept; the sentence says why and what to do.

    Parameters
    ----------
    status : for the answer.
    retry_s : seconds after which it may be sent again; 0 where waiting does not help.
    """

    def __init__(self, sentence: str, status: int, retry_s: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.retry_s = status, retry_s


class SentBefore(NotKept):
    """A form that was sent already, with other words."""


def keep(number: str, page: Page, *, message: str, kind: str, contact: str) -> str:
    """Keep a message and give its reference.

    Parameters
    ----------
    number : digest of the number of the form; a form that comes twice is kept once.

    Raises
    ------
    NotKept
    """
    try:
        return _kept(number, page, {"message": message, "kind": kind, "contact": contact})
    except DatabaseError as error:
        logger.exception("a message of a reader was not kept")
        raise NotKept(
            "Your message could not be kept, because the database does not answer. It is still in its box: try again in a minute.",
            503,
            60,
        ) from error


def _kept(number: str, page: Page, parts: dict[str, Any]) -> str:
    moment = stamps.now()
    day = moment.date()
    digest = _digest(parts["message"], page.path)
    if not takes_messages():
        raise NotKept(
            "This site takes no messages at present. Keep a copy of your text and write to the operator.", 503
        )
    if before := Message.of_form(number):
        if before.digest == digest:
            return before.reference
        raise SentBefore(
            "This form was sent before. To send what it says now as a further message, press Send again.", 400
        )
    if Message.number(digest=digest, day__gt=day - timedelta(days=SAME_DAYS)):
        raise NotKept(
            "The same words about this page were sent before, and are kept. If there is more to say, add it.", 400
        )
    if Message.number(day=day) >= settings.FEEDBACK_PER_DAY:
        raise NotKept(f"More was written today than is kept on one day. {TOMORROW}", 429, _to_midnight_s(moment))
    if Message.number(day=day, path=page.path) >= MOST_A_DAY_OF_A_PAGE:
        raise NotKept(
            f"More was written about this page today than is kept on one day. {TOMORROW}", 429, _to_midnight_s(moment)
        )
    return Message.keep(
        day=day, page=page.address, path=page.path, mission=page.mission, search=page.search, build=build(),
        stamp=number, digest=digest, **parts,
    )  # fmt: skip


TOMORROW = "Your text is still in its box: keep a copy of it and send it tomorrow."


def _digest(message: str, path: str) -> str:
    words = " ".join(message.casefold().split())
    return hashlib.sha256(f"{path}\n{words}".encode()).hexdigest()


def _to_midnight_s(moment: datetime) -> int:
    tomorrow = (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, int((tomorrow - moment).total_seconds()))


def takes_messages() -> bool:
    return int(settings.FEEDBACK_PER_DAY) > 0


def totals() -> dict[str, int]:
    """How many messages are kept, and how many led to a change: for everyone to see."""
    return {"messages": Message.number(), "led_to_a_change": Message.number(state=CHANGED)}
