"""What the classic forms said of a column: its heading, the word in the type line, its UCD.

To add one more UCD: a line in `_UCD1`, the more special one first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mastsite.search.declare import ClassicForm, Column, Mission

_TYPES = {"text": "string", "substring": "string", "boolean": "integer"}
"""Kinds whose word in the type line is not their own."""
_REALS = {1: "real", 2: "numeric", 3: "float"}
"""Decimals that were printed to the word for such a number; all others are ``double``."""

_UCD1 = (
    ("pos.angDistance", "POS_ANG_DIST_GENERAL"),
    ("pos.galactic.lat", "POS_GAL_LAT"),
    ("pos.galactic.lon", "POS_GAL_LON"),
    ("pos.ecliptic.lat", "POS_EC_LAT"),
    ("pos.ecliptic.lon", "POS_EC_LON"),
    ("pos.eq.ra", "POS_EQ_RA"),
    ("pos.eq.dec", "POS_EQ_DEC"),
    ("pos.posAng", "POS_POS-ANG"),
    ("time.duration;obs.exposure", "TIME_EXPTIME"),
    ("time.start", "TIME_DATE"),
    ("time.end", "TIME_DATE"),
    ("time.release", "TIME_DATE"),
    ("time.processing", "TIME_DATE"),
    ("time.creation", "TIME_DATE"),
    ("time.epoch", "TIME_EPOCH"),
    ("instr.bandpass", "INST_FILTER"),
    ("instr.param", "INST_APERT"),
    ("instr.tel", "TEL_ID"),
    ("instr", "INST_ID"),
    ("meta.bib", "REFER_CODE"),
    ("meta.id;src", "ID_TARGET"),
    ("meta.id;obs", "OBS_ID"),
    ("meta.id;meta.preview", "ID_DATA"),
    ("meta.id;meta.file", "ID_DATA"),
    ("meta.number", "NUMBER"),
    ("meta.note", "NOTE"),
    ("src.spType", "SPECT_SP-TYPE"),
    ("phys.temperature.effective", "PHYS_TEMP_EFFEC"),
)
"""UCD1+ beginnings to the UCD1 words that the classic tables had; what has none here had none there."""


def label(form: ClassicForm, column: Column) -> str:
    """The heading that a form gave a column."""
    return form.labels.get(column.name, column.label)


def labels(form: ClassicForm, columns: Sequence[Column]) -> list[str]:
    """The headings of a table; one that stands twice is told apart by the column's name, for JSON is keyed by it."""
    given = [label(form, column) for column in columns]
    times = Counter(given)
    return [
        text if times[text] == 1 else f"{text} ({column.name})" for text, column in zip(given, columns, strict=True)
    ]


def type_word(form: ClassicForm, column: Column) -> str:
    """The word of the second line: string, integer, ra, dec, datetime, real, numeric, float, double."""
    if column.name in form.types:
        return form.types[column.name]
    if column.kind == "float":
        return _REALS.get(-1 if column.decimals is None else column.decimals, "double")
    return _TYPES.get(column.kind, column.kind)


def ucd1(mission: Mission, column: Column) -> str:
    """The old UCD of a column, or nothing.

    ``ID_MAIN`` and the main position are those of the mission and stand once, as Simple Cone Search 1.03 wants.
    """
    main = {mission.id_column: "ID_MAIN", mission.ra_column: "POS_EQ_RA_MAIN", mission.dec_column: "POS_EQ_DEC_MAIN"}
    if column.name in main:
        return main[column.name]
    if column.name == mission.target_column:
        return "ID_TARGET"
    if column.is_text and column.ucd.startswith("pos.eq"):
        return ""
    for start, word in _UCD1:
        if column.ucd == start or column.ucd.startswith((f"{start};", f"{start}.")):
            return word
    return "TIME_DATE" if column.kind == "datetime" else ""
