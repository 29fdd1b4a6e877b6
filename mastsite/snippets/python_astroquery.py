"""A search as Python with astroquery's MastMissions, pointed at this site."""

from __future__ import annotations

from keyword import iskeyword

from mastsite.search.criteria import spell
from mastsite.search.query import Query, plain
from mastsite.snippets.address import one_line
from mastsite.snippets.body import DEFAULT_LIMIT, limit, search_body
from mastsite.snippets.registry import language


@language(
    "python_astroquery", label="Python, astroquery", syntax="python", order=15, ending="py",
    note="The lines up to mission point astroquery at this site; without them it asks MAST.",
)  # fmt: skip
def spell_astroquery(query: Query, base_url: str) -> str:
    columns = [item.column for item in query.criteria]
    one_each = len(query.places) <= 1 and len(set(columns)) == len(columns)
    plain_call = one_each and query.region is None and all(place.known for place in query.places)
    head = f"""\
# {one_line(query.describe())}
{_imports(query, plain_call)}

site = {base_url!r}
conf.server = site
missions = MastMissionsClass()
missions._service_api_connection.SERVICE_URL = site
missions.mission = {query.mission.slug!r}

"""
    return head + (_call(query) if plain_call else _request(query)) + "print(rows)"


def _imports(query: Query, plain_call: bool) -> str:
    lines = ["from astroquery.mast import MastMissionsClass, conf"]
    if plain_call and query.places:
        lines[:0] = ["from astropy import units", "from astropy.coordinates import SkyCoord"]
    return "\n".join(lines)


def _call(query: Query) -> str:
    """The call of a search that astroquery has a method for."""
    method, arguments = "query_criteria", []
    for place in query.places:
        method = "query_region"
        arguments += [
            f'SkyCoord({place.ra_deg!r}, {place.dec_deg!r}, unit="deg"),',
            f"radius={plain(query.radius)} * units.arcmin,",
        ]
    # Always the columns by name: for one mission astroquery puts columns of its own choice where none are asked for.
    arguments.append(f"select_cols={list(query.column_names)!r},")
    if query.sort:
        arguments.append(f"sort_by={[key.column for key in query.sort]!r},")
        arguments.append(f"sort_desc={[key.descending for key in query.sort]!r},")
    arguments += _criteria(query)
    arguments.append(f"limit={limit(query)},{_about_limit(query)}")
    lines = "".join(f"    {line}\n" for line in arguments)
    return f"rows = missions.{method}(\n{lines})\n"


def _criteria(query: Query) -> list[str]:
    criteria = {item.column: spell(query.mission.column(item.column), item) for item in query.criteria}
    if not criteria and not query.places:
        return [f'{query.mission.id_column}="*",  # any: astroquery wants one condition at least']
    if any(iskeyword(name) for name in criteria):
        return [f"**{criteria!r},"]
    return [f"{name}={text!r}," for name, text in criteria.items()]


def _request(query: Query) -> str:
    """The request of a search that astroquery 0.4.11 has no method for."""
    items = "".join(f"    {name!r}: {value!r},\n" for name, value in search_body(query).items())
    return f"""\
# astroquery's methods take one position, one condition on a column and no region; so the request is sent as it is.
request = {{
{items}}}{_about_limit(query)}
missions.limit = request["limit"]
response = missions._service_api_connection.missions_request_async("search", request)
rows = missions._parse_result(response)
"""


def _about_limit(query: Query) -> str:
    if query.limit is not None:
        return ""
    return f"  # rows beyond {DEFAULT_LIMIT}: offset={DEFAULT_LIMIT}, or a higher limit"
