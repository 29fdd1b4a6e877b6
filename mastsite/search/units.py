"""Numbers as people type them, with or without a unit, in the unit of a column.

To add one more spelling of a unit: add it to `_ALSO` in lower case, or to `_INSTEAD` where astropy reads
the letters as a unit that no archive uses. Astropy reads the rest.

Astropy is imported only when a unit was typed, because it takes longer than everything else a search does.
"""

from __future__ import annotations

import importlib
import math
import re
import warnings
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from mastsite.search.declare import Column

Order = Literal["<", "<=", ">", ">="]

_INSTEAD = {"A": "Angstrom", "'": "arcmin", '"': "arcsec", "′": "arcmin", "″": "arcsec"}
_ALSO = {
    "sec": "s", "secs": "s", "min": "min", "mins": "min", "hrs": "h", "day": "day", "yrs": "yr", "deg": "deg",
    "ang": "Angstrom", "hz": "Hz", "khz": "kHz", "mhz": "MHz", "ghz": "GHz", "kev": "keV", "jy": "Jy",
}  # fmt: skip
_DEGREES = ("deg", "degree", "degrees", "d", "°")
_LONGEST = 200
_NUMBER = re.compile(r"(?P<figures>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[ed][+-]?[0-9]{1,4})?) ?(?P<unit>.*)", re.I)
_UNIT = re.compile(r"(?!and |or |to )[a-zåµμΩ°'\"′″%][a-z0-9åµμΩ/ .^()+-]{0,40}", re.I)
_TURNED: dict[Order, Order] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DASH = str.maketrans("−", "-")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the column's unit, and as it was typed when that was another spelling: a unit or a sexagesimal."""

    value: int | float
    typed: str = field(default="", compare=False)


def parse_number(text: str, column: Column) -> Number:
    """Read one number for a column, converting a typed unit (spectral equivalences allowed) or a sexagesimal angle.

    Conversions are rounded to 15 significant digits, so that 450 nm is 4500 Angstrom and 5 min is 300 s.

    Raises
    ------
    ValueError : with a sentence that says what was read, what is wrong and what to type.
    """
    return _read(text, column)[0]


def parse_bound(op: Order, text: str, column: Column) -> tuple[Order, Number]:
    """Read a bound. More than 300 GHz is less than 1 mm: where a conversion turns the order, the operator turns too."""
    number, turned = _read(text, column)
    if not turned:
        return op, number
    return _TURNED[op], Number(number.value, f"{op} {number.typed}")


def parse_range(low: str, high: str, column: Column) -> tuple[Number, Number]:
    """Read both ends of a range, lower end first in the column's unit; a unit after the higher end is for both.

    Raises
    ------
    ValueError : also for a unit after the lower end only, for angles of which one is sexagesimal, and for a range
        that ends before it begins, unless it is of right ascension and runs through 0.
    """
    low, high = _tidy(low, column), _tidy(high, column)
    first, second = _NUMBER.fullmatch(low), _NUMBER.fullmatch(high)
    shared, remedy = "", f"{high}..{low}"
    if column.is_angle and second and second["unit"] in _DEGREES:
        second = None  # 10..11 deg: degrees are what the first end is in anyway
    if first and second and bool(first["unit"]) != bool(second["unit"]):
        if column.is_angle:
            raise ValueError(f"“{low}..{high}” has one end in degrees and one not. Type both ends in the same way.")
        if first["unit"]:
            raise ValueError(
                f"“{low}..{high}” has a unit after its first end only. Type it after the second, or after both."
            )
        shared, remedy = f" {second['unit']}", f"{second['figures']}..{low} {second['unit']}"
    (least, turned), (most, also_turned) = _read(low + shared, column), _read(high, column)
    if turned and also_turned:
        least, most = most, least
    if least.value > most.value and column.kind != "ra":
        raise ValueError(f"“{low}..{high}” is a range that ends before it begins. Type {remedy}.")
    return least, most


def number_text(value: int | float) -> str:
    """The shortest text that reads as exactly this number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(value)


def _tidy(text: str, column: Column) -> str:
    typed = " ".join(text.translate(_DASH).split())
    if len(typed) > _LONGEST:
        raise ValueError(f"“{typed[:60]}…” is longer than any number. {_advice(column)}")
    return typed


def _read(text: str, column: Column) -> tuple[Number, bool]:
    """The number, and whether its unit runs against the column's, as frequency does against wavelength."""
    typed = _tidy(text, column)
    found = _NUMBER.fullmatch(typed)
    if column.is_angle:
        return _angle(typed, found, column), False
    if found is None:
        raise ValueError(_unreadable(typed, column))
    value = _finite(typed, found["figures"], column)
    if not found["unit"]:
        return Number(_fitting(typed, Decimal(_plain(found["figures"])), value, column)), False
    if not column.unit or not _UNIT.fullmatch(found["unit"]):
        raise ValueError(_unreadable(typed, column))
    converted, turned = _convert(typed, value, found["unit"], column)
    return Number(_fitting(typed, Decimal(repr(converted)), converted, column), typed), turned


