"""What a call asks, its new address and what of it is not translated: read by the very code that answers the old address.

A call with holes has no rows to compare; its new address has the same holes (`template`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve

from mastsite.legacy import reading
from mastsite.legacy.asked import Asked, NotTranslated
from mastsite.legacy.forms import Form, form_at, near_paths
from mastsite.legacy.migrate.calls import HOLE, Call, Pairs, show
from mastsite.legacy.migrate.template import Template, template_of
from mastsite.legacy.sent import pairs_of
from mastsite.legacy.shapes import SHAPES
from mastsite.legacy.successor import form_address, nearest_address, new_address
from mastsite.search.declare import Mission
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.reading import QueryError

FORM = "search.php"


@dataclass(frozen=True, slots=True)
class Translation:
    """A call understood.

    Parameters
    ----------
    sentence : what it asks, in English.
    problems : why it asks nothing here, or nothing that one new address can ask.
    new_address : path and query on this site, holes shown as ``{name}``; empty where there is none.
    nearest : address of what stands nearest, where `new_address` is empty.
    asked : the old request as read; None with holes or problems.
    query : the new address read as this site reads it, its names not looked up; None likewise.
    template : the new address of a call with holes.
    """

    call: Call
    sentence: str = ""
    problems: tuple[str, ...] = ()
    new_address: str = ""
    nearest: str = ""
    asked: Asked | None = None
    query: Query | None = None
    template: Template | None = None
    not_translated: tuple[NotTranslated, ...] = ()
    notes: tuple[str, ...] = ()


def translate(call: Call) -> Translation:
    """Read a call as its address would be read here."""
    path = call.path
    if HOLE.search(path):
        said = (
            f"Which form {show(path)} is, is known only when the script runs. "
            "Paste the address as it is sent, or write the form's name into the script."
        )
        return Translation(call, problems=(said,), nearest="/")
    if not path.endswith(f"/{FORM}") or not _is_a_form(path):
        return _tool(call, path)
    where = path.removesuffix(f"/{FORM}").strip("/")
    form = form_at(where)
    if form is None:
        near = near_paths(where)
        hint = f"Did you mean {' or '.join(f'/{one}/{FORM}' for one in near)}?" if near else "The missions are at /."
        return Translation(call, problems=(f"No classic form stood at {path[:80]}. {hint}",), nearest="/")
    nearest = nearest_address(form.classic, form.mission)
    if form.mission is None or not form.held:
        return Translation(call, problems=(form.classic.not_held,), nearest=nearest)
    return _form(call, form, form.mission, nearest)


def _is_a_form(path: str) -> bool:
    try:
        return resolve(path).url_name == "legacy_search"
    except Resolver404:
        return False


def _tool(call: Call, path: str) -> Translation:
    try:
        known = resolve(path).url_name
    except Resolver404:
        known = None
    if not known:
        return Translation(
            call, problems=(f"No classic tool stood at {path[:80]}. The missions are at /.",), nearest="/"
        )
    said = (
        "This is no form of one mission, so it has no new address: the tool answers here as it always did. "
        "Only the host needs to be replaced."
    )
    return Translation(call, problems=(said,), nearest=path)


def _form(call: Call, form: Form, mission: Mission, nearest: str) -> Translation:
    pairs = pairs_of("&".join(filter(None, (call.query, call.body))))
    if reading.words_of(pairs).get("form") == "fuf":
        said = "It uploads a list, and each line has a search of its own. Paste the lines into the Target box instead."
        return Translation(call, problems=(said,), nearest=nearest)
    try:
        kind = reading.kind(pairs)
    except QueryError as error:
        return _faulty(call, error, nearest)
    if kind == "form":
        said = (
            "It searches nothing yet: there is neither action=Search nor RA, DEC and SR. As the base of a cone search, which "
            f"adds these three, it works here with this site's host: {call.path}."
        )
        return Translation(call, problems=(said,), nearest=nearest)
    if call.holes:
        return _with_holes(call, form, mission, pairs, kind == "cone", nearest)
    try:
        asked = reading.read(form.classic, mission, pairs)
    except QueryError as error:
        return _faulty(call, error, nearest)
    address = new_address(asked, _extension(asked.shape))
    left = (*asked.not_translated, *_changed(asked))
    if address == form_address(mission):
        problems = _no_address(asked)
        return Translation(
            call, problems=problems, nearest=nearest, asked=asked, not_translated=left, notes=asked.notes
        )
    query = read_new(mission, address)
    return Translation(
        call, query.describe(), (), address, nearest, asked, query, not_translated=left, notes=asked.notes
    )


def _with_holes(call: Call, form: Form, mission: Mission, pairs: Pairs, cone: bool, nearest: str) -> Translation:
    try:
        template = template_of(form.classic, mission, pairs, cone=cone)
    except QueryError as error:
        return _faulty(call, error, nearest)
    names = ", ".join(f"{{{name}}}" for name in call.holes)
    note = f"{names} {'is' if len(call.holes) == 1 else 'are'} known only when the script runs; the new address has the same place for it."
    return Translation(
        call, template.sentence, (), template.address, nearest, template=template,
        not_translated=template.not_translated, notes=(note, *template.notes),
    )  # fmt: skip


def read_new(mission: Mission, address: str) -> Query:
    """The query of a new address, read as the pages read it."""
    return parse(mission, parse_qsl(urlsplit(address).query, keep_blank_values=True))


def _extension(shape: str) -> str:
    return SHAPES[shape].successor if shape in SHAPES else ""


def _faulty(call: Call, error: QueryError, nearest: str) -> Translation:
    return Translation(call, problems=tuple(show(fault.sentence) for fault in error.faults), nearest=nearest)


def _no_address(asked: Asked) -> tuple[str, ...]:
    unknown = [search.unresolved for search in asked.searches if search.unresolved]
    problems = [search.problem for search in asked.searches if search.problem]
    if unknown:
        said = f"Nobody knows {', '.join(unknown[:5])}, so there is no position to search around. Check the spelling."
        return (said, *problems)
    if problems:
        return tuple(problems)
    return ("It asks for more than one new address can say. Send its targets in parts, or post them to the API.",)


def _changed(asked: Asked) -> list[NotTranslated]:
    """What the old address does to rows or columns that the new one has no word for."""
    found = []
    if asked.distinct:
        found.append(NotTranslated("makedistinct", "on", "the new address gives every row, also those that look alike"))
    if asked.drop_empty:
        found.append(NotTranslated("nonull", "on", "the new address gives every column, also empty ones"))
    if asked.show_query:
        found.append(NotTranslated("showquery", "on", "the page says its search in English instead"))
    if asked.raw:
        found.append(NotTranslated("skipformat", "on", "files of the new address have every figure anyway"))
    return found


def whole(query: Query) -> Query:
    """A query without what only the table's height says: for sentences and code."""
    return replace(query.without_paging(), format="")
