"""Records that an operator registered, beside those that are declared in code."""

from __future__ import annotations

from django.http import HttpRequest

from mastsite.retirement.models import OldPage
from mastsite.retirement.record import Carried, Dates, Dropped, FieldChange, Record


def record_of(page: OldPage) -> Record:
    """A registered page as a record like any other."""

    def carry(request: HttpRequest) -> Carried:
        query = request.META.get("QUERY_STRING", "")
        if page.keeps_parameters:
            return Carried(f"{page.successor}?{query}" if query else page.successor, complete=True)
        dropped = tuple(Dropped(name, "the successor has no such parameter") for name in request.GET)
        return Carried(page.successor, complete=not dropped, dropped=dropped)

    def fields() -> tuple[FieldChange, ...]:
        return ()

    return Record(
        id=page.id,
        title=page.title,
        noun=page.noun,
        kind="API" if page.kind == "API" else "page",
        patterns=(page.pattern,),
        dates=Dates(page.announced, page.deprecated_at, page.sunset_at, page.archived_at),
        why=page.why,
        better=page.better,
        lost=page.lost,
        successor=page.successor,
        successor_title=page.successor_title,
        contact=page.contact,
        group=page.group,
        carry=carry,
        fields=fields,
    )