def _plain(figures: str) -> str:
    """Fortran's 1d3 as 1e3."""
    return figures.lower().replace("d", "e")


def _finite(typed: str, figures: str, column: Column) -> float:
    value = float(_plain(figures))
    if math.isinf(value) or (value == 0 and re.search(r"[1-9]", re.split("[ed]", figures.lower())[0])):
        raise ValueError(f"“{typed}” is too {'large' if value else 'small'} for a number. {_advice(column)}")
    return value + 0.0  # no minus zero


def _fitting(typed: str, exact: Decimal, value: float, column: Column) -> int | float:
    """The number as the column's kind: a 64-bit whole number, or a float."""
    if column.kind != "integer":
        return value
    if abs(value) > 1e20 or not -(2**63) <= exact < 2**63:
        raise ValueError(f"“{typed}” is too large for a whole number of 64 bits. {_advice(column)}")
    if exact != exact.to_integral_value():
        near = math.floor(value)
        raise ValueError(
            f"“{typed}” is not a whole number, and {column.label} holds whole numbers. "
            f"Type {near} or {near + 1}, or a range such as {near}..{near + 1}."
        )
    return int(exact)


def _angle(typed: str, found: re.Match[str] | None, column: Column) -> Number:
    """Degrees of a right ascension or declination, decimal or sexagesimal."""
    if found is not None and not found["unit"]:
        number = Number(_finite(typed, found["figures"], column))
    else:
        from mastsite.search.position import parse_angle

        number = Number(parse_angle(typed, "ra" if column.kind == "ra" else "dec") + 0.0, typed)
    least, most = (0, 360) if column.kind == "ra" else (-90, 90)
    if not least <= number.value <= most:
        raise ValueError(
            f"“{typed}” is {number_text(number.value)} degrees, and {column.label} runs from {least} to {most}. "
            f"Type an angle between these."
        )
    return number


def _convert(typed: str, value: float, unit: str, column: Column) -> tuple[float, bool]:
    u = _astropy_units()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            source = _unit(unit)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise ValueError(f"“{typed}” has “{unit}” for a unit, which is not known. {_advice(column)}") from error
        try:
            target = u.Unit(column.unit)
            converted, small, large = (float(source.to(target, v, u.spectral())) for v in (value, 1.0, 2.0))
        except (ValueError, TypeError, ArithmeticError) as error:
            raise ValueError(
                f"“{typed}” is in {unit}, which cannot be converted to {column.unit}, the unit of {column.label}. "
                f"{_advice(column)}"
            ) from error
    if not math.isfinite(converted):
        raise ValueError(f"“{typed}” has no value in {column.unit}, the unit of {column.label}. {_advice(column)}")
    return float(f"{converted:.15g}") + 0.0, large < small


def _unit(text: str) -> Any:
    """A unit by astropy's name, or by a spelling that people use: plurals, capitals, short forms."""
    lower = text.lower()
    names = [_INSTEAD.get(text, text), _ALSO.get(lower, "")]
    if len(text) > 3 and text.isalpha():
        names += [lower, text.removesuffix("s"), lower.removesuffix("s")]
    for name in filter(None, names):
        try:
            return _astropy_units().Unit(name)
        except ValueError:
            continue
    raise ValueError(text)


def _astropy_units() -> Any:
    return importlib.import_module("astropy.units")


def _unreadable(typed: str, column: Column) -> str:
    ends = re.fullmatch(r"([0-9.]+) ?[-–—] ?([0-9.]+)", typed)
    if ends:
        return f"“{typed}” is not a number. If it is a range, type {ends[1]}..{ends[2]}."
    if re.search(r" and |&", typed, re.I):
        return f"“{typed}” joins two conditions, and one box takes alternatives or a range. Type a range such as 2..5."
    found = _NUMBER.fullmatch(typed)
    if found and found["unit"] and _UNIT.fullmatch(found["unit"]) and not column.unit:
        return f"“{typed}” has a unit, and {column.label} has none. Type {found['figures']}."
    return f"“{typed}” is not a {'whole ' if column.kind == 'integer' else ''}number. {_advice(column)}"


def _advice(column: Column) -> str:
    """What to type into the column's box."""
    if column.is_angle:
        shapes = "00:42:44.3 or 10.68" if column.kind == "ra" else "+41:16:09 or 41.27"
        return f"Type an angle such as {shapes}, or a range such as 10..20."
    unit = f" in {column.unit}" if column.unit else ""
    return f"Type a number{unit} such as 300, > 300 or 100..300."
