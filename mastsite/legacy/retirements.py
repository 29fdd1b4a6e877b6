"""The retirement of the classic addresses: a record for each form that answers, and for each old tool.

``RETIREMENT["sources"]`` in the settings names `records`. To retire one more tool: a line in `_TOOLS`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest

from mastsite.legacy import reading
from mastsite.legacy.asked import Asked, Pairs
from mastsite.legacy.boxes import Filled
from mastsite.legacy.draft import given
from mastsite.legacy.formpage import new_form_address
from mastsite.legacy.forms import column_called, forms
from mastsite.legacy.parameters import TABLE, row_of
from mastsite.legacy.sent import Refused, pairs_of, query_of, sent_by
from mastsite.legacy.shapes.registry import PAGE, SHAPES, find
from mastsite.legacy.successor import form_address, new_address
from mastsite.retirement import Carried, Dates, Dropped, Example, FieldChange, Link, Question, Record
from mastsite.search.declare import ClassicForm, Mission
from mastsite.search.reading import QueryError
from mastsite.search.registry import missions

DATES = Dates(date(2026, 11, 22), date(2027, 1, 15), date(2027, 10, 1), date(2029, 10, 1))
TOOL_DATES = Dates(date(2026, 11, 22), date(2027, 10, 1), date(2028, 10, 1), date(2030, 10, 1))
"""The tools have a year more: what replaces them does less in one step."""

BODIES = {PAGE: "html", "VOTable": "votable", "JSON": "json", "CSV": "csv"}
"""Shape of a refusal for the words of ``outputformat``; plain text for the others, as their readers expect words."""
SAME_SHAPES = (PAGE, "VOTable", "JSON", "CSV", "PSV", "TSV", "COSV", "Excel_Spreadsheet")
"""Those whose new file has the same separator."""
ON_FORM = ("target", "resolver", "radius", "ra", "dec", "equinox", "SR", "selectedColumnsCsv")
OF_OLD_TABLES = {
    "nonull": "the new files have every chosen column, whether it has values or not",
    "makedistinct": "the new files have every row; rows that are alike stay",
    "showquery": "the new page says in a sentence what was asked",
}


def records() -> tuple[Record, ...]:
    """What retires here: every classic form that answers, then the tools."""
    held = [(form.classic, form.mission) for form in forms().values() if form.held and form.mission is not None]
    return (*(form_record(form, mission) for form, mission in held), *(tool_record(*tool) for tool in _TOOLS))


def living() -> list[str]:
    """Pages that no pattern may swallow."""
    return [f"/search/{slug}/{rest}" for slug in missions() for rest in ("", "results", "columns")]


def form_record(form: ClassicForm, mission: Mission) -> Record:
    new = f"the new {mission.short_name} form"
    return Record(
        id=f"{form.path.replace('/', '-')}-form",
        title=f"{form.title}, old form",
        noun="form",
        patterns=(f"/{form.path}/search.php",),
        dates=DATES,
        summary="It knows only its own old words for everything, and ends a table at 1,001 rows unless told otherwise.",
        why=(
            "The old form knows only its own old words for columns, formats and rows, which differ from form to form, "
            "and ends a table at 1,001 rows unless told otherwise. Old and new address answer from the same rows, so "
            "that keeping both means to check every change of the one against the other."
        ),
        better=(
            "The new form says back in a sentence how it read every box, takes units and parts of dates, and gives the "
            "whole answer as a file. Every search has an address to keep, an API call and a Python snippet."
        ),
        lost=(
            "The old table formats: the line of types under the heading of a CSV file, several tables in one file, "
            "blank-separated files, columns without values left out, and lists of targets sent as a file."
        ),
        successor=form_address(mission),
        successor_title=new,
        carry=lambda request: carry(request, form, mission),
        shape=shape,
        act=act,
        group=mission.slug,
        group_title=mission.short_name,
        routes=("legacy_search",),
        parameters=tuple(row.key for row in TABLE),
        fields=lambda: fields(form),
        searches=examples(form, mission),
        boxes=lambda request: boxes(request, form, mission),
        search_with=lambda names: search_with(form, mission, names),
        tutorials=(
            Link(f"/tutorials/{mission.slug}/", f"The tutorial of the new {mission.short_name} form"),
            Link("/help/operators", "What can be typed into the boxes, with examples"),
            Link(f"/search/{mission.slug}/columns", f"What each column of {mission.short_name} means"),
        ),
        questions=(
            Question(
                "My script skips the second line of the CSV file. What happens?",
                "The new files have one heading and no line of types, so that such a script would lose its first row. "
                "Remove the skip when you change the address.",
            ),
        ),
        still_there=f"All rows of {mission.short_name} that the old form searched are searched by the new one.",
        contact=settings.CONTACT,
    )


def fields(form: ClassicForm) -> tuple[FieldChange, ...]:
    """Every parameter of the old form in the new addresses, read off the table that translates them."""
    found = []
    for row in TABLE:
        new = "" if row.becomes == "–" or row.noise or row.key in OF_OLD_TABLES else row.becomes
        found.append(FieldChange(row.key, new, OF_OLD_TABLES.get(row.key, row.note).replace("`", "")))
    found += [FieldChange(old, new) for old, new in form.names.items() if old != new.lower()]
    found += [FieldChange(name, "", "the old form had this column, and it is not held here") for name in form.not_here]
    return tuple({change.old: change for change in found}.values())


def examples(form: ClassicForm, mission: Mission) -> tuple[Example, ...]:
    """Five searches: a target where there are positions, then conditions on columns that name an example."""
    asked: list[tuple[str, dict[str, str]]] = []
    if mission.has_position:
        asked.append(("Everything around one target.", {"target": "m 31"}))
    for column in mission.stored_columns:
        if column.queryable and column.example and column.group:
            asked.append((f"{column.label}: {column.example}.", {column.name: column.example}))
    return tuple(Example(text, _old(form, params), _new(mission, params)) for text, params in asked[:5])


PLACES = {"target": "m 31", "ra": "10.6847", "dec": "41.2690", "radius": "5"}
"""Boxes of the place, with example values."""
ALONE = {"ra": "10..11", "dec": "41..42"}
"""A coordinate without the other one can only be a range."""


def boxes(request: HttpRequest, form: ClassicForm, mission: Mission) -> tuple[str, ...]:
    """Names of the place's boxes and of columns that a search fills in, the place first."""
    named = set()
    for item in given(sent(request)):
        name = "radius" if item.name.lower() == "sr" else item.name.lower()
        column = None if name in PLACES or row_of(item.name) else column_called(form, mission, item.name)
        if item.value.strip() and (name in PLACES or column is not None):
            named.add(column.name if column else name)
    return (*(name for name in PLACES if name in named), *sorted(named - PLACES.keys()))


