"""The services by name.

To add one more service: a function from an `Envelope` to a `Table` or `Document`, under ``@service("Mast.X.Y")``, in a
module that `views` imports; and its columns in `columns.CONFIGS`. Names are found in any case, as clients send a
person's own.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable

from mastsite.mashup.envelope import Envelope, Refused
from mastsite.mashup.table import Answer

Service = Callable[[Envelope], Answer]
SERVICES: dict[str, Service] = {}
"""By name in lower case."""
SPELLINGS: dict[str, str] = {}

NOT_HERE = {
    "mast.catalogs.": "Catalogs are not served by this site",
    "mast.hsc": "The Hubble Source Catalog is not served by this site",
    "mast.galex.catalog": "The catalogue of GALEX sources is not served by this site",
    "mast.jwst.": "Webb's keywords are not served under this name; its slots are in Mast.Caom.Filtered",
    "mast.bundle.": "Bundles are not made here; take the products one by one",
}
"""The archive's other services, by the beginning of their names, and what to say of them."""


def service(name: str) -> Callable[[Service], Service]:
    """Enter the decorated function under a name."""

    def enter(function: Service) -> Service:
        if SERVICES.get(name.lower(), function) is not function:
            raise ValueError(f"two services have the name {name}")
        SERVICES[name.lower()] = function
        SPELLINGS[name.lower()] = name
        return function

    return enter


def find(name: str) -> Service:
    """The service of that name.

    Raises
    ------
    Refused : naming what there is.
    """
    word = name.lower()
    if word in SERVICES:
        return SERVICES[word]
    for beginning, said in NOT_HERE.items():
        if word.startswith(beginning):
            raise Refused(f"{name[:60]}: {said}. The services here are {', '.join(SPELLINGS.values())}.")
    near = difflib.get_close_matches(word[:80], SERVICES, n=1)
    hint = f"Did you mean {SPELLINGS[near[0]]}?" if near else f"There are {', '.join(SPELLINGS.values())}."
    raise Refused(f"There is no service “{name[:60]}” here. {hint}")
