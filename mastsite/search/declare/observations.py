"""How a mission's rows look in the archive's common observation model (CAOM), which asks all missions in one language.

A mission whose rows are observations, or stand for them, has ``missions/<slug>/caom.py``, which says
``caom = Observations(...)``. Only the CAOM service reads it; without that service the file means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same value in every row."""

    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class From:
    """A column of ours, as it is stored; a number becomes text where the field is text."""

    column: str


@dataclass(frozen=True, slots=True)
class Mjd:
    """A date of ours as Modified Julian Date, UTC."""

    column: str


@dataclass(frozen=True, slots=True)
class Scaled:
    """A number of ours times `factor`: 0.1 turns ångström into the model's nanometres."""

    column: str
    factor: float


@dataclass(frozen=True, slots=True)
class Worded:
    """Words of ours, in any case, to the model's; a word that is not listed becomes no value."""

    column: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Prefixed:
    """A whole number of ours behind `prefix`, with zeros before it up to `digits`: ``ktwo`` and 9 make ktwo201367065."""

    prefix: str
    column: str
    digits: int = 0


Source = Fixed | From | Mjd | Scaled | Worded | Prefixed


@dataclass(frozen=True, slots=True)
class Plane:
    """One of several planes of a row: the data of one band, say, of an observation that took two.

    Parameters
    ----------
    fields : what it has beside the fields that all planes share, or instead of them.
    where : which rows have it: column to condition, in the grammar of the search boxes.
    """

    fields: Mapping[str, Source]
    where: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Observations:
    """A mission in the model.

    Parameters
    ----------
    fields : field of the model to where its value is from. The fields obs_id, target_name, s_ra and s_dec need no
        entry where they are the mission's own identifier, target and position.
    planes : where a row is several lines of the model; empty for one line each.
    """

    fields: Mapping[str, Source]
    planes: tuple[Plane, ...] = field(default=())