def search_with(form: ClassicForm, mission: Mission, names: tuple[str, ...]) -> Example | None:
    """A search that fills these boxes with example values; None where one of them is no box any more."""
    columns = [mission.by_name.get(name) for name in names if name not in PLACES]
    if None in columns:
        return None
    values = PLACES if {"ra", "dec"} <= set(names) else PLACES | ALONE
    params = {name: values[name] for name in names if name in PLACES}
    params |= {column.name: column.example or "!null" for column in columns if column}
    text = ", ".join([*(name for name in names if name in PLACES), *(column.label for column in columns if column)])
    return Example(f"{text}.", _old(form, params), _new(mission, params))


def _old(form: ClassicForm, params: dict[str, str]) -> str:
    return f"/{form.path}/search.php?{urlencode({'action': 'Search', **params}, quote_via=quote)}"


def _new(mission: Mission, params: dict[str, str]) -> str:
    return f"/search/{mission.slug}/results?{urlencode(params, quote_via=quote)}"


def sent(request: HttpRequest) -> Pairs:
    """The parameters; of a form that cannot be read only those of the address."""
    try:
        return sent_by(request).pairs
    except Refused:
        return pairs_of(query_of(request))


def has_file(request: HttpRequest) -> bool:
    try:
        return sent_by(request).file is not None
    except Refused:
        return False


