"""How a mission stood in the classic services: its old forms, and its words in the old tools across missions.

A mission with a classic past has ``missions/<slug>/classic.py``, which says ``classic = Classic(...)``. Only the legacy
door reads it; without that door the file means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    radius_arcmin : when a search gave none.
    not_held : why nothing can be answered here, as a sentence; the address then says so instead of searching.
    """

    path: str
    mission_word: str
    title: str
    columns: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    radius_arcmin: float = 3.0
    not_held: str = ""


@dataclass(frozen=True, slots=True)
class Classic:
    """A mission in the classic services.

    Parameters
    ----------
    forms : its old forms; the first one is its own.
    cross_correlation : token of ``xcorr.php`` (upper case) to the conditions it stands for, as an address query.
    images : id of ``siap/search.php`` (upper case) to conditions, as an address query.
    spectra : id of ``ssap/search2.php`` (upper case) to conditions, as an address query.
    """

    forms: tuple[ClassicForm, ...]
    cross_correlation: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    spectra: Mapping[str, str] = field(default_factory=dict)
