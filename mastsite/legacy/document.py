"""``docs/legacy-addresses.md``, written from the table of parameters, the operators and the forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mastsite.legacy.columns import label
from mastsite.legacy.forms import Form, forms, usual_columns
from mastsite.legacy.operators import EXAMPLES
from mastsite.legacy.parameters import COLUMN_ROW, TABLE, TICKS_ROW
from mastsite.legacy.successor import nearest_address
from mastsite.search.declare import Mission
from mastsite.search.query import plain

PATH = Path("docs") / "legacy-addresses.md"

INTRODUCTION = """\
# The classic addresses

<!-- Written by `python manage.py document_legacy` from mastsite/legacy/parameters.py and missions/*/classic.py. -->

A script that has asked `/<path>/search.php` for years is answered here in the shape it parses. Every parameter becomes a
part of a search of the new addresses, or is told as not translated: on the page, in the header `X-Not-Translated`, and
in the INFO elements of a VOTable. Every answer names the new address of the same search in a `Link` header with
`rel="successor-version"`.

Addresses and forms posted as `application/x-www-form-urlencoded` or `multipart/form-data` are read alike, the address
first; no token is asked for. Bytes are UTF-8, or else Latin-1, and then that is told. `&&`, a trailing `&` or `?`
and a second `?` mean nothing. A value that cannot be read is refused with status 400 and a sentence, in the shape that
was asked for; a cone search is refused with an INFO in a VOTable and status 200, as its standard wants.

## Parameters
"""

AFTER_PARAMETERS = """\

Blank values ask for nothing. A parameter given twice with different values is refused, unless its name has brackets. A
column that the old form had and this archive has not is told as not translated, and so is a name that nobody knows.

Groups of tick boxes are joined: with `image[]=ACS` and `spectrum[]=STIS`, images and spectra of both are found, and the
answer says so.

## Without action

With RA, DEC and SR it is a Simple Cone Search: a VOTable unless `outputformat` says otherwise, degrees everywhere, and
with SR=0 the columns alone. With a file format in `outputformat` it is refused, because a page in its place would break
its reader. Otherwise it is the old form with its boxes filled.

## Conditions

The signs are those of [the boxes](operators.md). What only excludes leaves out rows without a value too, as SQL did;
the new boxes keep them (see [why](decisions/0004-not-means-everything-else.md)), so that `!null` is added. A date without a
time is the whole day at both ends of a range.

| Classic | Kind | In the new boxes |
|---|---|---|
"""

AFTER_CONDITIONS = """\

## Uploaded lists

`form=fuf` shows the form for a file of targets: plain text in UTF-8, UTF-16 or Latin-1, one entry in a line, at most 10,000 entries
and 5 MB. The file may come under any name. Coordinates and names have a search and a table for each line, headed
`Input line N`; a line that cannot be read, or a name that nobody knows, has a sentence in place of its table and stops nothing. Data IDs
and Kepler (EPIC) IDs are one search and one table. Blank lines and lines that begin with `#` are passed over.

Names are looked up while the answer is written: 60 seconds everywhere, then in the bundled catalogues only, which the
answer says. The names that the boxes of the old upload form had were not found in any script; the ones in the table of
parameters are read.

## Forms

| Address | Mission | Radius (arcmin) | What answers |
|---|---|---|---|
"""

BEFORE_COLUMNS = """\

## Columns

The usual columns of each form in its order, then its other columns, then names of its own. Names are read in any case of letters, and so are
headings. `ang_sep` is among the usual columns where there is a target or position.
"""


def text() -> str:
    """The whole document."""
    held = [form for form in forms().values() if form.held and form.mission is not None]
    return "".join(
        [
            INTRODUCTION,
            "\n| Classic | New | Meaning | Example |\n|---|---|---|---|\n",
            *(_row(item) for item in _parameters()),
            AFTER_PARAMETERS,
            *(_row([_code(typed), kind, _code(new)]) for typed, kind, new in EXAMPLES),
            AFTER_CONDITIONS,
            *(_row(_form(form)) for form in forms().values()),
            BEFORE_COLUMNS,
            *("".join(_columns(form, form.mission)) for form in held if form.mission),
        ]
    )


def _parameters() -> Iterator[list[str]]:
    for row in (*TABLE, COLUMN_ROW, TICKS_ROW):
        yield [", ".join(map(_code, row.names)), row.becomes, row.note, _code(row.example)]


def _form(form: Form) -> list[str]:
    classic, mission = form.classic, form.mission
    name = mission.short_name if mission else "–"
    answers = (
        classic.not_held or f"{mission.rows_are if mission else ''}, also at `{nearest_address(classic, mission)}`"
    )
    return [_code(f"/{classic.path}/search.php"), name, plain(classic.radius_arcmin) if form.held else "–", answers]


def _columns(form: Form, mission: Mission) -> Iterator[str]:
    classic = form.classic
    usual = usual_columns(classic, mission)
    others = [column for column in mission.stored_columns if column not in usual]
    yield f"\n### {classic.title}, `{classic.path}`\n\n"
    yield f"Usual: {_listed(f'`{column.name}` {label(classic, column)}' for column in usual)}.\n"
    if others:
        yield f"\nOthers: {_listed(f'`{column.name}`' for column in others)}.\n"
    names = {old: column.name for column in mission.columns for old in column.legacy} | dict(classic.names)
    names = {old: new for old, new in names.items() if old != new}
    if names:
        yield f"\nIts own names: {_listed(f'`{old}` for `{new}`' for old, new in names.items())}.\n"
    if classic.not_here:
        yield f"\nNot held here: {_listed(f'`{name}`' for name in classic.not_here)}.\n"


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items)


def _code(words: str) -> str:
    """Words as code in a table's cell."""
    return f"`{words}`".replace("|", "\\|")


def _row(cells: Iterable[str]) -> str:
    escaped = (cell if "\\|" in cell else cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |\n"
