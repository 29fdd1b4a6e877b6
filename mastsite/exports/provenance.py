"""Where a file is from and how it ended, for every format to say in its own way."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from mastsite.exports.digest import NAME

if TYPE_CHECKING:
    from mastsite.exports.stream import Tally
    from mastsite.search.declare import Column
    from mastsite.search.result import Message, Result

Fact = tuple[str, str]


def one_line(text: str) -> str:
    return " ".join(text.split())


def asked_at(result: Result) -> str:
    """When the search began, ISO 8601, UTC; a time without a zone is taken for UTC."""
    moment = result.asked_at if result.asked_at.tzinfo else result.asked_at.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record(result: Result, address: str) -> dict[str, object]:
    """Everything known before the rows, for formats that hold structures (JSON)."""
    mission = result.mission
    return {
        "query": result.summary,
        "mission": mission.slug,
        "mission_name": mission.name,
        "address": address,
        "asked_at": asked_at(result),
        "holdings_version": result.holdings_version,
        "count": result.count.value if result.count else None,
        "count_exact": result.count.exact if result.count else None,
        "messages": [_message(message) for message in result.messages],
        "acknowledgement": mission.acknowledgement,
    }


def facts(result: Result, address: str) -> list[Fact]:
    """The same as flat lines of text, without those that are empty."""
    mission = result.mission
    lines = [
        ("query", result.summary),
        ("mission", f"{mission.name} ({mission.slug})"),
        ("address", address),
        ("asked_at", asked_at(result)),
        ("holdings_version", result.holdings_version),
        ("count", _count(result)),
        *_notes(result.messages),
        ("acknowledgement", mission.acknowledgement),
    ]
    return [(name, one_line(text)) for name, text in lines if text]


def late_facts(result: Result, said: int) -> list[Fact]:
    """Messages that came while the rows were read; `said` were there before."""
    return [(name, one_line(text)) for name, text in _notes(result.messages[said:])]


def end_facts(result: Result, tally: Tally, said: int) -> list[Fact]:
    """What is known after the rows: late messages, the SHA-256 of their identifiers, and how the file ended."""
    known = [(NAME, tally.fingerprint)] if tally.fingerprint else []
    return [*late_facts(result, said), *known, ("end", end_line(result, tally))]


def end_record(result: Result, tally: Tally, said: int = 0) -> dict[str, object]:
    """How the file ended: ``complete`` is true only when neither ``truncated`` nor ``error`` says anything."""
    truncated = tally.truncated or result.truncated
    return {
        "rows": tally.rows,
        NAME: tally.fingerprint,
        "complete": not (truncated or tally.error),
        "truncated": truncated,
        "error": tally.error,
        "messages": [_message(message) for message in result.messages[said:]],
    }


def end_line(result: Result, tally: Tally) -> str:
    """``106 rows, complete``, ``5000 rows, truncated: why`` or ``FAILED after 17 rows: why``."""
    truncated = tally.truncated or result.truncated
    rows = f"{tally.rows} row{'' if tally.rows == 1 else 's'}"
    if tally.error:
        return f"FAILED after {rows}: {tally.error}"
    return one_line(f"{rows}, truncated: {truncated}") if truncated else f"{rows}, complete"


def column_record(column: Column) -> dict[str, str]:
    """What a column is, for formats that can say so."""
    return {
        "name": column.name,
        "label": column.label,
        "kind": column.kind,
        "unit": column.unit,
        "ucd": column.ucd,
        "description": column.description,
    }


def _count(result: Result) -> str:
    """``1207`` or ``more than 10000``: without the page's commas, so that a program reads it."""
    if result.count is None:
        return ""
    return f"{'' if result.count.exact else 'more than '}{result.count.value}"


def _notes(messages: list[Message]) -> list[Fact]:
    return [("warning" if message.level == "warning" else "message", message.text) for message in messages]


def _message(message: Message) -> dict[str, str]:
    return {"level": message.level, "text": message.text}
