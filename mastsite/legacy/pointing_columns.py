"""The columns of the old pointings search, and the values that a pointing has in them.

``pnt_num``, the position, galactic and ecliptic coordinates and the counts in bands (``pnt_ucount``) have their old names;
for totals and times no old name is on record, so those have names of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mastsite.legacy.sheets import made_up
from mastsite.search.criteria import Between, Compare, Criterion, Equals, IsNull, Test
from mastsite.search.declare import Column, Mission, Pointings
from mastsite.search.moments import Moment
from mastsite.search.pointings import ORDER, Pointing
from mastsite.search.result import Cell
from mastsite.search.units import Number

Values = dict[str, Cell]
TITLE = "Pointings Search"


def columns_of(of: Pointings) -> tuple[Column, ...]:
    """The columns, with one for each declared band."""
    return (
        _column(
            "pnt_num",
            "Pointing Number",
            "integer",
            f"HEALPix cell of order {ORDER}, NESTED; the same in every loading.",
        ),
        _column("pnt_ra", "RA (J2000)", "ra", "Mean right ascension of the exposures.", "deg", 6),
        _column("pnt_dec", "Dec (J2000)", "dec", "Mean declination of the exposures.", "deg", 6),
        _column(
            "pnt_total", "Total Number of Exposures", "integer", "Exposures in the pointing.", legacy=("pnt_totalp",)
        ),
        _column("pnt_filters", "Number of Filters", "integer", "Different filters, or combinations, in the pointing."),
        _column("pnt_bands", "Number of Unique Bands", "integer", "Bands with at least one exposure."),
        *(_band(letter, text) for letter, text in of.bands.items()),
        _column("pnt_exptime", "Total Exp Time", "float", "Exposure time of all together.", "s", 1),
        _column("pnt_first", "First Start Time", "datetime", "When the first exposure began, UTC."),
        _column("pnt_last", "Last Stop Time", "datetime", "When the last exposure ended, UTC."),
        _column("datediff", "Days Between", "float", "From the first start to the last stop.", "d", 3),
        _column("pnt_galactic_latitude", "gal_lat", "float", "Galactic latitude.", "deg", 4),
        _column("pnt_galactic_longitude", "gal_lon", "float", "Galactic longitude.", "deg", 4),
        _column("pnt_ecliptic_latitude", "ecl_lat", "float", "Ecliptic latitude, J2000.", "deg", 4),
        _column("pnt_ecliptic_longitude", "ecl_lon", "float", "Ecliptic longitude, J2000.", "deg", 4),
    )


def band_name(letter: str) -> str:
    return f"pnt_{letter}count"


def mission_of(of: Pointings) -> Mission:
    """The pointings as if they were a mission, so that their parameters are read like those of any."""
    return made_up("pointings", TITLE, columns_of(of))[1]


def _band(letter: str, text: str) -> Column:
    said = f"Exposures in the band {letter.upper()}: filters {text.replace('*', '')}."
    return _column(band_name(letter), letter.upper(), "integer", said, legacy=(f"pnt_{letter}countp",))


def _column(
    name: str,
    label: str,
    kind: str,
    description: str,
    unit: str = "",
    decimals: int | None = None,
    legacy: tuple[str, ...] = (),
) -> Column:
    return Column(
        name, label, kind, unit=unit, description=description, decimals=decimals, legacy=legacy, default_output=True  # type: ignore[arg-type]
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A pointing with its values by column name."""

    pointing: Pointing
    values: Values


def lines_of(found: Sequence[Pointing]) -> list[Line]:
    """The values of pointings in every column."""
    galactic, ecliptic = _in_frames([one.ra_deg for one in found], [one.dec_deg for one in found])
    return [Line(one, _values(one, galactic[place], ecliptic[place])) for place, one in enumerate(found)]


