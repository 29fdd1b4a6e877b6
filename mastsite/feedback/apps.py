"""Feedback as a Django app of its own."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "mastsite.feedback"
    label = "feedback"
    verbose_name = "Feedback"
    default_auto_field = "django.db.models.BigAutoField"
