"""The new address of a call with holes: what is known is translated, and each hole stands under its new name.

A place that is not known stands for a while at 0 0, so that radius, columns and order are read as they are for a place.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from urllib.parse import quote

from mastsite.legacy import reading
from mastsite.legacy.asked import NotTranslated
from mastsite.legacy.forms import column_called
from mastsite.legacy.migrate.calls import HOLE, Pairs, show
from mastsite.legacy.parameters import CONE_RECORDS, row_of
from mastsite.legacy.shapes import SHAPES
from mastsite.search.declare import ClassicForm, Mission
from mastsite.search.query import DEFAULT_ROWS, Place
from mastsite.search.reading import Fault, QueryError

PLACES = ("target", "ra", "dec")
AS_THEY_ARE = ("equinox", "resolver", "coordformat")
NEW_NAMES = {"radius": "radius", "max_records": "limit", "selectedColumnsCsv": "columns"}
KNOWN_LATER = "its value is known only when the script runs, and the new address has no word of its own for it"


@dataclass(frozen=True, slots=True)
class Template:
    """A new address with holes.

    Parameters
    ----------
    path : of the file on this site; pairs : its parameters, holes still marked.
    """

    path: str
    pairs: Pairs
    sentence: str
    not_translated: tuple[NotTranslated, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The address, holes as ``{name}``."""
        return f"{self.path}?{'&'.join(f'{name}={_quoted(value)}' for name, value in self.pairs)}"


def template_of(form: ClassicForm, mission: Mission, pairs: Pairs, *, cone: bool) -> Template:
    """Translate a call with holes.

    Raises
    ------
    QueryError : what is known of it cannot be read.
    """
    open_pairs = [(name, value) for name, value in pairs if HOLE.search(name) or HOLE.search(value)]
    known = [pair for pair in pairs if pair not in open_pairs]
    if cone:
        known = [*known, ("action", "Search"), ("outputformat", _word(known, "outputformat") or reading.CONE_SHAPE)]
        known += [] if _word(known, "max_records") else [("max_records", str(CONE_RECORDS))]
    elif not _word(known, "action"):
        known.append(("action", "Search"))
    placed = any(_key(name) in PLACES and not _is_range(value) for name, value in open_pairs)
    if placed:  # coordinates that are known stand beside holes in the template
        beside = [pair for pair in known if pair[0].lower() in PLACES]
        known = [pair for pair in known if pair not in beside] + [("ra", "0"), ("dec", "0")]
        open_pairs = beside + open_pairs
    asked = reading.read(form, mission, tuple(known))
    query = asked.searches[0].query
    if query is None:
        said = asked.searches[0].said or f"Nobody knows {asked.searches[0].unresolved}."
        raise QueryError([Fault("target", asked.searches[0].unresolved, said)])
    params = replace(query, rows=DEFAULT_ROWS).params()
    if placed:
        params = [pair for pair in params if pair[0] != "target"]
    names = {name[-1]: value for name, value in pairs if name.lower().startswith("extra_column_name_")}
    opened, left = _opened(form, mission, open_pairs, names)
    renamed = {name for name, _ in opened}
    kept = [pair for pair in params if pair[0] not in renamed]
    if placed:
        text = ", ".join(show(value) for name, value in opened if name in PLACES)
        query = replace(query, places=(Place(text, 0.0, 0.0),))
    shape = SHAPES.get(asked.shape)
    extension = (shape.successor if shape else "") or "csv"
    return Template(
        f"/search/{mission.slug}/results.{extension}",
        (*opened, *kept),
        _sentence(replace(query, limit=None).describe(), mission, opened),
        (*asked.not_translated, *left),
        asked.notes,
    )


