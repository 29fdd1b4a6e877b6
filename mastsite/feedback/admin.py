"""The messages on the operator's pages: read, answered, or turned into a change; never written."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from mastsite.feedback.models import Message

SENT = ("reference", "day", "kind", "message", "contact", "page", "mission", "search", "build")


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("reference", "day", "kind", "path", "message", "state")
    list_filter = ("state", "kind", "day", "mission")
    search_fields = ("reference", "message", "path")
    fields = (*SENT, "state", "note")
    readonly_fields = SENT

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
