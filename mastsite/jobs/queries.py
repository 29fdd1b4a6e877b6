"""A search as the plain values of a job, and back: with the positions that a resolver gave its names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mastsite.jobs.kinds import JobError
from mastsite.search.params import QueryError, parse
from mastsite.search.query import Query
from mastsite.search.registry import UnknownMission, get_mission

Plain = dict[str, Any]


def plain(placed: Query) -> Plain:
    """The plain values of a search whose names are resolved."""
    places = [[place.ra_deg, place.dec_deg] for place in placed.places]
    return {"mission": placed.mission.slug, "params": [list(pair) for pair in placed.params()], "places": places}


def query_of(values: Plain) -> Query:
    """The search of `plain`.

    Raises
    ------
    JobError : the mission, or a column, is gone meanwhile.
    """
    try:
        query = parse(get_mission(values["mission"]), [(name, value) for name, value in values["params"]])
    except (QueryError, UnknownMission) as error:
        raise JobError(f"This search cannot be read any more: {error} Make it anew.") from error
    pairs = zip(query.places, values["places"], strict=True)
    places = tuple(replace(place, ra_deg=ra_deg, dec_deg=dec_deg) for place, (ra_deg, dec_deg) in pairs)
    return replace(query, places=places)
