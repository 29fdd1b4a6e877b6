"""The optional libraries, and what to type where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

LIBRARIES = ("hats", "lsdb", "distributed")


class Missing(RuntimeError):
    """A library of requirements-scale.txt is not installed."""


def need() -> None:
    """
    Raises
    ------
    Missing : saying what to type.
    """
    if absent := [name for name in LIBRARIES if find_spec(name) is None]:
        raise Missing(f"{', '.join(absent)} not found. Type: pip install -r requirements-scale.txt")
