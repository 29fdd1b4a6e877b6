"""The parameters of the classic forms, what each becomes, and who reads it: the translation as one table.

To add one more parameter: a row in `TABLE` with an example, and a function of a `Draft` if it is read by itself.
``manage.py document_legacy`` writes the table into ``docs/legacy-addresses.md``. What is in no row is a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from mastsite.legacy.draft import Draft
from mastsite.search.declare import SEARCH_KEY, SEARCH_POSITION, SEPARATION
from mastsite.search.query import COORDINATES, MAX_ROWS_ON_PAGE, SortKey

DEFAULT_RECORDS = 1001
"""Rows of a table when nobody says how many: the first choice of the old forms."""
CONE_RECORDS = 100_000
"""The same for a cone search, whose clients expect the whole cone."""
ROWS_ON_PAGE = 500
SORT_KEYS = 3
EXTRAS = 9
MAX_COLUMNS = 1_000
"""Names in ``selectedColumnsCsv``; no form has a third as many columns."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the table.

    Parameters
    ----------
    names : its spellings, the usual one first; they are read in any case of letters. ``N`` stands for a figure.
    becomes : the parameter of the new addresses, or what it does.
    note : values, defaults, and what differs.
    example : an address query.
    read : takes it out of a draft; None for what `reading`, `targets` or `uploads` read together, and for noise.
    noise : whether it never changed anything, and is passed over in silence.
    """

    names: tuple[str, ...]
    becomes: str
    note: str
    example: str
    read: Callable[[Draft], None] | None = None
    noise: bool = False
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spelt = "|".join(re.escape(name).replace("N", "[1-9]") for name in self.names)
        object.__setattr__(self, "pattern", re.compile(spelt, re.IGNORECASE))

    @property
    def key(self) -> str:
        return self.names[0]

    def key_of(self, name: str) -> str:
        """What a parameter is filed under: the usual spelling, with its figure where the row has many."""
        return f"{self.key.removesuffix('N')}{name[-1]}" if self.key.endswith("N") else self.key


def _columns(draft: Draft) -> None:
    words = [word.strip() for item in draft.given.get("selectedColumnsCsv", []) for word in item.value.split(",")]
    words = list(dict.fromkeys(word for word in words if word and word.lower() != "mark"))
    if len(words) > MAX_COLUMNS:
        said = f"{len(words):,} different columns were read, and {MAX_COLUMNS:,} are the most. Name fewer, or write verb=3."
        draft.fault("selectedColumnsCsv", "", said)
    found = []
    for word in words[:MAX_COLUMNS]:
        column = draft.column(word)
        if column is None:
            draft.leave("selectedColumnsCsv", word[:80], draft.why_no_column(word))
        else:
            found.append(column)
    draft.columns = tuple(dict.fromkeys(found))
    if words and not found:
        draft.notes.append("None of the chosen columns is held here, so the usual ones are shown.")


def _verb(draft: Draft) -> None:
    verb = draft.number(0, 3, "verb")
    if verb is None:
        return
    draft.numbers["verb"] = verb
    if verb == 3 and draft.columns:
        draft.leave("verb", "3", "selectedColumnsCsv says which columns")
    elif verb == 3:
        draft.columns = tuple(
            column
            for column in draft.mission.columns
            if column.name not in (SEARCH_KEY, SEARCH_POSITION)
            and (column.stored or draft.places_wanted)
        )  # fmt: skip


def _sort(draft: Draft) -> None:
    keys: dict[str, SortKey] = {}
    for number in range(1, SORT_KEYS + 1):
        order, direction = f"ordercolumn{number}", f"descending{number}"
        name, down = draft.one(order), draft.is_on(direction)
        if not name:
            if down:
                draft.leave(direction, "on", f"{order} names no column to sort by")
            continue
        column = draft.column(name)
        if column is None:
            draft.leave(order, name, draft.why_no_column(name))
        elif column.name == SEPARATION and not draft.places_wanted:
            draft.leave(order, name, "there is no target or position, so rows have no separation to sort by")
        elif not column.stored and column.name != SEPARATION:
            draft.leave(order, name, f"{column.label} is made by the search and rows cannot be sorted by it")
        elif column.name in keys:
            if down != keys[column.name].descending:
                draft.leave(order, name, f"{column.label} stands twice among the sort keys; the first one counts")
        else:
            keys[column.name] = SortKey(column.name, down)
    draft.sort = tuple(keys.values())


def _coordinates(draft: Draft) -> None:
    word = draft.one("coordformat").lower() or "sex"
    if word not in COORDINATES:
        said = f"coordformat was read as “{word[:40]}”. Write {', '.join(COORDINATES)}."
        draft.fault("coordformat", word, said)
    draft.coordinates = word


def _records(draft: Draft) -> None:
    most = draft.number(0, 10**12, "max_records")
    draft.numbers["max_records"] = (CONE_RECORDS if draft.cone else DEFAULT_RECORDS) if most is None else most


def _rows_on_page(draft: Draft) -> None:
    rows = draft.number(1, 10**9, "max_rpp") or ROWS_ON_PAGE
    if rows > MAX_ROWS_ON_PAGE and draft.is_page:
        draft.notes.append(
            f"A page shows {MAX_ROWS_ON_PAGE:,} rows at most here, and {rows:,} were asked for; the rest are on the next pages."
        )
    draft.numbers["max_rpp"] = min(rows, MAX_ROWS_ON_PAGE)


def _page(draft: Draft) -> None:
    number = draft.number(1, 10**6, "page") or 1
    if number > 1 and not draft.is_page:
        draft.leave("page", str(number), "a file has all the rows")
    draft.numbers["page"] = number


def _switch(name: str) -> Callable[[Draft], None]:
    def read(draft: Draft) -> None:
        draft.switches[name] = draft.is_on(name)

    return read


def _show_query(draft: Draft) -> None:
    draft.switches["showquery"] = draft.is_on("showquery")
    if draft.switches["showquery"] and not draft.is_page:
        draft.leave("showquery", "on", "only a page has room for it")


def _extras(draft: Draft) -> None:
    """The user-specified fields: a name and a value for each number."""
    for number in range(1, EXTRAS + 1):
        box = f"extra_column_value_{number}"
        name, value = draft.one(f"extra_column_name_{number}"), draft.one(box)
        if value and not name:
            draft.leave(box, value, f"extra_column_name_{number} names no column for it")
        elif value and (column := draft.column(name)) is not None:
            draft.condition(box, column, value)
        elif value:
            draft.leave(box, value, draft.why_no_column(name))


def _misplaced(key: str, why: str) -> Callable[[Draft], None]:
    def read(draft: Draft) -> None:
        for item in draft.given.get(key, []):
            if item.value.strip():
                draft.leave(item.name, item.value, why)

    return read


TABLE: tuple[Parameter, ...] = (
    Parameter(("action",), "a search", "`Search`. Without it and with RA, DEC and SR: Simple Cone Search. Without any of these: the old form with its boxes filled. `Search Pointings` and `Search Exposures` belong to `/pointings/search.php`.", "action=Search&target=m+31"),
    Parameter(("target",), "target", "A name or several, separated by commas, or a position. Each has a table of its own here, and one collated table in the new addresses.", "action=Search&target=m+31,m+33"),
    Parameter(("resolver",), "resolver", "`Resolve`, `NED`, `SIMBAD`, `CFA`, `HLA`, `Don't Resolve`, in any spelling of these. Without it names are looked up in the bundled catalogues first. `Don't Resolve` searches the mission's own target names, as they are written or with `*`.", "action=Search&target=NGC224*&resolver=Don%27t+Resolve"),
    Parameter(("ra",), "target; a condition for ranges", "Degrees, or hours, minutes and seconds; several with commas, as many as in `dec`. A range or comparison (`10..11`, `>10`) makes a box on the sky.", "action=Search&ra=10.6847&dec=41.269"),
    Parameter(("dec",), "target; a condition for ranges", "Degrees, or degrees, minutes and seconds; lists and ranges as for `ra`.", "action=Search&ra=10..11&dec=41..42"),
    Parameter(("radius",), "radius", "Arcminutes, unless a unit is typed; 3 without it, 20 for VLA-FIRST, 0.02 for Kepler and K2.", "action=Search&target=m+31&radius=10"),
    Parameter(("SR",), "radius", "Degrees. 0 in a cone search asks for the columns alone.", "RA=10.6847&DEC=41.269&SR=0.1"),
    Parameter(("equinox",), "equinox", "`J2000`, `B1950` or `B1900`, of coordinates as they were typed.", "action=Search&ra=10.0004&dec=40.995&equinox=B1950"),
    Parameter(("SIZE", "POS", "FORMAT", "BAND", "TIME"), "–", "Belong to `/siap/search.php` and `/ssap/search2.php`; told as not translated.", "action=Search&target=m+31&SIZE=0.1", _misplaced("SIZE", "it belongs to siap/search.php and ssap/search2.php; write radius in arcminutes or SR in degrees")),
    Parameter(("selectedColumnsCsv",), "columns", "Names of columns in any case, with commas; `Mark` in it stands for the boxes that pages had. A name that is not held here is told as not translated.", "action=Search&target=m+31&selectedColumnsCsv=Mark,sci_data_set_name,sci_targname", _columns),
    Parameter(("verb",), "columns", "0, 1 and 2 give the usual columns, 3 all of them, unless `selectedColumnsCsv` names some.", "action=Search&target=m+31&verb=3", _verb),
    Parameter(("ordercolumnN",), "sort", "First to third sort key. Without it the nearest rows come first, then the mission's usual order.", "action=Search&target=m+31&ordercolumn1=sci_start_time", _sort),
    Parameter(("descendingN",), "sort, with a minus", "`on` turns the sort key of that number round.", "action=Search&target=m+31&ordercolumn1=sci_start_time&descending1=on"),
    Parameter(("outputformat",), "extension of the address", "`HTML_Table` (when nothing is said), `VOTable` (the same in a cone search), `CSV`, `SSV`, `PSV`, `COSV`, `TSV`, `JSON`, `Excel_Spreadsheet`, in any case; `CSV_file` is `CSV`.", "action=Search&target=m+31&outputformat=CSV"),
    Parameter(("coordformat",), "coordformat", "`sex`, `dec` or `dechr`; of tables and text files, for VOTables have degrees.", "action=Search&target=m+31&coordformat=dec", _coordinates),
    Parameter(("max_records",), "limit", f"Rows of each table, as many as you like; {DEFAULT_RECORDS:,} without it, {CONE_RECORDS:,} in a cone search. A cut is always told.", "action=Search&target=m+31&max_records=5001", _records),
    Parameter(("max_rpp",), "rows", f"Rows an HTML page shows at a time; {ROWS_ON_PAGE} without it, {MAX_ROWS_ON_PAGE:,} at most.", "action=Search&target=m+31&max_rpp=100", _rows_on_page),
    Parameter(("page",), "page", "Which HTML page of the rows. It is ours: the old pages kept the place in a session.", "action=Search&target=m+31&max_rpp=100&page=2", _page),
    Parameter(("nonull", "remnull"), "–", "`on` leaves out columns that have no value in any row.", "action=Search&target=m+31&nonull=on", _switch("nonull")),
    Parameter(("makedistinct",), "–", "`on` leaves out rows that are alike in all columns shown.", "action=Search&target=m+31&selectedColumnsCsv=sci_targname&makedistinct=on", _switch("makedistinct")),
    Parameter(("showquery",), "–", "`on` tells what was asked of the database, on HTML pages.", "action=Search&target=m+31&showquery=on", _show_query),
    Parameter(("skipformat",), "–", "`on` gives numbers with every figure that is stored.", "action=Search&target=m+31&skipformat=on", _switch("skipformat")),
    Parameter(("extra_column_name_N",), "the column's own name", "A column of your own choice; goes with the value of the same number.", "action=Search&extra_column_name_1=sci_pep_id&extra_column_value_1=8059"),
    Parameter(("extra_column_value_N",), "the column's own name", "The condition on it. A name without a value asks for nothing.", "action=Search&extra_column_name_1=sci_pep_id&extra_column_value_1=8059", _extras),
    Parameter(("form",), "the upload form", "`fuf` shows the form that uploads a file of targets, and marks what it posts.", "form=fuf"),
    Parameter(("delimiter", "file_delimiter", "delim"), "–", "Of the uploaded file: `,` (or `comma`, which is usual), `tab`, `|`, `;`.", "form=fuf&delimiter=%7C"),
    Parameter(("target_column", "ra_column", "id_column", "column1", "col1"), "–", "Of the uploaded file: number of the column with right ascension, target or data ID, counted from 1.", "form=fuf&target_column=2"),
    Parameter(("dec_column", "column2", "col2"), "–", "Of the uploaded file: number of the column with declination; 2 without it.", "form=fuf&dec_column=3"),
    Parameter(("file_contents", "contents"), "–", "Of the uploaded file: `coordinates` (when nothing is said), `target names`, `data IDs`, `Kepler IDs`.", "form=fuf&file_contents=target+names"),
    Parameter(("availableColumns", "selectedColumnsList", "submit", "reset", "comments", "x", "y", "action.x", "action.y", "mission"), "–", "What the old form sent for its own script and buttons. Nothing ever depended on it, and nothing is said about it.", "action=Search&target=m+31&availableColumns=Mark&selectedColumnsList%5B%5D=sci_ra", noise=True),
)  # fmt: skip
"""In the order of the old list of parameters. What is in no row is a column of the form, or its tick boxes."""

COLUMN_ROW = Parameter(
    ("any column",), "the column's own name",
    "Any column of the form by its old name, its heading or our name, in any case of letters, with a condition. With brackets (`sci_aec[]=S&sci_aec[]=C`) it may stand several times, and means any of them.",
    "action=Search&sci_instrume%5B%5D=STIS&sci_instrume%5B%5D=FOC",
)  # fmt: skip
TICKS_ROW = Parameter(
    ("image[]", "spectrum[]", "other[]"), "conditions on two columns",
    "Tick boxes of Hubble's form: instruments, and images or spectra with them.",
    "action=Search&image%5B%5D=WFPC2&image%5B%5D=ACS",
)  # fmt: skip

BY_KEY = {parameter.key: parameter for parameter in TABLE}


def row_of(name: str) -> Parameter | None:
    """The row that a parameter belongs to; None for what may be a column."""
    return next((parameter for parameter in TABLE if parameter.pattern.fullmatch(name)), None)
