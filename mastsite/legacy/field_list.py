"""``/search_fields.php?mission=X``: the columns of a classic form, with the names that addresses take."""

from __future__ import annotations

import difflib

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from mastsite.legacy import tool
from mastsite.legacy.columns import label, type_word
from mastsite.legacy.shapes.answering import refuse
from mastsite.legacy.shapes.registry import PAGE, SHAPES
from mastsite.legacy.sheets import Papers, Sheet, made_up, open_to_all, write
from mastsite.legacy.tokens import forms, mission_called
from mastsite.search.declare import ClassicForm, Column, Mission
from mastsite.search.registry import missions

COLUMNS = (
    Column("column_name", "Column Name", description="Name of the column in addresses."),
    Column("column_label", "Column Label", description="Heading of the column in results."),
    Column("description", "Description", description="What the column means."),
    Column("examples", "Examples/Valid Values", description="What its box takes."),
    Column("data_type", "Data Type", description="How its values are compared."),
    Column("indexed", "Indexed", "boolean", description="Whether searches by it are quick."),
)
_PARAMETERS = frozenset(["mission"])


@tool.tool
def fields(request: HttpRequest) -> HttpResponseBase:
    """The list of one form, or of what there is."""
    asked = tool.given(request)
    shape = tool.shape_of(asked)
    ignored = asked.unread(_PARAMETERS)
    word = asked.one("mission")
    found = mission_called(word) if word else None
    if found is None:
        if shape.name != PAGE and word:
            return refuse(shape.name, 404, [_unknown(word)], request=request)
        context: dict[str, object] = {"word": word, "unknown": _unknown(word) if word else "", "forms": _listed()}
        status = 404 if word else 200
        return open_to_all(render(request, "legacy/field_lists.html", context, status=status), (), ignored)
    mission, form = found
    form = form or ClassicForm(path=mission.slug, mission_word=mission.slug, title=mission.name)
    if form.not_held:
        return refuse(shape.name, 404, [form.not_held], request=request)
    rows = [_row(form, mission, column) for column in mission.columns]
    if shape.name != PAGE:
        made, table = made_up("fields", f"{form.mission_word.upper()} field descriptions", COLUMNS)
        sheet = Sheet(form.mission_word, table.name, made, table, COLUMNS, rows)
        return write(
            shape, [sheet], Papers(table.name, asked.pairs, asked.notes, ignored), f"{form.mission_word}_fields"
        )
    context = {
        "form": form,
        "mission": mission,
        "rows": rows,
        "formats": [(item.label, item.name) for item in SHAPES.values() if item.name != PAGE],
    }
    return open_to_all(render(request, "legacy/field_list.html", context), asked.notes, ignored)


def _row(form: ClassicForm, mission: Mission, column: Column) -> tuple[str | bool | None, ...]:
    indexed = column.indexed or column.name in (mission.id_column, mission.ra_column, mission.dec_column)
    values = ", ".join(choice.value for choice in column.choices)
    examples = "; ".join(filter(None, [column.example, values]))
    description = column.description + ("" if column.stored else " Made by the search; it takes no conditions.")
    return column.name, label(form, column), description, examples, type_word(form, column), indexed


def _listed() -> list[tuple[str, str, bool]]:
    """Word, title and whether it is held, of every form, then of the missions that had none."""
    listed = [(form.mission_word, form.title, not form.not_held) for form, _ in forms()]
    with_form = {mission.slug for _, mission in forms()}
    return listed + [(slug, mission.name, True) for slug, mission in missions().items() if slug not in with_form]


def _unknown(word: str) -> str:
    words = [one for one, _, held in _listed() if held]
    near = difflib.get_close_matches(word.lower()[:60], words, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Choose {', '.join(words)}."
    return f"mission was read as “{word[:60]}”, which is no form here. {hint}"
