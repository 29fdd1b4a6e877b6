"""The jobs; the only module here that knows the database."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import connections, models, transaction
from django.db.models import F
from django.utils import timezone

from mastsite.jobs.states import CANCELLED, DONE, FAILED, RUNNING, STATES, UNDER_WAY, WAITING

ATTEMPTS = 2
"""A job whose process was lost is begun once more, and no oftener: it may be the job that loses it."""


def new_token() -> str:
    """132 random bits: nobody finds a job whose address they were not given."""
    return secrets.token_urlsafe(17)[:22]


class Job(models.Model):
    """Something asked for that takes longer than a page may."""

    token = models.CharField(max_length=22, primary_key=True, default=new_token, editable=False)
    kind = models.CharField(max_length=40)
    asked: Any = models.JSONField()
    digest = models.CharField(max_length=64, db_index=True, editable=False)
    """Of kind, what was asked and the rows it is asked of: who asks the same is led to the same job."""
    holdings = models.TextField(blank=True)
    """Which loading of which rows it is about."""
    state = models.CharField(max_length=10, choices=tuple(STATES.items()), default=WAITING, db_index=True)
    readers = models.PositiveIntegerField(default=1)
    """How often it was asked for: one of several cannot cancel it for the others."""
    done = models.BigIntegerField(default=0)
    of = models.BigIntegerField(default=0)
    message = models.TextField(blank=True)
    result: Any = models.JSONField(default=dict)
    file = models.CharField(max_length=100, blank=True)
    created = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    beat = models.DateTimeField(null=True)
    """When its worker last said that it is at it."""
    worker = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "background job"

    def __str__(self) -> str:
        return f"{self.kind} {self.token[:6]}…, {self.state}"

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    @classmethod
    def named(cls, token: str) -> Job | None:
        """The job of this token; none of a text with NUL, which PostgreSQL takes for no text at all."""
        return None if "\0" in token else cls.objects.filter(token=token).first()

    @classmethod
    def alike(cls, digest: str, *, states: tuple[str, ...]) -> Job | None:
        """The newest job with this digest in one of these states."""
        return cls.objects.filter(digest=digest, state__in=states).order_by("-created").first()

    @classmethod
    def number(cls, **conditions: Any) -> int:
        return cls.objects.filter(**conditions).count()

    @classmethod
    def keep(cls, **parts: Any) -> Job:
        return cls.objects.create(**parts)

    def joined(self) -> None:
        """One more asks for it."""
        Job.objects.filter(token=self.token).update(readers=F("readers") + 1)

    def cancel(self) -> bool:
        """One who asked needs it no longer; whether it is cancelled, as nobody else asked for it."""
        with transaction.atomic():
            mine = Job.objects.filter(token=self.token, state__in=UNDER_WAY)
            if mine.filter(readers__gt=1).update(readers=F("readers") - 1):
                return False
            return bool(mine.update(state=CANCELLED, ended=timezone.now(), message=""))

    @classmethod
    def take(cls, worker: str) -> Job | None:
        """The job that has waited longest, for this worker alone from now."""
        while (job := cls.objects.filter(state=WAITING).order_by("created", "token").first()) is not None:
            now = timezone.now()
            taken = cls.objects.filter(token=job.token, state=WAITING).update(
                state=RUNNING,
                worker=worker,
                started=now,
                beat=now,
                attempts=F("attempts") + 1,
                message="",
                done=0,
                of=0,
            )
            if taken:
                job.refresh_from_db()
                return job
        return None

    def is_of(self, worker: str) -> bool:
        """Say that the worker is at it; False when it was cancelled or given to another meanwhile."""
        return bool(Job.objects.filter(token=self.token, state=RUNNING, worker=worker).update(beat=timezone.now()))

    def tell(self, done: int, of: int, message: str) -> None:
        Job.objects.filter(token=self.token, state=RUNNING, worker=self.worker).update(
            done=done, of=of, message=message
        )

    def end(self, state: str, **parts: Any) -> bool:
        """End it, unless it was cancelled or given to another meanwhile."""
        mine = Job.objects.filter(token=self.token, state=RUNNING, worker=self.worker)
        return bool(mine.update(state=state, ended=timezone.now(), **parts))

    def lost(self) -> None:
        """Its process is gone: it waits anew, or has failed when that happened before."""
        mine = Job.objects.filter(token=self.token, state=RUNNING, worker=self.worker)
        if not mine.filter(attempts__lt=ATTEMPTS).update(state=WAITING, worker="", beat=None):
            mine.update(
                state=FAILED,
                ended=timezone.now(),
                message=f"The process that did this was lost {ATTEMPTS} times, perhaps for want of memory. "
                "Ask for less, or tell the operator.",
            )

    @classmethod
    def find_lost(cls, before: datetime) -> int:
        """Take care of every running job whose worker has said nothing since `before`; how many there were."""
        found = list(cls.objects.filter(state=RUNNING, beat__lt=before))
        for job in found:
            job.lost()
        return len(found)

    @classmethod
    def ended_before(cls, moment: datetime) -> list[Job]:
        return list(cls.objects.filter(ended__lt=moment))

    @classmethod
    def ended_first(cls, beyond: int) -> list[Job]:
        """The jobs that ended first, without the `beyond` that ended last."""
        return list(cls.objects.filter(ended__isnull=False).order_by("-ended")[beyond:])

    @classmethod
    def finished(cls, **parts: Any) -> Job:
        """Keep what was done at once, as a job that is done."""
        now = timezone.now()
        return cls.objects.create(state=DONE, started=now, ended=now, **parts)


def close_connections() -> None:
    """Before a process forks: two processes on one connection confuse each other."""
    connections.close_all()