def _opened(
    form: ClassicForm, mission: Mission, pairs: list[tuple[str, str]], names: dict[str, str]
) -> tuple[list[tuple[str, str]], list[NotTranslated]]:
    """Parameters with holes under their new names, and those that have none.

    `names` are the columns of the user-specified fields, by their number.
    """
    opened: list[tuple[str, str]] = []
    left: list[NotTranslated] = []
    for name, value in pairs:
        key = _key(name)
        column = None if HOLE.search(name) or key else column_called(form, mission, name.removesuffix("[]"))
        if key == "SR":
            opened.append(("radius", f"{value} deg"))
        elif key in PLACES or key in AS_THEY_ARE:
            opened.append((key, value))
        elif key in NEW_NAMES:
            opened.append((NEW_NAMES[key], value))
        elif column is not None:
            opened.append((column.name, value))
        elif key.startswith("extra_column_value") and (own := _column(form, mission, names.get(name[-1], ""))):
            opened.append((own, value))
        elif not key.startswith("extra_column_name"):
            left.append(NotTranslated(show(name), show(value), KNOWN_LATER if key else "no column here is called so"))
    return opened, left


def _column(form: ClassicForm, mission: Mission, name: str) -> str:
    column = column_called(form, mission, name) if name and not HOLE.search(name) else None
    return column.name if column else ""


def _key(name: str) -> str:
    row = None if HOLE.search(name) else row_of(name)
    return row.key_of(name) if row else ""


def _word(pairs: list[tuple[str, str]], name: str) -> str:
    return next((value for given, value in pairs if given.lower() == name and value.strip()), "")


def _is_range(value: str) -> bool:
    return ".." in value or value.lstrip()[:1] in ("<", ">")


def _sentence(said: str, mission: Mission, opened: list[tuple[str, str]]) -> str:
    conditions = [
        f"{mission.by_name[name].label} {show(value)}" for name, value in opened
        if name in mission.by_name and name not in PLACES
    ]  # fmt: skip
    if not conditions:
        return said
    return f"{said.removeprefix('All ').removesuffix('.')}, with {' and '.join(conditions)}."


def _quoted(value: str) -> str:
    pieces, at = [], 0
    for match in HOLE.finditer(value):
        pieces += [quote(value[at : match.start()], safe=",.:*"), show(match[0])]
        at = match.end()
    return "".join([*pieces, quote(value[at:], safe=",.:*")])


def python_of(template: Template, site: str) -> str:
    """The address put together in Python, with the script's own expressions where they are Python."""
    lines = "".join(f"    ({name!r}, {_expression(value)}),\n" for name, value in template.pairs)
    return (
        f"from urllib.parse import urlencode\n\naddress = {site + template.path!r}\n"
        f'parameters = [\n{lines}]\nurl = f"{{address}}?{{urlencode(parameters)}}"'
    )


def _expression(value: str) -> str:
    holes = HOLE.findall(value)
    if not holes:
        return repr(value)
    if HOLE.fullmatch(value) and _is_python(holes[0]):
        return str(holes[0])
    if not all(map(_is_python, holes)):
        return repr(show(value))
    plain, at, parts = value, 0, []
    for match in HOLE.finditer(plain):
        parts += [repr(plain[at : match.start()]) if at < match.start() else "", f"str({match[1]})"]
        at = match.end()
    parts.append(repr(plain[at:]) if at < len(plain) else "")
    return " + ".join(filter(None, parts))


def _is_python(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def shell_of(template: Template, site: str) -> str:
    """The request by curl, with shell variables where the holes are names."""
    lines = [f'curl --silent --show-error --get "{site}{template.path}"']
    lines += [f'  --data-urlencode "{name}={_variables(value)}"' for name, value in template.pairs]
    return " \\\n".join(lines)


def _variables(value: str) -> str:
    pieces, at = [], 0
    for match in HOLE.finditer(value):
        name = match[1] if match[1].isidentifier() else "VALUE"
        pieces += [_plain(value[at : match.start()]), f"${{{name}}}"]
        at = match.end()
    return "".join([*pieces, _plain(value[at:])])


def _plain(text: str) -> str:
    return "".join(f"\\{letter}" if letter in '"\\$`' else letter for letter in text)