def shape(request: HttpRequest) -> str:
    pairs = sent(request)
    return BODIES.get(reading.shape_word(pairs, cone=reading.is_cone(pairs)), "text")


def always_votable(_request: HttpRequest) -> str:
    """The two protocols know no other format, nor do their clients."""
    return "votable"


def tool_shape(request: HttpRequest) -> str:
    """What a tool writes: the first ``outputformat`` that is given, else a page."""
    words = [value for name, value in sent(request) if name.lower() == "outputformat" and value.strip()]
    found = find(words[0]) if words else None
    return BODIES.get(found.name if found else PAGE, "text")


def act(request: HttpRequest) -> str:
    """A form is viewed, a page of rows searched for, a file called for by a program."""
    pairs = sent(request)
    if "action" not in reading.words_of(pairs) and not reading.is_cone(pairs):
        return "view"
    return "search" if shape(request) == "html" else "api"


def carry(request: HttpRequest, form: ClassicForm, mission: Mission) -> Carried:
    """A request to the old form as an address of the new pages, and what of it has no place there."""
    pairs = sent(request)
    new_form = new_form_address(form, mission, pairs)
    if has_file(request):
        why = Dropped("file", "the new form takes targets as text in its box; paste the list there")
        return Carried(new_form, complete=False, dropped=(why,))
    try:
        if reading.kind(pairs) not in ("search", "cone"):
            dropped = _without_box(form, mission, pairs)
            return Carried(new_form, complete=not dropped and request.method != "POST", dropped=dropped)
        asked = reading.read(form, mission, pairs)
    except QueryError as error:
        dropped = tuple(Dropped(fault.name, fault.sentence.rstrip(".")) for fault in error.faults)
        return Carried(new_form, complete=False, dropped=dropped, form=new_form)
    address = new_address(asked, SHAPES[asked.shape].successor)
    dropped = _not_carried(asked, address)
    return Carried(address, complete=not dropped and request.method != "POST", dropped=dropped, form=new_form)


def _without_box(form: ClassicForm, mission: Mission, pairs: Pairs) -> tuple[Dropped, ...]:
    """What an address of the old form says that the new form has no box for."""
    filled = Filled(form, mission, pairs, ())
    ticks = {one.name.lower() for one in form.ticks}
    found: dict[str, Dropped] = {}
    for item in given(pairs):
        key, row = filled.key(item.name), row_of(item.name)
        if not item.value.strip() or key in ON_FORM or key in mission.by_name or item.name.lower() in ticks:
            continue
        if row is None:
            found[item.name] = Dropped(item.name, "the old form has no such box either")
        elif not row.noise:
            found[item.name] = Dropped(item.name, "choose it in the new form")
    return tuple(found.values())


def _not_carried(asked: Asked, address: str) -> tuple[Dropped, ...]:
    found = [Dropped(item.name, item.why.rstrip(".")) for item in asked.not_translated]
    words = reading.words_of(asked.pairs)
    for name, on in (("nonull", asked.drop_empty), ("makedistinct", asked.distinct), ("showquery", asked.show_query)):
        if on:
            found.append(Dropped(name, OF_OLD_TABLES[name]))
    if asked.shape not in SAME_SHAPES:
        found.append(Dropped("outputformat", f"there is no {asked.shape} in the new files; CSV is nearest"))
    for search in asked.searches:
        if search.query is None:
            found.append(Dropped(search.heading or "target", search.problem or f"nobody knows {search.unresolved}"))
    if "/results" not in address:
        found.append(
            Dropped("target", "one new address cannot say all of this search; it is in the new form as far as it goes")
        )
    if asked.cone and words.get("sr", "").strip("0.") == "":
        found.append(Dropped("SR", "a radius of zero asks for columns, which stand in the column list"))
    return tuple(found)


