"""The old form as a page: every box filled from whatever the address says, and the way to the new form.

To add one more box: a line in `_position`, `_output` or `_file`, named as `parameters` lists it.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mastsite.components import Box, Option, Wrong
from mastsite.legacy.asked import Pairs
from mastsite.legacy.boxes import Filled, Ticks, printable
from mastsite.legacy.forms import Form, column_called, usual_columns
from mastsite.legacy.operators import any_of
from mastsite.legacy.parameters import DEFAULT_RECORDS, ROWS_ON_PAGE
from mastsite.legacy.shapes.registry import PAGE, SHAPES
from mastsite.legacy.successor import form_address, nearest_address, site
from mastsite.resolver.choices import CHOICES, known_choice
from mastsite.search.declare import SEARCH_KEY, SEARCH_POSITION, SEPARATION, ClassicForm, Column, Mission, TickBoxes
from mastsite.search.position import EQUINOXES
from mastsite.search.query import COORDINATES, plain
from mastsite.search.reading import Fault

ON_PAGE = (10, 25, 50, 100, 250, 500, 1000)
RECORDS = (100, 1001, 5001, 10_001, 50_001)
DELIMITERS = ((",", "comma"), ("tab", "tab"), ("|", "| (bar)"), (";", "; (semicolon)"))
CONTENTS = ("coordinates", "target names", "data IDs", "Kepler IDs")
SORT_LABELS = ("Sort first by", "Sort then by", "Sort last by")
SWITCHES = {
    "nonull": "Leave out columns without any value",
    "makedistinct": "Make rows distinct",
    "showquery": "Show the query",
    "skipformat": "Numbers as they are stored",
}


def page(
    request: HttpRequest,
    form: ClassicForm,
    mission: Mission,
    pairs: Pairs,
    faults: Sequence[Fault] = (),
    *,
    upload: bool = False,
) -> HttpResponse:
    """The form, or the one that uploads a file; with a summary of `faults` and status 400 when there are some."""
    filled = Filled(form, mission, pairs, faults)
    position = [] if upload or not mission.has_position else _position(filled)
    conditions = _conditions(filled, mission)
    extras = [_extra(filled, mission, number) for number in (1, 2)]
    output = _output(filled)
    boxes = [*position, *conditions, *(box for pair in extras for box in pair), *output]
    ids = {box.name: box.id for box in boxes}
    context = {
        "form": form,
        "mission": mission,
        "upload": upload,
        "position": position,
        "file": _file(filled, mission) if upload else [],
        "ticks": [_ticks(filled, ticks) for ticks in form.ticks],
        "conditions": conditions,
        "extras": extras,
        "columns": _columns(filled, mission),
        "sort": [_sort(filled, mission, number) for number in range(1, len(SORT_LABELS) + 1)],
        "output": output,
        "switches": [Option(name, text, filled.is_on(name)) for name, text in SWITCHES.items()],
        "summary": [Wrong(printable(fault.sentence), ids.get(filled.key(fault.name), "")) for fault in faults],
        "unknown": _unknown(filled, form),
        "new_form": new_form_address(form, mission, pairs),
    }
    response = render(request, "legacy/form.html", context, status=400 if faults else 200)
    response["Link"] = f'<{site(request)}{context["new_form"]}>; rel="successor-version"'
    response["Cache-Control"] = "no-cache"
    return response


def _unknown(filled: Filled, form: ClassicForm) -> list[str]:
    """Names in the address that no box is for, as written there."""
    ticks = {one.name.lower() for one in form.ticks}
    return [name[:80] for name in filled.strangers if name.lower() not in ticks]


def with_successor(request: HttpRequest, response: HttpResponse, form: Form) -> HttpResponse:
    """A refusal with the address of what stands nearest."""
    response["Link"] = f'<{site(request)}{nearest_address(form.classic, form.mission)}>; rel="successor-version"'
    response["Access-Control-Expose-Headers"] = "Link"
    return response


def new_form_address(form: ClassicForm, mission: Mission, pairs: Pairs) -> str:
    """The new form with the same values in its boxes; what it has no box for stays behind."""
    filled = Filled(form, mission, pairs, ())
    kept: list[tuple[str, str]] = []
    for key in ("target", "resolver", "radius", "ra", "dec", "equinox"):
        if value := filled.one(key):
            kept.append((key, (known_choice(value) or value) if key == "resolver" else value))
    if degrees := filled.one("SR"):
        kept.append(("radius", f"{degrees} deg"))
    kept += [
        (name, filled.one(name)) for name in mission.by_name if name in filled.values and name not in ("ra", "dec")
    ]
    for ticks in form.ticks:
        if values := filled.values.get(ticks.name):
            kept.append((ticks.column, any_of([ticks.words.get(value.upper(), value) for value in values])))
    chosen = [column.name for column in _chosen(filled, mission)]
    if chosen:
        kept.append(("columns", ",".join(chosen)))
    address = form_address(mission)
    query = urlencode([(name, value) for name, value in kept if value])
    return f"{address}?{query}" if query and len(query) < 4000 else address


def _position(filled: Filled) -> list[Box]:
    return [
        filled.text("target", "Target Name", "Several with commas.", example="m 31, m 33"),
        _resolver(filled),
        filled.text(
            "ra", "Right Ascension", "Degrees or hours; a range with the declination for a box.", example="00 42 44.3"
        ),
        filled.text("dec", "Declination", "Degrees.", example="+41 16 09"),
        filled.menu("equinox", "Equinox", [(word, word) for word in EQUINOXES], "J2000"),
        filled.text("radius", "Radius", unit="arcmin", usual=plain(filled.form.radius_arcmin)),
    ]


def _resolver(filled: Filled) -> Box:
    word = filled.one("resolver")
    if known := known_choice(word):
        filled.values["resolver"] = [known]
    return filled.menu("resolver", "Resolver", CHOICES, "any", "Who turns a name into a position.")


def _conditions(filled: Filled, mission: Mission) -> list[Box]:
    """A box for each column that the new form has one for, and for each that the address has a condition on."""
    taken = {name for ticks in filled.form.ticks for name in (ticks.column, ticks.also.partition("=")[0])}
    columns = [
        column
        for column in mission.stored_columns
        if column.queryable and ((column.group and column.name not in taken) or column.name in filled.values)
        and column.name not in ("ra", "dec")
    ]  # fmt: skip
    return [
        filled.text(
            column.name, filled.form.labels.get(column.name, column.label), unit=column.unit, example=column.example
        )
        for column in columns
    ]


def _ticks(filled: Filled, ticks: TickBoxes) -> Ticks:
    given_here = {value.upper() for value in filled.values.get(ticks.name, [])}
    options = tuple(Option(value, value, value.upper() in given_here) for value in ticks.values)
    return Ticks(f"{ticks.name}[]", ticks.title, options)


def _extra(filled: Filled, mission: Mission, number: int) -> tuple[Box, Box]:
    choices = [("", "None"), *((column.name, column.label) for column in mission.stored_columns if column.queryable)]
    name = f"extra_column_name_{number}"
    found = column_called(filled.form, mission, filled.one(name)) if filled.one(name) else None
    if found is not None:
        filled.values[name] = [found.name]
    return (
        filled.menu(name, f"User-specified field {number}", choices, ""),
        filled.text(f"extra_column_value_{number}", f"Condition on field {number}"),
    )


def _chosen(filled: Filled, mission: Mission) -> list[Column]:
    words = [word for value in filled.values.get("selectedColumnsCsv", []) for word in value.split(",")]
    found = [column_called(filled.form, mission, word) for word in words if word.strip()]
    return [column for column in found if column is not None]


def _columns(filled: Filled, mission: Mission) -> list[Option]:
    chosen = set(_chosen(filled, mission) or usual_columns(filled.form, mission))
    first = usual_columns(filled.form, mission)
    rest = [
        column for column in mission.columns if column not in first and column.name not in (SEARCH_KEY, SEARCH_POSITION)
    ]
    return [
        Option(column.name, filled.form.labels.get(column.name, column.label), column in chosen)
        for column in (*first, *rest)
    ]


def _sort(filled: Filled, mission: Mission, number: int) -> tuple[Box, Option]:
    choices = [("", "usual order" if number == 1 else "none")]
    choices += [(column.name, column.label) for column in mission.columns if column.stored or column.name == SEPARATION]
    name = f"ordercolumn{number}"
    found = column_called(filled.form, mission, filled.one(name)) if filled.one(name) else None
    if found is not None:
        filled.values[name] = [found.name]
    down = f"descending{number}"
    label = SORT_LABELS[number - 1]
    return filled.menu(name, label, choices, ""), Option(down, f"{label}, reversed", filled.is_on(down))


def _output(filled: Filled) -> list[Box]:
    formats = [(shape.name, shape.label) for shape in SHAPES.values()]
    return [
        filled.menu("outputformat", "Output Format", formats, PAGE),
        filled.menu("coordformat", "Output Coords", COORDINATES.items(), "sex"),
        filled.menu("max_records", "Maximum Records", [(str(n), f"{n:,}") for n in RECORDS], str(DEFAULT_RECORDS)),
        filled.menu("max_rpp", "Records per Page", [(str(n), f"{n:,}") for n in ON_PAGE], str(ROWS_ON_PAGE)),
    ]


def _file(filled: Filled, mission: Mission) -> list[Box]:
    contents = [word for word in CONTENTS if mission.has_position or word not in ("coordinates", "target names")]
    contents = [word for word in contents if filled.form.numbers or word != "Kepler IDs"]
    return [
        filled.menu("delimiter", "Delimiter", DELIMITERS, ","),
        filled.menu("file_contents", "File Contents", [(word, word) for word in contents], contents[0]),
        filled.text("target_column", "RA, Target or Data ID Column", "Counted from 1.", usual="1"),
        filled.text("dec_column", "Dec Column", "If the file has coordinates.", usual="2"),
        filled.menu("equinox", "Equinox", [(word, word) for word in EQUINOXES], "J2000"),
        filled.text("radius", "Radius", unit="arcmin", usual=plain(filled.form.radius_arcmin)),
        _resolver(filled),
    ]
