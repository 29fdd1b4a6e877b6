"""What is loaded: one row a mission; and what each loading brought. The missions' own tables are made by the loader, see `tables`."""

from __future__ import annotations

from typing import Any

from django.db import models


class Holding(models.Model):
    """Which table holds a mission's rows now, since when, from where, and what the loader reported."""

    slug = models.CharField(max_length=40, primary_key=True)
    table = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    row_count = models.BigIntegerField()
    loaded_at = models.DateTimeField()
    source = models.TextField()
    shape = models.CharField(max_length=64)
    """Digest of the columns as declared when the table was made."""
    fingerprint = models.CharField(max_length=64)
    """Digest of the shipped files it was made from; empty when an operator loaded a file of their own."""
    report: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = "holding"

    def __str__(self) -> str:
        return f"{self.slug} v{self.version}: {self.row_count:,} rows"

    @property
    def stamp(self) -> str:
        """Names this loading in files and headers: ``hst v3, loaded 2026-11-20``."""
        return f"{self.slug} v{self.version}, loaded {self.loaded_at:%Y-%m-%d}"


class Loading(models.Model):
    """One loading of a mission's rows: how many, and how many of them the loading before did not have."""

    slug = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()
    row_count = models.BigIntegerField()
    added = models.BigIntegerField(null=True)
    """None for a first loading, or after one whose rows had another identifier: nothing is known to be new."""
    gone = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "loading"
        indexes = [models.Index(fields=["slug", "-version"], name="search_loading_newest")]

    def __str__(self) -> str:
        return f"{self.slug} v{self.version}: {self.row_count:,} rows, {self.added} new"


class Arrival(models.Model):
    """The identifier of a row that came with a loading; a later loading may be without it."""

    loading = models.ForeignKey(Loading, models.CASCADE, related_name="arrivals")
    identifier = models.TextField()

    class Meta:
        verbose_name = "arrival"

    def __str__(self) -> str:
        return self.identifier
