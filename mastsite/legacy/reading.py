"""A classic request read into an `Asked`: parameters by the table, what is left as columns, then the places.

`kind` says what a request is for; `read` reads one that asks for rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mastsite.legacy.asked import Asked, Pairs, Search
from mastsite.legacy.draft import Draft, Given, given
from mastsite.legacy.forms import usual_columns
from mastsite.legacy.parameters import TABLE, row_of
from mastsite.legacy.rest import read_rest
from mastsite.legacy.shapes.registry import PAGE, SHAPES, find
from mastsite.legacy.targets import Around, read_around, read_wanted, searches
from mastsite.legacy.uploads import Uploaded, by_identifier, lines_of, read_layout
from mastsite.search.declare import SEPARATION, ClassicForm, Column, Mission
from mastsite.search.query import Query
from mastsite.search.reading import Fault, QueryError

Kind = Literal["search", "cone", "form", "upload form"]
CONE = ("ra", "dec", "sr")
POINTINGS = ("search pointings", "search exposures")
CONE_SHAPE = "VOTable"


def words_of(pairs: Pairs) -> dict[str, str]:
    """Values by the parameters' names in lower case; the last one that is not blank."""
    return {name.lower(): value.strip() for name, value in pairs if value.strip()}


def shape_word(pairs: Pairs, *, cone: bool = False) -> str:
    """Key of the shape that is asked for; the page for a word that is none."""
    word = words_of(pairs).get("outputformat", CONE_SHAPE if cone else "")
    found = find(word)
    return found.name if found else PAGE


def is_cone(pairs: Pairs) -> bool:
    """Whether a request is a Simple Cone Search, whole or broken: no action, and what only such a search sends."""
    words = words_of(pairs)
    return "action" not in words and "sr" in words and ("ra" in words or "dec" in words)


def kind(pairs: Pairs, *, has_file: bool = False) -> Kind:
    """What a request is for.

    Raises
    ------
    QueryError : it says neither, and a page instead of the file it asks for would break who reads it.
    """
    words = words_of(pairs)
    action = words.get("action", "")
    if has_file:
        return "search"
    if action.lower() == "search":
        if words.get("form") == "fuf":
            raise QueryError(
                [Fault("form", "fuf", "form=fuf searches for a file of targets, and none was sent. Choose one.")]
            )
        return "search"
    if action.lower() in POINTINGS:
        said = f"action={action} belongs to the pointings search. Send the request to /pointings/search.php."
        raise QueryError([Fault("action", action, said)])
    if action:
        said = f"The action was read as “{action[:60]}”, which this address does not know. Write action=Search."
        raise QueryError([Fault("action", action, said)])
    if is_cone(pairs):
        if missing := [word.upper() for word in CONE if word not in words]:
            said = f"A cone search needs RA, DEC and SR, and {' and '.join(missing)} is missing. Add it, in degrees."
            raise QueryError([Fault(missing[0], "", said)])
        return "cone"
    word = words.get("outputformat", "")
    if word and shape_word(pairs) != PAGE:
        said = (
            f"outputformat={word[:40]} asks for a file, and the request has no action. Write action=Search beside it."
        )
        raise QueryError([Fault("action", "", said)])
    return "upload form" if words.get("form") == "fuf" else "form"


def read(
    form: ClassicForm, mission: Mission, pairs: Pairs, *, notes: tuple[str, ...] = (), uploaded: str | None = None
) -> Asked:
    """Read a request that asks for rows; names of objects are looked up.

    Parameters
    ----------
    notes : what was told already.
    uploaded : text of the uploaded file; None when there is none.

    Raises
    ------
    QueryError : with a fault for every parameter that cannot be read.
    """
    cone = uploaded is None and is_cone(pairs)
    shape = shape_word(pairs, cone=cone)
    draft = Draft(form, mission, cone=cone, is_page=shape == PAGE, notes=list(notes))
    left = _sorted_in(draft, pairs)
    draft.one("action")  # a fault when there are two
    if uploaded is not None:
        draft.given["file"] = [Given("file", "file")]
    _output(draft)
    for parameter in TABLE:
        if parameter.read:
            parameter.read(draft)
    read_rest(draft, left)
    columns, found = _of_places(draft) if uploaded is None else _of_file(draft, uploaded)
    _check(draft)
    rows = draft.numbers["max_rpp"]
    return Asked(
        form=form,
        mission=mission,
        pairs=pairs,
        searches=found,
        columns=columns,
        shape=shape,
        coordinates=draft.coordinates,
        raw=draft.switches["skipformat"],
        verb=draft.numbers.get("verb", 2 if cone else 0),
        max_records=draft.numbers["max_records"],
        rows_on_page=rows,
        first_row=(draft.numbers["page"] - 1) * rows,
        drop_empty=draft.switches["nonull"],
        distinct=draft.switches["makedistinct"],
        show_query=draft.switches["showquery"],
        cone=cone,
        not_translated=tuple(draft.not_translated),
        notes=tuple(dict.fromkeys(draft.notes)),
    )


