"""What to type into the box of a column to try an operator, made from what the column declares: its example and choices.

To add one more: a function that takes a column and returns what to type, or nothing where the column has nothing to
say, and its name at an `Operator` in ``operators.py``.
"""

from __future__ import annotations

from datetime import date

from mastsite.search.criteria import parse
from mastsite.search.declare import Column
from mastsite.search.moments import Moment
from mastsite.search.terms import Between, Compare, Equals, IsNull, Like, Term, Test
from mastsite.search.units import Number, number_text
from mastsite.search.wording import quote

_MJD_ZERO = date(1858, 11, 17).toordinal()
_OTHER_UNITS = {
    "s": ("min", 1 / 60), "h": ("min", 60), "d": ("h", 24), "Angstrom": ("nm", 0.1), "arcsec": ("mas", 1000),
    "mas": ("arcsec", 0.001), "deg": ("arcmin", 60), "Gyr": ("Myr", 1000), "km/s": ("m/s", 1000),
}  # fmt: skip
"""A unit that people type instead, and how many of it one of the column's is."""


def _terms(column: Column) -> tuple[Term, ...]:
    criterion = parse(column, column.example)
    return criterion.terms if criterion else ()


def _test(column: Column) -> Test | None:
    """What the column's example asks, where that is one thing."""
    match _terms(column):
        case (Term(test=test, negated=False),):
            return test
        case _:
            return None


def _ends(column: Column) -> tuple[float, ...]:
    """The numbers of an amount's example; none for an angle on the sky, and for a few codes."""
    if not column.is_number or column.is_angle or column.choices:
        return ()
    match _test(column):
        case Between(low=Number(value=low), high=Number(value=high)):
            return low, high
        case Compare(value=Number(value=value)) | Equals(value=Number(value=value)):
            return (value,)
        case _:
            return ()


def _spelt(value: float) -> str:
    return number_text(float(f"{value:.6g}"))


def declared_range(column: Column) -> str:
    return column.example if len(_ends(column)) == 2 else ""


def range_from_bound(column: Column) -> str:
    """Twice the number, or half of it."""
    test, ends = _test(column), _ends(column)
    if column.kind != "float" or not isinstance(test, Compare) or ends[0] <= 0:
        return ""
    low, high = (ends[0] / 2, ends[0]) if "<" in test.op else (ends[0], ends[0] * 2)
    return f"{_spelt(low)}..{_spelt(high)}"


def range_from_number(column: Column) -> str:
    ends = _ends(column) if isinstance(_test(column), Equals) else ()
    return f"{number_text(ends[0])}..{number_text(ends[0] + 2)}" if ends else ""


def range_of_dates(column: Column) -> str:
    return column.example if column.kind == "datetime" and isinstance(_test(column), Between) else ""


def declared_less(column: Column) -> str:
    return _declared_bound(column, "<")


def declared_more(column: Column) -> str:
    return _declared_bound(column, ">")


def _declared_bound(column: Column, sign: str) -> str:
    test = _test(column)
    return column.example if _ends(column) and isinstance(test, Compare) and sign in test.op else ""


def less(column: Column) -> str:
    """Up to the number, or to the upper end of the range, of the column's example."""
    return "".join(f"<= {number_text(end)}" for end in _ends(column)[-1:])


def less_than_bound(column: Column) -> str:
    """The same where the example is no single number: that is a name more often than an amount."""
    return "" if isinstance(_test(column), Equals) else less(column)


def more(column: Column) -> str:
    return "".join(f">= {number_text(end)}" for end in _ends(column)[:1])


def more_than_bound(column: Column) -> str:
    return "" if isinstance(_test(column), Equals) else more(column)


def words_or(column: Column) -> str:
    terms = _terms(column)
    listed = column.is_text and len(terms) > 1 and not any(term.negated for term in terms)
    return column.example if listed else ""


def choices_or(column: Column) -> str:
    return ", ".join(choice.value for choice in column.choices[:2]) if len(column.choices) > 1 else ""


