"""What the operator and the readers add to the declared records; the only module here that knows the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Min, Sum


class Change(models.Model):
    """What an operator did to a record: dates moved, or the whole retirement rolled back. Never edited, only undone."""

    MOVE, ROLLBACK = "move", "rollback"

    record_id = models.CharField("retirement", max_length=80, db_index=True)
    action = models.CharField(max_length=10, choices=((MOVE, "move dates"), (ROLLBACK, "roll back")), default=MOVE)
    announced = models.DateField(null=True, blank=True)
    deprecated_at = models.DateField("deprecated", null=True, blank=True)
    sunset_at = models.DateField("sunset", null=True, blank=True)
    archived_at = models.DateField("archived", null=True, blank=True)
    announced_again = models.DateField("new announcement", null=True, blank=True)
    """The day of a new announcement, without which no date moves to an earlier day."""
    reason = models.TextField()
    by = models.CharField("who", max_length=150)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.CharField(max_length=150, blank=True, editable=False)
    undone_reason = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = "change of a retirement"
        verbose_name_plural = "changes of retirements"

    def __str__(self) -> str:
        return f"{self.record_id}: {self.get_action_display()}, {self.made_at:%Y-%m-%d}"

    def save(self, *args: Any, **options: Any) -> None:
        """Check a new change like the command does, then tell this process; the others reread by themselves."""
        from mastsite.retirement import registry

        if self.pk is None:
            self.full_clean()
        super().save(*args, **options)
        registry.forget()

    def clean(self) -> None:
        from mastsite.retirement.changing import change_faults

        if found := change_faults(self):
            raise ValidationError(found)


class OldPage(models.Model):
    """A retiring page of another site behind the same address, registered by the operator."""

    id = models.SlugField(primary_key=True, max_length=80)
    pattern = models.CharField(max_length=400, help_text="path; * is one part between slashes, ** any number")
    title = models.CharField(max_length=200)
    noun = models.CharField(max_length=40, default="page")
    kind = models.CharField(max_length=4, choices=(("page", "page"), ("API", "API")), default="page")
    group = models.CharField(max_length=80, blank=True)
    announced = models.DateField()
    deprecated_at = models.DateField("deprecated")
    sunset_at = models.DateField("sunset")
    archived_at = models.DateField("archived")
    why = models.TextField(help_text="why it goes")
    better = models.TextField(help_text="what is better")
    lost = models.TextField(help_text="what is lost")
    successor = models.CharField(max_length=2000)
    successor_title = models.CharField(max_length=200)
    keeps_parameters = models.BooleanField(default=False, help_text="the successor takes the very same parameters")
    contact = models.CharField(max_length=400)
    by = models.CharField("who", max_length=150, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = "old page"

    def __str__(self) -> str:
        return f"{self.title} ({self.pattern})"

    def save(self, *args: Any, **options: Any) -> None:
        from mastsite.retirement import registry

        self.full_clean(validate_unique=False)
        super().save(*args, **options)
        registry.forget()

    def delete(self, *args: Any, **options: Any) -> Any:
        from mastsite.retirement import registry

        done = super().delete(*args, **options)
        registry.forget()
        return done

    def clean(self) -> None:
        from mastsite.retirement.changing import old_page_faults

        if found := old_page_faults(self):
            raise ValidationError(found)


class Counted(NamedTuple):
    """What is counted apart. Nothing in it tells one reader from another."""

    record_id: str
    day: date
    stage: str
    door: str
    client: str
    event: str


class Count(models.Model):
    """How often something happened on a day; see `counters`."""

    record_id = models.CharField(max_length=80)
    day = models.DateField()
    stage = models.CharField(max_length=12)
    door = models.CharField(max_length=12)
    client = models.CharField(max_length=8)
    event = models.CharField(max_length=12)
    times = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("record_id", "day", "stage", "door", "client", "event"), name="retirement_count_once"
            )
        ]

    @classmethod
    def add(cls, counts: Mapping[Counted, int]) -> None:
        """Add to the counts, all or none. Several processes may do so at once."""
        _add(cls, counts)

    @classmethod
    def sums(cls, *by: str, **conditions: Any) -> list[dict[str, Any]]:
        """Totals by some of the fields: ``sums("event", "client", record_id="hst", day__gte=day)``."""
        return list(cls.objects.filter(**conditions).order_by(*by).values(*by).annotate(total=Sum("times")))

    @classmethod
    def since(cls) -> date | None:
        """The first day on which anything was counted."""
        found: date | None = cls.objects.aggregate(first=Min("day"))["first"]
        return found


class Filled(NamedTuple):
    """A kind of search: which boxes it fills, by their names, and not with what."""

    record_id: str
    day: date
    boxes: str


class Kind(models.Model):
    """How often a kind of search was asked on a day."""

    record_id = models.CharField(max_length=80)
    day = models.DateField()
    boxes = models.CharField(max_length=300)
    times = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("record_id", "day", "boxes"), name="retirement_kind_once"),
        ]

    @classmethod
    def add(cls, counts: Mapping[Filled, int]) -> None:
        """Add to the counts, all or none."""
        _add(cls, counts)

    @classmethod
    def most(cls, record_id: str, since: date, number: int) -> list[tuple[str, int]]:
        """The boxes of the most frequent kinds since a day, and how often each was asked."""
        found = cls.objects.filter(record_id=record_id, day__gte=since).values("boxes").annotate(total=Sum("times"))
        return [(row["boxes"], row["total"]) for row in found.order_by("-total", "boxes")[:number]]


def _add(model: type[Count | Kind], counts: Mapping[Any, int]) -> None:
    with transaction.atomic():
        for key, times in sorted(counts.items()):
            mine = model.objects.filter(**key._asdict())
            if mine.update(times=F("times") + times):
                continue
            try:
                with transaction.atomic():
                    model.objects.create(**key._asdict(), times=times)
            except IntegrityError:  # another process made it in between
                mine.update(times=F("times") + times)


class Feedback(models.Model):
    """What a reader wrote about a retirement; of the reader nothing is kept."""

    record_id = models.CharField("retirement", max_length=80, db_index=True)
    day = models.DateField(db_index=True)
    message = models.TextField()
    page = models.TextField("about the address", blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = "message of a reader"
        verbose_name_plural = "messages of readers"

    def __str__(self) -> str:
        return f"{self.record_id}, {self.day}"

    @classmethod
    def of(cls, record_id: str = "") -> list[Feedback]:
        """The messages about one retirement, or all, oldest first."""
        found = cls.objects.order_by("id")
        return list(found.filter(record_id=record_id) if record_id else found)


def leave_database() -> None:
    """Give back the connection of a thread that ends or waits long."""
    from django.db import connection

    connection.close()
