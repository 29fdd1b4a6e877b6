"""A mission's rows taken over from the bench's SQLite file: the same rows under the same numbers, in less time than loading."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.dateparse import parse_datetime

from mastsite.search import bulk
from mastsite.search.declare import Mission
from mastsite.search.models import Holding
from mastsite.search.tables import model_for, shape
from tests.bench import empty


def from_sqlite(mission: Mission, least: int) -> bool:
    """Fill the connected database from the file beside it; False where the file does not hold so many rows of this shape."""
    path = Path(settings.DATA) / "archive.sqlite3"
    if connection.vendor == "sqlite" or not path.exists():
        return False
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as held:
        held.row_factory = sqlite3.Row
        asked = "SELECT * FROM search_holding WHERE slug = ? AND row_count >= ? AND shape = ?"
        there = held.execute(asked, [mission.slug, least, shape(mission)]).fetchone()
        if there is None:
            return False
        held.row_factory = None
        model = model_for(mission.slug, there["table"])
        empty.create(mission, there["table"], there["row_count"])
        names = [field.column for field in model._meta.concrete_fields]
        with transaction.atomic():
            bulk.fill(there["table"], names, _rows(held, model, there["table"]))
    empty.finish(mission, there["table"], there["row_count"])
    told = {name: there[name] for name in ("table", "version", "row_count", "source", "shape", "fingerprint")}
    told |= {"loaded_at": parse_datetime(f"{there['loaded_at']}Z"), "report": json.loads(there["report"])}
    Holding.objects.update_or_create(slug=mission.slug, defaults=told)
    return True


def _rows(held: sqlite3.Connection, model: Any, table: str) -> Iterator[tuple[Any, ...]]:
    fields = model._meta.concrete_fields
    truths = [at for at, field in enumerate(fields) if field.get_internal_type() == "BooleanField"]
    names = ", ".join(f'"{field.column}"' for field in fields)
    for row in held.execute(f'SELECT {names} FROM "{table}" ORDER BY row_id'):
        if not truths:
            yield row
            continue
        cells = list(row)
        for at in truths:
            cells[at] = None if cells[at] is None else bool(cells[at])
        yield tuple(cells)
