"""The operator's pages, for sites that have Django's admin: a change is made once and then only undone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from mastsite.retirement import changing, clock
from mastsite.retirement.models import Change, Count, Feedback, OldPage


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("record_id", "action", "sunset_at", "reason", "by", "made_at", "undone_at")
    fields = (
        "record_id",
        "action",
        "announced",
        "deprecated_at",
        "sunset_at",
        "archived_at",
        "announced_again",
        "reason",
    )
    actions = ("undo",)

    def get_form(self, request: HttpRequest, obj: Change | None = None, change: bool = False, **options: Any) -> Any:
        """Who and when are known before the checks are run."""
        form = super().get_form(request, obj, change, **options)

        class Signed(form):  # type: ignore[misc, valid-type]
            def _post_clean(self) -> None:
                self.instance.by, self.instance.made_at = request.user.get_username(), clock.now()
                super()._post_clean()

        return Signed

    def has_change_permission(self, request: HttpRequest, obj: Change | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Change | None = None) -> bool:
        return False

    @admin.action(description="Undo the last change of the chosen retirements", permissions=["add"])
    def undo(self, request: HttpRequest, chosen: Any) -> None:
        for id in sorted({change.record_id for change in chosen}):
            try:
                changing.undo(id, by=request.user.get_username(), reason="Undone on the operator's page")
            except changing.Refused as error:
                self.message_user(request, str(error), messages.ERROR)


@admin.register(OldPage)
class OldPageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "title", "pattern", "sunset_at", "successor")
    exclude = ("by",)

    def save_model(self, request: HttpRequest, obj: OldPage, form: Any, change: bool) -> None:
        obj.by = request.user.get_username()
        super().save_model(request, obj, form, change)


@admin.register(Count)
class CountAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("record_id", "day", "stage", "door", "client", "event", "times")
    list_filter = ("event", "client", "day")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Count | None = None) -> bool:
        return False


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("day", "record_id", "message", "page")
    list_filter = ("record_id", "day")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        return False
