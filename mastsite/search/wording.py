"""Conditions written out: in the grammar, for boxes and addresses, and in English, for pages and citations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mastsite.search.declare import Column
from mastsite.search.moments import Moment
from mastsite.search.terms import Between, Bound, Compare, Criterion, Equals, IsNull, Like, Term, Test, Value
from mastsite.search.units import Number, Order, number_text

MOST_SAID = 12
"""Alternatives said in full; of a longer list the first are said, and how many more there are."""

_BARE = re.compile(r"(?!\.)[\w./:;()&#@^$?'{}\[\]+-]+(?: [\w./:;()&#@^$?'{}\[\]+-]+)*(?<!\.)")
_OPERATOR = re.compile(r"(?:not|is) |(?:null|empty)$", re.I)
_PLAIN = re.compile(r"[^\s\"“”,;*%]+(?: [^\s\"“”,;*%]+){0,3}")
_JOINS = re.compile(r"\b(?:and|or|nor|not|is|between|null)\b", re.I)
_NUMBERS: dict[Order, str] = {"<": "less than {}", "<=": "at most {}", ">": "more than {}", ">=": "at least {}"}
_DATES: dict[Order, str] = {"<": "before {}", "<=": "{} or earlier", ">": "after {}", ">=": "{} or later"}
_TEXTS: dict[Order, str] = {
    "<": "before {} in the alphabet", "<=": "{} or before it in the alphabet",
    ">": "after {} in the alphabet", ">=": "{} or after it in the alphabet",
}  # fmt: skip


def spell(column: Column, criterion: Criterion) -> str:
    """The canonical text: ``parse(column, spell(column, c)) == c`` for every c that `parse` gives."""
    return ", ".join(("!" if term.negated else "") + _spell_test(column, term.test) for term in criterion.terms)


def _spell_test(column: Column, test: Test) -> str:
    match test:
        case IsNull():
            return "null"
        case Equals(value=str() as text):
            return quote(text) if column.kind == "substring" else _spell_value(text)
        case Equals(value=value):
            return _spell_value(value)
        case Like(pieces=("", text, "")) if column.kind == "substring" and _bare(text):
            return text
        case Like(pieces=pieces):
            return "*".join(_spell_value(piece) if piece else "" for piece in pieces)
        case Compare(op=op, value=value):
            return op + _spell_value(value)
        case Between(low=low, high=high):
            return f"{_spell_value(low)}..{_spell_value(high)}"


def _spell_value(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Number():
            return number_text(value.value)
        case Moment():
            return value.text
        case _:
            return value if _bare(value) else quote(value)


def _bare(text: str) -> bool:
    """Whether a text needs no quotation marks anywhere in a condition: it is of plain characters and of no operator."""
    return bool(_BARE.fullmatch(text)) and ".." not in text and not _OPERATOR.match(text)


def quote(text: str) -> str:
    """Text in the grammar's quotation marks."""
    return '"' + text.replace('"', '""') + '"'


def describe(column: Column, criterion: Criterion) -> str:
    """The clause that a condition is: `Instrument is STIS or ACS`, `Exp Time is more than 300 s`."""
    wanted = [term for term in criterion.terms if not term.negated]
    refused = [term for term in criterion.terms if term.negated]
    parts = []
    if wanted:
        parts.append(_joined([_clause(column, term) for term in wanted], "or"))
    if refused:
        values = [_object(column, term.test) for term in refused]
        if len(refused) > 1 and all(values):
            parts.append(f"is neither {_listed(values, 'nor')}")
        else:
            parts.append(_joined([_clause(column, term) for term in refused], "and"))
    return f"{column.label} {', and '.join(parts)}"


def _joined(clauses: Sequence[str], word: str) -> str:
    """Clauses as a list; a verb that all of them share is said once."""
    if word == "or" and all(clause.startswith("is ") for clause in clauses):
        return "is " + _listed([clause.removeprefix("is ") for clause in clauses], word)
    return _listed(clauses, word)


def _listed(items: Sequence[str], word: str) -> str:
    if len(items) > MOST_SAID:
        return f"{', '.join(items[: MOST_SAID - 2])} {word} {len(items) - MOST_SAID + 2:,} more"
    return f" {word} ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def _clause(column: Column, term: Term) -> str:
    """What one term says, verb first."""
    match term.test:
        case IsNull():
            return "has a value" if term.negated else "has no value"
        case Like(pieces=pieces):
            verb, rest = _likeness(pieces)
            return f"does not {verb} {rest}" if term.negated else f"{_THIRD_PERSON[verb]} {rest}"
        case test:
            return f"is not {_object(column, test)}" if term.negated else f"is {_object(column, test)}"


_THIRD_PERSON = {"begin": "begins", "end": "ends", "contain": "contains", "match": "matches"}


def _likeness(pieces: tuple[str, ...]) -> tuple[str, str]:
    match pieces:
        case (first, ""):
            return "begin", f"with {_quoted(first)}"
        case ("", last):
            return "end", f"with {_quoted(last)}"
        case ("", middle, ""):
            return "contain", _quoted(middle)
        case _:
            return "match", "*".join(_quoted(piece) if piece else "" for piece in pieces)


def _object(column: Column, test: Test) -> str:
    """What stands behind "is" or "is not"; empty for tests with another verb."""
    match test:
        case Equals(value=value):
            return _preposition(value) + _said(column, value)
        case Compare(op=op, value=value):
            phrases = _NUMBERS if isinstance(value, Number) else _DATES if isinstance(value, Moment) else _TEXTS
            return phrases[op].format(_said(column, value))
        case Between(low=low, high=high):
            return f"between {_ends(column, low, high)} (inclusive)"
        case _:
            return ""


def _ends(column: Column, low: Bound, high: Bound) -> str:
    least, most = _said(column, low), _said(column, high)
    if isinstance(low, Number) and isinstance(high, Number):
        if not low.typed and not high.typed:
            least = number_text(low.value)
        if low.value > high.value:
            most += " through 0"
    return f"{least} and {most}"


def _preposition(value: Value) -> str:
    if not isinstance(value, Moment):
        return ""
    return "at " if " " in value.text else "on " if value.text.count("-") == 2 else "in "


def _said(column: Column, value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Number():
            unit = f" {column.unit}" if column.unit else ""
            typed = f" (typed {value.typed})" if value.typed else ""
            return f"{number_text(value.value)}{unit}{typed}"
        case Moment():
            return value.text
        case _:
            return _quoted(value)


def _quoted(text: str) -> str:
    """Text as it is where it can be told from the sentence, otherwise in quotation marks."""
    if not text:
        return "“” (empty text)"
    return text if _PLAIN.fullmatch(text) and not _JOINS.search(text) else f"“{text}”"
