"""The messages of readers; the only module here that knows the database."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Count, F
from django.db.models.functions import TruncMonth

from mastsite.feedback.words import KINDS, NEW, STATES


def new_reference() -> str:
    """A number to name a message by, such as ``4832-1907``: easy to say, and not to be guessed from another."""
    return f"{secrets.randbelow(10_000):04}-{secrets.randbelow(10_000):04}"


class Message(models.Model):
    """What a reader wrote, and the page and search it is about. Nothing here tells who wrote, unless they say so."""

    reference = models.CharField(max_length=9, unique=True)
    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=10, blank=True, choices=tuple(KINDS.items()))
    message = models.TextField()
    contact = models.CharField("how to reach them", max_length=200, blank=True)
    page = models.TextField("about the address", blank=True)
    path = models.CharField("about the page", max_length=300, blank=True, db_index=True)
    mission = models.CharField(max_length=40, blank=True)
    search = models.TextField("the search in words", blank=True)
    build = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=tuple(STATES.items()), default=NEW, db_index=True)
    note = models.TextField("the operator's note", blank=True)
    stamp = models.CharField(max_length=64, unique=True, editable=False)
    """Digest of the form it was sent with, so that a form sent twice is kept once."""
    digest = models.CharField(max_length=64, db_index=True, editable=False)
    """Of its words and page, so that the same is not kept again and again."""

    class Meta:
        ordering = ("id",)
        verbose_name = "message of a reader"
        verbose_name_plural = "messages of readers"

    def __str__(self) -> str:
        return f"{self.reference}, {self.day}"

    @classmethod
    def keep(cls, **parts: Any) -> str:
        """Keep a message under a new reference, and give that; of a form sent twice at once, the one reference."""
        for _attempt in range(20):
            try:
                with transaction.atomic():
                    return cls.objects.create(reference=new_reference(), **parts).reference
            except IntegrityError:
                if found := cls.of_form(parts["stamp"]):
                    return found.reference
        raise IntegrityError("no reference is free")

    @classmethod
    def of_form(cls, stamp: str) -> Message | None:
        """What was sent with a form, if anything was."""
        return cls.objects.filter(stamp=stamp).first()

    @classmethod
    def number(cls, **conditions: Any) -> int:
        return cls.objects.filter(**conditions).count()

    @classmethod
    def counts(cls, by: str) -> list[tuple[str, int]]:
        """How many messages for each value of a field, or for each ``month``; most first, months in order."""
        found = cls.objects.annotate(month=TruncMonth("day"), value=F(by))
        order = ("value",) if by == "month" else ("-times", "value")
        rows = found.order_by().values("value").annotate(times=Count("id")).order_by(*order)
        return [(f"{row['value']:%Y-%m}" if by == "month" else row["value"], row["times"]) for row in rows]

    @classmethod
    def chosen(cls, **conditions: Any) -> list[Message]:
        """The messages that meet conditions, oldest first."""
        return list(cls.objects.filter(**conditions).order_by("id"))

    @classmethod
    def forget_contacts(cls, before: date) -> int:
        """Empty the ways to reach people in messages of earlier days; how many there were."""
        return cls.objects.filter(day__lt=before).exclude(contact="").update(contact="")
