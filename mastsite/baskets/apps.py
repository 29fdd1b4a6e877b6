"""Baskets as a Django app of its own: long ones have a small table."""

from django.apps import AppConfig


class BasketsConfig(AppConfig):
    name = "mastsite.baskets"
    label = "baskets"
    verbose_name = "Baskets"
    default_auto_field = "django.db.models.BigAutoField"
