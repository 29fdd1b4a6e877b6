"""The files of data sets: declared by the mission, here in the operator's folder, or listed by the upstream archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mastsite.products import local, upstream
from mastsite.search import engine
from mastsite.search.conditions import fold
from mastsite.search.declare import Mission, Product, Products
from mastsite.search.registry import companion
from mastsite.search.result import Cell
from mastsite.search.tables import NotLoaded

MAX_DATASETS = 10_000
"""Data sets of one question."""
LONGEST_ID = 200
NAMED = 10
"""Identifiers that one message names."""

NOTHING = Products()


class TooMany(ValueError):
    """More data sets were asked for than one question takes."""

    def __init__(self, asked: int) -> None:
        super().__init__(f"{asked:,} data sets were read; one question takes {MAX_DATASETS:,}. Send them in parts.")


@dataclass(frozen=True, slots=True)
class Listing:
    """Files, data set by data set in the order they were asked for, and what there is to say of those without.

    Parameters
    ----------
    of_row : the same by the identifier of the row, as it is held; rows without files are in it too.
    unknown : identifiers that were asked for and are not held.
    """

    products: tuple[Product, ...]
    messages: tuple[str, ...] = ()
    of_row: Mapping[str, tuple[Product, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def declared(mission: Mission) -> Products:
    """What a mission declares of its files; nothing where it has no ``products.py``."""
    return companion(mission, "products") or NOTHING


def of(mission: Mission, identifiers: Sequence[str], *, ask_upstream: bool = True) -> Listing:
    """The files of data sets.

    Parameters
    ----------
    identifiers : values of the mission's identifier column, in any case.
    ask_upstream : whether the upstream archive may be asked for what is not known here.

    Raises
    ------
    TooMany, TimeLimit
    """
    wanted = list(dict.fromkeys(text for text in map(str.strip, identifiers) if text))
    if len(wanted) > MAX_DATASETS:
        raise TooMany(len(wanted))
    try:
        rows = rows_of(mission, wanted)
    except NotLoaded as error:
        return Listing((), (f"{mission.short_name}: {error}",), unknown=tuple(wanted))
    messages: list[str] = []
    if unknown := [text for text in wanted if fold(text) not in rows]:
        messages.append(f"Not held here: {_named(unknown)}. A product list is of {mission.rows_are} that are.")
    held = list(dict.fromkeys(fold(text) for text in wanted if fold(text) in rows))
    lists, more = _of_rows(mission, [rows[key] for key in held], ask_upstream)
    of_row = {own: tuple(products) for own, products in lists.items()}
    products = tuple(product for products in of_row.values() for product in products)
    return Listing(products, (*messages, *more), of_row, tuple(unknown))


def rows_of(mission: Mission, identifiers: Iterable[str]) -> dict[str, dict[str, Cell]]:
    """Rows as mappings, by their folded identifiers; one question to the table.

    Raises
    ------
    NotLoaded, TimeLimit
    """
    askable = [text for text in identifiers if len(text) <= LONGEST_ID and "\0" not in text]
    names = [column.name for column in mission.stored_columns]
    rows = [dict(zip(names, row, strict=True)) for row in engine.records(mission, askable)]
    return {fold(str(row[mission.id_column])): row for row in rows}


def _of_rows(
    mission: Mission, rows: list[dict[str, Cell]], ask_upstream: bool
) -> tuple[dict[str, list[Product]], list[str]]:
    """The files of each row and what there is to say; the upstream archive is asked once for all of them."""
    said = declared(mission)
    lists: dict[str, list[Product]] = {}
    messages: list[str] = []
    for row in rows:
        lists[str(row[mission.id_column])] = list(said.list_of(row)) if said.list_of else []
    if said.upstream and ask_upstream and rows:
        names = {str(row[mission.id_column]): row[said.upstream.column or mission.id_column] for row in rows}
        theirs = upstream.lists(said.upstream.mission, {own: str(name) for own, name in names.items() if name})
        messages += theirs.messages
        if nameless := [own for own, name in names.items() if not name]:
            column = mission.column(said.upstream.column or mission.id_column).label
            messages.append(f"The upstream archive lists files by {column}, which {_named(nameless)} has not here.")
        for own, products in theirs.products.items():
            lists[own] += products
        if empty := [own for own, products in theirs.products.items() if not products]:
            messages.append(f"The upstream archive lists no files of {_named(empty)}.")
    without = []
    for own, products in lists.items():
        here = local.files_of(mission, own)
        messages += here.messages
        lists[own] = _merged(mission, own, products, here)
        if not lists[own]:
            without.append(own)
    if without and said.upstream and not ask_upstream:
        messages.append(f"The files of {_named(without)} are listed by the upstream archive, which was not asked.")
    elif without and not said.upstream:
        why = said.none_because or "None are in this site's folder, and no list of them is here."
        messages.append(f"No files are listed of {_named(without)}. {why}")
    return lists, messages


def _merged(mission: Mission, dataset: str, products: list[Product], here: local.Local) -> list[Product]:
    """Listed files, with size and checksum where the file is here, and the files here that no list names."""
    unlisted = dict(here.paths)
    merged = []
    for product in products:
        path = unlisted.pop(product.filename, None)
        merged.append(local.product(mission, dataset, path, product) if path else replace(product, sha256=""))
    return merged + [local.product(mission, dataset, path) for path in unlisted.values()]


def _named(identifiers: list[str]) -> str:
    """Some identifiers for a sentence, and how many more there are."""
    some = ", ".join(text[:60] for text in identifiers[:NAMED])
    return f"{some} and {len(identifiers) - NAMED:,} more" if len(identifiers) > NAMED else some
