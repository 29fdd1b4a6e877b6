"""Baskets that are too long for a link; the only module here that knows the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone


class Kept(models.Model):
    """A basket under the digest of what is in it: who makes the same has the same, and nobody can change it."""

    name = models.CharField(max_length=22, primary_key=True, editable=False)
    rows = models.BinaryField()
    """As `link` packs them."""
    opened = models.DateTimeField(default=timezone.now, db_index=True)
    """When it was made or last opened, to the day."""

    class Meta:
        verbose_name = "kept basket"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, name: str, rows: bytes) -> None:
        cls.objects.get_or_create(name=name, defaults={"rows": rows})

    @classmethod
    def packed(cls, name: str) -> bytes | None:
        """The packed rows of a basket, which is opened by this."""
        found = cls.objects.filter(name=name).first()
        if found is None:
            return None
        if found.opened < timezone.now() - timedelta(days=1):
            cls.objects.filter(name=name).update(opened=timezone.now())
        return bytes(found.rows)

    @classmethod
    def purge(cls, before: datetime, most: int) -> None:
        """Forget baskets that were opened last before a moment, and those beyond a number, the longest unopened first."""
        cls.objects.filter(opened__lt=before).delete()
        if beyond := list(cls.objects.order_by("-opened", "name").values_list("name", flat=True)[most:]):
            for start in range(0, len(beyond), 500):
                cls.objects.filter(name__in=beyond[start : start + 500]).delete()
