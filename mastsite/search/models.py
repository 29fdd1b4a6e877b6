"""What is loaded: one row a mission. The missions' own tables are made by the loader, see `tables`."""

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
