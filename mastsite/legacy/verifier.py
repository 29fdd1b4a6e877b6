"""``/dataset_verifier.php?dsn=A,B``: whether names of data sets are held here, in which mission, and what is near those that are not."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from mastsite.legacy import tool
from mastsite.legacy.sent import text_of
from mastsite.legacy.shapes.registry import PAGE, SHAPES
from mastsite.legacy.sheets import Papers, Sheet, made_up, open_to_all, write
from mastsite.legacy.tables import Entry, Grid, record_address
from mastsite.legacy.tool import Given, bad
from mastsite.search import engine
from mastsite.search.criteria import Criterion, Like, Term
from mastsite.search.declare import Column, Mission
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.result import Row
from mastsite.search.tables import NotLoaded

MOST_NAMES = 10_000
LONGEST_NAME = 100
GUESSED = 10
"""Names that are not held for which near ones are looked up."""
_LIKELY_ROWS = 300
_NEAR = 0.75
_KEPT = 4
"""Letters at the beginning that a near name shares."""

DELIMITERS = {",": ",", "comma": ",", "tab": "\t", "\t": "\t", "|": "|", "bar": "|", ";": ";", "semicolon": ";"}
_PARAMETERS = frozenset(["dsn", "delimiter", "file", "userfile", "localfile"])

COLUMNS = (
    Column("dsn", "Data Set Name", description="The name as it was sent."),
    Column("held", "Held", "boolean", description="Whether a row of that name is held here."),
    Column("mission", "Mission", description="The mission that holds it."),
    Column("dataset", "Dataset", description="The name as the mission writes it."),
    Column("target", "Target Name", description="The observer's name of the target."),
    Column("address", "Address", description="The page of the row."),
    Column("near", "Near", description="Names held here that look like one that is not; at most three."),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one name; a name that several missions hold has a verdict for each."""

    name: str
    mission: Mission | None = None
    dataset: str = ""
    target: str = ""
    near: tuple[str, ...] = ()

    def row(self, site: str = "") -> Row:
        """Its cells in the order of `COLUMNS`."""
        address = f"{site}{record_address(self.mission, self.dataset)}" if self.mission else ""
        short = self.mission.short_name if self.mission else ""
        near = ", ".join(self.near)
        return (
            self.name,
            bool(self.mission),
            short or None,
            self.dataset or None,
            self.target or None,
            address or None,
            near,
        )


@tool.tool
def verifier(request: HttpRequest) -> HttpResponseBase:
    """The form, and the verdicts below it when names were sent."""
    asked = tool.given(request)
    shape = tool.shape_of(asked)
    remarks = list(asked.notes)
    names = _names(asked, remarks)
    if not names and shape.name != PAGE:
        raise bad("No name was read. Give names of data sets as dsn=A,B.")
    verdicts, unasked = verdicts_of(names)
    if unasked:
        remarks.append(f"No rows are held here, so no name can be known, of {', '.join(unasked)}.")
    unknown = [verdict for verdict in verdicts if verdict.mission is None]
    if len(unknown) > GUESSED:
        remarks.append(f"Near names were looked up for the first {GUESSED} of {len(unknown)} that are not held.")
    ignored = asked.unread(_PARAMETERS)
    if shape.name == PAGE:
        return open_to_all(_page(request, asked, names, verdicts, remarks, ignored), remarks, ignored)
    made, table = made_up("verifier", "MAST data set verification", COLUMNS)
    site = tool.site_address(request)
    sheet = Sheet("verifier", table.name, made, table, COLUMNS, [verdict.row(site) for verdict in verdicts])
    return write(shape, [sheet], Papers(table.name, (), remarks, ignored), "dataset_verifier")


