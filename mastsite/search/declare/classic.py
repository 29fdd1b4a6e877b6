"""How a mission stood in the classic services: its old forms, and its words in the old tools across missions.

A mission with a classic past has ``missions/<slug>/classic.py``, which says ``classic = Classic(...)``. Only the legacy
door reads it; without that door the file means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TickBoxes:
    """A group of tick boxes that was no column: ``image[]=ACS`` asked for an instrument and for images together.

    Parameters
    ----------
    name : of the parameter, without its brackets.
    title : its heading for people.
    column : our name of the column that its values are in.
    values : of its boxes, in the form's order.
    also : further conditions that a tick stands for, as an address query.
    words : its values that are not ours, in upper case, to ours.
    """

    name: str
    title: str
    column: str
    values: tuple[str, ...] = ()
    also: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassicForm:
    """One classic form, which stood at ``/<path>/search.php``.

    Parameters
    ----------
    path : where it stood, without slashes at the ends.
    mission_word : what it called itself: ``mission=`` of the old field list and VOTable, which also names the table.
    title : its heading for people.
    columns : our names of the columns it gave when nobody chose, in its own order (scripts count columns).
    names : its column names that are not ours, in lower case, to ours. Names, labels and `Column.legacy` need no entry.
    labels : our column name to the heading the form gave it, where that is not our label.
    types : our column name to the word in its type line, where that is not the usual one of the column's kind.
    not_here : names of columns it had and this archive has not; what asks for them is told so.
    ticks : its groups of tick boxes that were no columns.
    numbers : our name of the column with catalogue numbers, for uploaded lists of "Kepler IDs"; empty for none.
    number_words : words that stand before such a number in the name of a target, such as ``epic``.
    radius_arcmin : when a search gave none.
    not_held : why nothing can be answered here, as a sentence; the address then says so instead of searching.
    nearest : address of what stands nearest here, where nothing is held; empty for the mission's form.
    """

    path: str
    mission_word: str
    title: str
    columns: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    not_here: tuple[str, ...] = ()
    ticks: tuple[TickBoxes, ...] = ()
    numbers: str = ""
    number_words: tuple[str, ...] = ()
    radius_arcmin: float = 3.0
    not_held: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Pointings:
    """A mission in the old pointings search: places on the sky with all that was exposed there.

    Parameters
    ----------
    primaries : word of ``primary=`` (upper case) to the conditions it stands for, as an address query.
    filters : column with the filter; start, stop : columns with the times of an exposure; exposure : its length.
    bands : letter of a band (lower case, as in ``pnt_ucount``) to a condition on `filters`.
    """

    primaries: Mapping[str, str]
    filters: str
    start: str
    stop: str
    exposure: str
    bands: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Classic:
    """A mission in the classic services.

    Parameters
    ----------
    forms : its old forms; the first one is its own.
    cross_correlation : token of ``xcorr.php`` (upper case) to the conditions it stands for, as an address query.
    images : id of ``siap/search.php`` (upper case) to conditions, as an address query; the first is all its images.
    spectra : id of ``ssap/search2.php`` (upper case) to conditions, as an address query; the first is all its spectra.
    pointings : for the old pointings search, where the mission took part in it.
    """

    forms: tuple[ClassicForm, ...]
    cross_correlation: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    spectra: Mapping[str, str] = field(default_factory=dict)
    pointings: Pointings | None = None