def numbers_or(column: Column) -> str:
    terms = _terms(column)
    listed = column.is_number and len(terms) > 1 and not any(term.negated for term in terms)
    return column.example if listed else ""


def codes_or(column: Column) -> str:
    return choices_or(column) if column.is_number else ""


def number_or(column: Column) -> str:
    ends = _ends(column) if isinstance(_test(column), Equals) else ()
    return f"{number_text(ends[0])}, {number_text(ends[0] + 2)}" if ends else ""


def outside(column: Column) -> str:
    ends = _ends(column)
    return f"< {number_text(ends[0])}, > {number_text(ends[1])}" if len(ends) == 2 else ""


def not_choice(column: Column) -> str:
    return f"!{column.choices[0].value}" if len(column.choices) > 1 and column.is_text else ""


def not_word(column: Column) -> str:
    """All but the example, or the example itself where it is such."""
    match _terms(column):
        case (Term(test=Equals() | Like(), negated=negated),) if column.is_text and not column.choices:
            return column.example if negated else f"!{column.example}"
        case _:
            return ""


def declared_part(column: Column) -> str:
    return column.example if "*" in column.example and isinstance(_test(column), Like) else ""


def beginning(column: Column) -> str:
    match _test(column):
        case Equals(value=str(value)) if column.is_text and not column.choices and len(value) > 3:
            return f"{value[:3].rstrip()}*"
        case _:
            return ""


def quoted_phrase(column: Column) -> str:
    """A value with a blank in it: the example, or a word of the vocabulary of a column that most tables show."""
    found = [*_values(column), *(choice.value for choice in column.choices if column.default_output)]
    return next((quote(value) for value in found if column.is_text and " " in value), "")


def quoted_word(column: Column) -> str:
    return next((quote(value) for value in _values(column)), "")


def _values(column: Column) -> list[str]:
    wanted = [term.test for term in _terms(column) if column.is_text and not term.negated]
    return [test.value for test in wanted if isinstance(test, Equals) and isinstance(test.value, str)]


def declared_null(column: Column) -> str:
    """Nothing, in a column whose example is about that."""
    return "null" if isinstance(next((term.test for term in _terms(column)), None), IsNull) else ""


def null_amount(column: Column) -> str:
    """Amounts are without a value more often than names."""
    return "null" if column.kind == "float" else ""


def null(column: Column) -> str:
    return "" if column.choices else "null"


def declared_value(column: Column) -> str:
    return "!null" if declared_null(column) else ""


def value(column: Column) -> str:
    return "" if column.choices else "!null"


def other_unit(column: Column) -> str:
    """The numbers of the example in another unit than the column's."""
    unit, factor = _OTHER_UNITS.get(column.unit, ("", 1))
    numbers = [number_text(float(f"{end * factor:.3g}")) for end in _ends(column)]
    if not unit or not numbers or column.kind != "float":
        return ""
    test = _test(column)
    sign = f"{test.op} " if isinstance(test, Compare) else ""
    return f"{sign}{'..'.join(numbers)} {unit}"


def _moments(column: Column) -> tuple[Moment, ...]:
    match _test(column):
        case Between(low=Moment() as low, high=Moment() as high):
            return low, high
        case Compare(value=Moment() as moment) | Equals(value=Moment() as moment):
            return (moment,)
        case _:
            return ()


def date_part(column: Column) -> str:
    return "".join(moment.text[:7] for moment in _moments(column)[:1])


def date_order(column: Column) -> str:
    if not isinstance(_test(column), Equals):
        return column.example if _moments(column) else ""
    return "".join(f">= {moment.text}" for moment in _moments(column))


def modified_julian(column: Column) -> str:
    """From the day on with which the example begins."""
    for moment in _moments(column)[:1]:
        return f">= MJD {date.fromisoformat(moment.start).toordinal() - _MJD_ZERO}"
    return ""