def _names(asked: Given, remarks: list[str]) -> list[str]:
    """The names of the box, or else of the file, each once.

    Raises
    ------
    Refused
    """
    found = [name for text in asked.all("dsn") for name in re.split(r"[,;\r\n]+", text)]
    if found and asked.file:
        remarks.append("Names were typed and a file was sent; the file was not read, as it always was.")
    elif asked.file:
        word = asked.one("delimiter") or ","
        if word.lower() not in DELIMITERS:
            raise bad(f"delimiter was read as “{word[:20]}”. Choose a comma, tab, | or ;.")
        text, said = text_of(asked.file.read())
        remarks += [said] if said else []
        reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=DELIMITERS[word.lower()])
        try:
            found = [cell.strip() for line in reader for cell in line]
        except csv.Error as error:
            raise bad(f"The file could not be read as a list: {error}. Write one name in a line.") from error
    names = list(dict.fromkeys(name.strip() for name in found if name.strip()))
    if len(names) > MOST_NAMES:
        raise bad(f"{len(names):,} names were read; {MOST_NAMES:,} are taken. Send them in parts.")
    if long := next((name for name in names if len(name) > LONGEST_NAME), ""):
        raise bad(f"“{long[:40]}…” has {len(long):,} characters; names have at most {LONGEST_NAME}.")
    return names


def verdicts_of(names: Sequence[str]) -> tuple[list[Verdict], list[str]]:
    """What is known of each name, in order; and the missions that hold no rows."""
    if not names:
        return [], []
    held: dict[str, list[Verdict]] = {}
    unasked = []
    asked = []
    for mission in missions().values():
        try:
            rows = engine.records(mission, names)
        except NotLoaded:
            unasked.append(mission.short_name)
            continue
        asked.append(mission)
        at = {column.name: place for place, column in enumerate(mission.stored_columns)}
        for row in rows:
            name = str(row[at[mission.id_column]])
            target = row[at[mission.target_column]] if mission.target_column else None
            held.setdefault(name.lower(), []).append(Verdict(name, mission, name, str(target or "")))
    missing = [name for name in names if name.lower() not in held]
    near = _near(asked, missing[:GUESSED])
    verdicts = []
    for name in names:
        found = held.get(name.lower())
        if found:
            verdicts += [Verdict(name, one.mission, one.dataset, one.target) for one in found]
        else:
            verdicts.append(Verdict(name, near=tuple(near.get(name, ()))))
    return verdicts, unasked


def _beginning(mission: Mission, begin: str) -> list[str]:
    """Some identifiers of a mission that begin so."""
    criterion = Criterion(mission.id_column, (Term(Like((begin, ""))),))
    query = Query(mission, criteria=(criterion,), columns=(mission.id_column,), rows=_LIKELY_ROWS)
    return [str(row[0]) for row in engine.page(query, counted=False).rows]


def _near(asked: Iterable[Mission], names: Sequence[str]) -> dict[str, list[str]]:
    """Names held here that begin like those and look like them."""
    likely: dict[str, str] = {}
    beginnings = sorted({name[: max(_KEPT, len(name) - 2)] for name in names if len(name) >= _KEPT})
    for mission in asked:
        if mission.column(mission.id_column).is_text:
            likely |= {word.lower(): word for begin in beginnings for word in _beginning(mission, begin)}
    near = {name: difflib.get_close_matches(name.lower(), likely, n=3, cutoff=_NEAR) for name in names}
    return {name: [likely[word] for word in words] for name, words in near.items()}


def _page(
    request: HttpRequest,
    asked: Given,
    names: Sequence[str],
    verdicts: Sequence[Verdict],
    remarks: Sequence[str],
    ignored: Sequence[tuple[str, str]],
) -> HttpResponse:
    held = sum(verdict.mission is not None for verdict in verdicts)
    headings = tuple((column.label, "") for column in COLUMNS if column.name != "address")
    table = Grid(f"{held} found, {len(verdicts) - held} not held here", headings, tuple(map(_line, verdicts)))
    context = {
        "names": ", ".join(asked.all("dsn")),
        "grid": table if names else None,
        "remarks": [
            *remarks,
            *(f"{name}={value} changed nothing; it is not known to this tool." for name, value in ignored),
        ],
        "formats": list(SHAPES.values()),
        "most": MOST_NAMES,
    }
    return render(request, "legacy/verifier.html", context)


def _line(verdict: Verdict) -> tuple[Entry, ...]:
    mission = verdict.mission
    return (
        Entry(verdict.name, head=True),
        Entry("held" if mission else "not held here"),
        Entry(mission.short_name if mission else ""),
        Entry(verdict.dataset, record_address(mission, verdict.dataset) if mission else ""),
        Entry(verdict.target),
        Entry(", ".join(verdict.near)),
    )