Tool = tuple[str, str, tuple[str, ...], str, str, str, tuple[str, ...], tuple[str, ...], str]
_TOOLS: tuple[Tool, ...] = (
    ("xcorr", "Cross correlation", ("/xcorr.php", "/xcorr/search.php"), "tool", "/", "the mission forms",
     ("xcorr", "xcorr_search"), ("target", "missions", "radius", "action"), "one request over several missions at once"),
    ("siap", "Simple Image Access at the old address", ("/siap/search.php", "/siap/search2.php"), "API", "/search/docs",
     "the search API", ("siap", "siap2"), ("id", "POS", "SIZE", "FORMAT"), "the image protocol's own words and its VOTable"),
    ("ssap", "Simple Spectral Access at the old address", ("/ssap/search.php", "/ssap/search2.php"), "API", "/search/docs",
     "the search API", ("ssap", "ssap2"), ("id", "POS", "SIZE", "FORMAT"), "the spectrum protocol's own words and its VOTable"),
    ("pointings", "Pointings search", ("/pointings/search.php",), "tool", "/", "the mission forms",
     ("pointings",), ("primary", "pnt_bands", "action"), "exposures grouped into pointings, with conditions on a whole pointing"),
    ("dataset-verifier", "Dataset verifier", ("/dataset_verifier.php",), "tool", "/", "the mission forms",
     ("dataset_verifier",), ("dsn", "action"), "names of several missions verified in one list"),
    ("search-fields", "Old list of fields", ("/search_fields.php",), "API", "/search/docs", "the column lists of the search API",
     ("search_fields",), ("mission",), "the old names of columns"),
    ("mastbibref", "Old way to a paper", ("/mastbibref.php",), "page", "/", "the mission forms",
     ("mastbibref",), ("bibcode",), "the way from a bibcode to the ADS, whose own addresses take it too"),
    ("mastpreview", "Old way to a data set", ("/cgi-bin/mastpreview",), "page", "/", "the mission forms",
     ("mastpreview",), ("mission", "dataid"), "the way from a mission's word and a data set's name to its page"),
    ("old-services", "Old pages about the services", ("/vo/mast_services.html", "/vo/general_params.html"), "page",
     "/search/docs", "the API documents", ("mast_services", "general_params"), (), "the descriptions of the old parameters"),
)  # fmt: skip
"""Id, title, paths, what it is, successor and its name, routes, parameters, what is lost."""


def tool_record(
    id: str, title: str, paths: tuple[str, ...], noun: str, successor: str, successor_title: str,
    routes: tuple[str, ...], parameters: tuple[str, ...], lost: str,
) -> Record:  # fmt: skip
    dropped: Callable[[], tuple[FieldChange, ...]] = lambda: tuple(  # noqa: E731
        FieldChange(name, "", f"{successor_title} begin anew: choose it there") for name in parameters
    )
    return Record(
        id=id,
        title=title,
        noun=noun,
        kind="API" if noun == "API" else "page",
        patterns=paths,
        dates=TOOL_DATES,
        why=(
            f"This old {noun} answers in words that nothing else here uses. It is kept working by a translation of its "
            "own, which has to be checked with every change of what stands below it."
        ),
        better=f"What replaces it, {successor_title}, says back what it read, and has one grammar for every mission.",
        lost=f"Lost is {lost}. Where you need that, write before {TOOL_DATES.deprecated_at}: dates can move later.",
        successor=successor,
        successor_title=successor_title,
        routes=routes,
        parameters=parameters,
        fields=dropped,
        shape=always_votable if id in ("siap", "ssap") else tool_shape,
        contact=settings.CONTACT,
        group="tools",
        group_title="Old tools",
        still_there="Every row it searched can be had from the form and the API of its mission.",
    )
