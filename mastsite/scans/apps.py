"""Scans as a Django app: for its commands."""

from django.apps import AppConfig


class ScansConfig(AppConfig):
    name = "mastsite.scans"
    label = "scans"
    verbose_name = "Scans"
