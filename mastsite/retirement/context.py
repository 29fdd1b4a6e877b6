"""For templates: the notice of the page, and whether notices are hidden."""

from __future__ import annotations

from django.http import HttpRequest

from mastsite.retirement import dismissal


def retirement(request: HttpRequest) -> dict[str, object]:
    """Context processor. ``retirement`` is the `Notice` of a retiring page, else None."""
    return {
        "retirement": getattr(request, "retirement", None),
        "retirement_notices_hidden": bool(dismissal.read(request)),
    }
