"""Conditions as the classic forms read them: the one grammar, with what their SQL did to rows without a value.

The grammar has all the old signs already (``docs/operators.md``). One thing differs: ``!= x`` left out rows without a
value, as SQL does, where ours keeps them (docs/decisions/0004-not-means-everything-else.md).
"""

from __future__ import annotations

from mastsite.search import criteria
from mastsite.search.criteria import Criterion, IsNull, Term
from mastsite.search.declare import Column, Kind

EXAMPLES: tuple[tuple[str, Kind, str], ...] = (
    ("12", "integer", "12"),
    ("< 12", "integer", "< 12"),
    ("<=12", "integer", "<= 12"),
    ("> 12", "integer", "> 12"),
    (">=12", "integer", ">= 12"),
    ("!= 12", "integer", "!12, !null"),
    ("!12", "integer", "!12, !null"),
    ("2..5", "float", "2..5"),
    ("2 .. 5", "float", "2..5"),
    ("1, 2, 8..9", "integer", "1, 2, 8..9"),
    ("\\null", "float", "null"),
    ("!\\null", "float", "!null"),
    ("\\\\null", "text", "null"),
    ("stis", "text", "stis"),
    ("== STIS", "text", "STIS"),
    ("~STIS", "text", "*STIS*"),
    ("F6*", "text", "F6*"),
    ("F6%", "text", "F6*"),
    ("%", "text", "!null"),
    ("*JUP*,*SAT*", "text", "*JUP*, *SAT*"),
    ("STIS | FOS", "text", "STIS, FOS"),
    ("!= STIS", "text", "!STIS, !null"),
    ("!F395N", "text", "!F395N, !null"),
    ('"Batalha, Natasha"', "text", '"Batalha, Natasha"'),
    ("2012-05-03", "datetime", "2012-05-03"),
    ("05-03-2012", "datetime", "2012-05-03"),
    ("Jan 1, 1990", "datetime", "1990-01-01"),
    ("Jan 1, 1990 .. Feb 2, 1991", "datetime", "1990-01-01..1991-02-02"),
    ("> 2012-05-03 12:30:00", "datetime", "> 2012-05-03 12:30:00"),
    ("10..11", "ra", "10..11"),
    ("> -20", "dec", "> -20"),
)
"""What was typed, into a column of which kind, and the same in the new boxes. The documentation shows them."""


def condition(column: Column, text: str) -> Criterion | None:
    """Read a condition of an old address; None for a blank box.

    Raises
    ------
    CriterionError
    """
    found = criteria.parse(column, text)
    return found and as_sql_did(found)


def as_sql_did(criterion: Criterion) -> Criterion:
    """A condition that only excludes, with ``!null`` added to it."""
    terms = criterion.terms
    if all(term.negated for term in terms) and not any(isinstance(term.test, IsNull) for term in terms):
        return Criterion(criterion.column, (*terms, Term(IsNull(), negated=True)))
    return criterion


def any_of(values: list[str]) -> str:
    """Several values of one parameter (``name[]=A&name[]=B``) as one condition: any of them."""
    return ", ".join(value.strip() for value in values if value.strip())