def _values(one: Pointing, galactic: tuple[float, float], ecliptic: tuple[float, float]) -> Values:
    values: Values = {
        "pnt_num": one.number,
        "pnt_ra": one.ra_deg,
        "pnt_dec": one.dec_deg,
        "pnt_total": one.exposures,
        "pnt_filters": one.filters,
        "pnt_bands": sum(count > 0 for count in one.bands.values()),
        "pnt_exptime": one.exposure_s,
        "pnt_first": one.first,
        "pnt_last": one.last,
        "datediff": _days(one.first, one.last),
        "pnt_galactic_longitude": galactic[0],
        "pnt_galactic_latitude": galactic[1],
        "pnt_ecliptic_longitude": ecliptic[0],
        "pnt_ecliptic_latitude": ecliptic[1],
        "ang_sep": one.separation_arcmin,
    }
    return values | {band_name(letter): count for letter, count in one.bands.items()}


def _days(first: str | None, last: str | None) -> float | None:
    if not first or not last:
        return None
    return round((datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() / 86400, 6)


def _in_frames(
    ra_deg: Sequence[float], dec_deg: Sequence[float]
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Galactic and ecliptic longitudes and latitudes, degrees."""
    if not ra_deg:
        return [], []
    from astropy.coordinates import BarycentricMeanEcliptic, SkyCoord

    places = SkyCoord(ra_deg, dec_deg, unit="deg")
    galactic, ecliptic = places.galactic, places.transform_to(BarycentricMeanEcliptic())
    return (
        list(zip(galactic.l.deg.round(6).tolist(), galactic.b.deg.round(6).tolist(), strict=True)),
        list(zip(ecliptic.lon.deg.round(6).tolist(), ecliptic.lat.deg.round(6).tolist(), strict=True)),
    )


def meets(values: Values, criterion: Criterion) -> bool:
    """Whether a pointing meets a condition, as `conditions.to_q` has it of rows: any of the plain terms, none of the negated."""
    value = values.get(criterion.column)
    plain = [term.test for term in criterion.terms if not term.negated]
    if plain and not any(_meets(value, test) for test in plain):
        return False
    return not any(_meets(value, term.test) for term in criterion.terms if term.negated)


def _meets(value: Cell, test: Test) -> bool:
    match test:
        case IsNull():
            return value is None
        case _ if value is None:
            return False
        case Equals(value=Moment() as moment):
            return moment.start <= str(value) < moment.end
        case Equals(value=wanted):
            return value == _plain(wanted)
        case Compare(op=op, value=Moment() as moment):
            bound = moment.start if op in ("<", ">=") else moment.end
            return _ORDERS["<" if op in ("<", "<=") else ">="](str(value), bound)
        case Compare(op=op, value=bound):
            return _ORDERS[op](value, _plain(bound))
        case Between(low=Moment() as low, high=Moment() as high):
            return low.start <= str(value) < high.end
        case Between(low=low, high=high):
            least, most = float(_plain(low)), float(_plain(high))  # type: ignore[arg-type]
            if least > most:  # right ascension through 0
                return float(value) >= least or float(value) <= most
            return least <= float(value) <= most
    return False  # wildcards: no column here is text


_ORDERS: dict[str, Callable[[object, object], bool]] = {
    "<": lambda one, other: one < other,  # type: ignore[operator]
    "<=": lambda one, other: one <= other,  # type: ignore[operator]
    ">": lambda one, other: one > other,  # type: ignore[operator]
    ">=": lambda one, other: one >= other,  # type: ignore[operator]
}


def _plain(value: object) -> object:
    return value.value if isinstance(value, Number) else value


def sorted_by(lines: Iterable[Line], keys: Sequence[tuple[str, bool]]) -> list[Line]:
    """The lines by keys in turn (name, descending); those without a value come last."""
    found = list(lines)
    for name, descending in reversed(keys):
        known = [line for line in found if line.values.get(name) is not None]
        unknown = [line for line in found if line.values.get(name) is None]
        known.sort(key=lambda line, name=name: line.values[name], reverse=descending)  # type: ignore[misc]
        found = known + unknown
    return found
