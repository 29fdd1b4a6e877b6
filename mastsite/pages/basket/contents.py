"""The rows of a basket with their files, and the order for the chosen ones: one reading for the page and every download."""

from __future__ import annotations

from dataclasses import dataclass

from mastsite.baskets.basket import Basket
from mastsite.products import choosing, listing
from mastsite.products.choosing import Choice
from mastsite.products.order import Absent, Order, order, volume
from mastsite.products.places import Place, place_of
from mastsite.search.conditions import fold
from mastsite.search.declare import Mission, Product
from mastsite.search.registry import UnknownMission, get_mission


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the basket.

    Parameters
    ----------
    slug, identifier : as they are in the basket; name : as the row is held.
    mission : None for one that this site does not know.
    listed : all its files; chosen : those that are wanted.
    why : what is wrong with it, or why it brings no file; empty when all is well.
    """

    slug: str
    identifier: str
    name: str = ""
    mission: Mission | None = None
    listed: tuple[Product, ...] = ()
    chosen: tuple[Product, ...] = ()
    why: str = ""

    @property
    def volume(self) -> str:
        sizes = [product.size for product in self.chosen]
        return volume(len(sizes), sum(size or 0 for size in sizes), sizes.count(None))


@dataclass(frozen=True, slots=True)
class Contents:
    """Rows, the order for their files, and what there is to say."""

    lines: tuple[Line, ...]
    order: Order
    said: tuple[str, ...]

    @property
    def listed(self) -> tuple[Product, ...]:
        """All files of all rows, each once."""
        return tuple({product.uri: product for line in self.lines for product in line.listed}.values())


def contents(basket: Basket, choice: Choice, base: str, *, ask_upstream: bool) -> Contents:
    """What is in a basket.

    Parameters
    ----------
    base : the site's address, without a slash at its end.

    Raises
    ------
    TimeLimit : of a mission's table.
    """
    lines: list[Line] = []
    said: list[str] = []
    for slug, names in basket.by_mission.items():
        try:
            mission = get_mission(slug)
        except UnknownMission:
            why = "not found: this site has no such mission"
            lines += [Line(slug, name, name, why=why) for name in names]
            continue
        found = listing.of(mission, names, ask_upstream=ask_upstream)
        said += found.messages
        lines += _lines(mission, names, found, choice)
    places: dict[str, Place | None] = {}
    for line in lines:
        for product in line.chosen:
            if line.mission is not None and product.uri not in places:
                places[product.uri] = place_of(line.mission, product)
    absent = tuple(Absent(line.slug, line.name, line.why) for line in lines if not line.chosen)
    if absent:
        said.append(f"{len(absent):,} of {len(lines):,} rows bring no file; the manifest names them, and says why.")
    return Contents(tuple(lines), order(places, base, absent, tuple(said)), tuple(said))


def _lines(mission: Mission, names: tuple[str, ...], found: listing.Listing, choice: Choice) -> list[Line]:
    held = {fold(own): own for own in found.of_row}
    lines = []
    for name in names:
        own = held.get(fold(name.strip()))
        if own is None:
            lines.append(
                Line(mission.slug, name, name, mission, why=f"not found: no such {mission.row_is} is held here")
            )
            continue
        listed = found.of_row[own]
        chosen = tuple(choosing.choose(listed, choice))
        why = "" if chosen else "none of its files was chosen" if listed else "no files are listed here"
        lines.append(Line(mission.slug, name, own, mission, listed, chosen, why))
    return lines