def _of_places(draft: Draft) -> tuple[tuple[Column, ...], Sequence[Search]]:
    """Columns and searches of a request without a file."""
    around = read_around(draft)
    wanted = read_wanted(draft, around)
    for key in ("delimiter", "target_column", "dec_column", "file_contents"):
        _not_read(draft, key, "it belongs to an uploaded file, and none was sent")
    _check(draft)
    columns = _columns(draft, separated=any(one.place or around.resolver != "none" for one in wanted))
    return columns, searches(_base(draft, columns, around if wanted else None), wanted, draft)


def _of_file(draft: Draft, text: str) -> tuple[tuple[Column, ...], Sequence[Search]]:
    """Columns and searches of an uploaded list."""
    around, layout = read_around(draft), read_layout(draft)
    lines = lines_of(text, draft)
    for key in ("target", "ra", "dec"):
        _not_read(draft, key, "a file was sent, and its entries were searched instead")
    _check(draft)
    if layout.contents in ("coordinates", "names"):
        columns = _columns(draft, separated=around.resolver != "none" or layout.contents == "coordinates")
        return columns, Uploaded(lines, layout, around, _base(draft, columns, around))
    columns = _columns(draft, separated=False)
    identifier = _identifier(draft, numbers=layout.contents == "numbers")
    return columns, (by_identifier(lines, layout, identifier, _base(draft, columns, None), draft),)


def _base(draft: Draft, columns: tuple[Column, ...], around: Around | None) -> Query:
    """The query that all searches of a request begin with; without a way to read places where there are none."""
    return Query(
        mission=draft.mission,
        radius_arcmin=around.radius_arcmin if around else None,
        equinox=around.equinox if around else "J2000",
        resolver=around.resolver if around else "any",
        criteria=tuple(draft.criteria),
        columns=tuple(column.name for column in columns),
        sort=draft.sort,
        limit=draft.numbers["max_records"],
        coordinates=draft.coordinates,
    )


def _check(draft: Draft) -> None:
    if draft.faults:
        raise QueryError(draft.faults)


def _not_read(draft: Draft, key: str, why: str) -> None:
    for item in draft.given.get(key, []):
        if item.value.strip():
            draft.leave(item.name, item.value, why)


def _sorted_in(draft: Draft, pairs: Pairs) -> dict[str, list[Given]]:
    """File the parameters under their rows; give back what is in no row, by name in lower case."""
    own = {name.lower() for name in draft.mission.by_name} - {"ra", "dec"}
    left: dict[str, list[Given]] = {}
    for item in given(pairs):
        row = None if item.name.lower() in own else row_of(item.name)
        if row is None:
            left.setdefault(item.name.lower(), []).append(item)
        elif not row.noise:
            draft.given.setdefault(row.key_of(item.name), []).append(item)
    return left


def _output(draft: Draft) -> None:
    word = draft.one("outputformat")
    if find(word) is None:
        said = f"outputformat was read as “{word[:40]}”, which is no format here. Write one of {', '.join(SHAPES)}."
        draft.fault("outputformat", word, said)


def _columns(draft: Draft, *, separated: bool) -> tuple[Column, ...]:
    """The chosen columns, or the usual ones; these without the separation where nothing is searched around."""
    usual = usual_columns(draft.form, draft.mission)
    return draft.columns or tuple(column for column in usual if separated or column.name != SEPARATION)


def _identifier(draft: Draft, *, numbers: bool) -> Column:
    """The column that uploaded identifiers are looked up in."""
    if not numbers:
        return draft.mission.column(draft.mission.id_column)
    if not draft.form.numbers:
        said = (
            f"{draft.form.title} holds no Kepler or EPIC numbers here. Upload data IDs, names or coordinates instead."
        )
        raise QueryError([Fault("file_contents", "", said)])
    return draft.mission.column(draft.form.numbers)
