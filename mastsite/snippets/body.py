"""A search as the body of an API request, and as the curl command that sends it."""

from __future__ import annotations

import json
import shlex

from mastsite.search.criteria import spell
from mastsite.search.query import Place, Query
from mastsite.snippets.address import one_line
from mastsite.snippets.registry import language

DEFAULT_LIMIT = 5_000
"""Rows that the API gives back when no limit is sent; astroquery sends the same number."""


def search_body(query: Query) -> dict[str, object]:
    """The request body that asks the API for the rows of a search, all of them up to a limit."""
    body: dict[str, object] = {}
    if query.places:
        body["target"] = [target(query, place) for place in query.places]
        body |= {"radius": query.radius, "radius_units": "arcminutes"}
    if query.region:
        body |= {"region": query.region.text, "region_is": query.region.relation}
    if query.criteria:
        body["conditions"] = conditions(query)
    if query.columns:
        body["select_cols"] = list(query.columns)
    if query.sort:
        body["sort_by"] = [key.column for key in query.sort]
        body["sort_desc"] = [key.descending for key in query.sort]
    return body | {"limit": limit(query)}


def conditions(query: Query) -> list[dict[str, str]]:
    return [{item.column: spell(query.mission.column(item.column), item)} for item in query.criteria]


def limit(query: Query) -> int:
    return DEFAULT_LIMIT if query.limit is None else query.limit


def target(query: Query, place: Place) -> str:
    """A place as it was typed; as it was read where only this site's form can say how (an equinox, a resolver)."""
    as_typed = query.equinox == "J2000" and query.resolver == "any"
    return place.text if as_typed or not place.known else place.search_pos


@language(
    "curl_post", label="curl with JSON", syntax="shell", order=40, ending="sh",
    note="Asks the JSON interface, which also gives the columns' types and the number of rows. "
    f"It gives at most {DEFAULT_LIMIT:,} rows unless limit says more.",
)  # fmt: skip
def spell_curl_post(query: Query, base_url: str) -> str:
    address = shlex.quote(f"{base_url}/search/{query.mission.slug}/api/v0.1/search")
    body = json.dumps(search_body(query), indent=2, ensure_ascii=False)
    return (
        f"# {one_line(query.describe())}\n"
        f"curl --silent --show-error {address} \\\n"
        f"  --header 'Content-Type: application/json' \\\n"
        f"  --data {shlex.quote(body)}"
    )
