"""What the site around decides: the setting ``RETIREMENT``, a dictionary with these keys.

To add one more option: a line in `Options`, and one in docs/retirement.md.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    Parameters
    ----------
    sources : dotted names of callables, each giving records.
    samples : dotted names of callables, each giving addresses of live pages, which no pattern may swallow.
    allowed_hosts : other hosts that a successor may be on.
    address : public address of the site; empty takes it from each request.
    site_name : in feeds and mails.
    minimum_months : between deprecation and sunset.
    reread_s : seconds after which another process sees what the operator changed.
    count_every_s : seconds between two writings of the counters; 0 writes only when asked, None counts nothing.
    insert : put the notice into HTML pages whose templates do not show it.
    """

    sources: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    address: str = ""
    site_name: str = ""
    minimum_months: int = 6
    reread_s: float = 5
    count_every_s: float | None = 10
    insert: bool = True


def options() -> Options:
    """The options as set; a word that is none is refused by name."""
    given: dict[str, Any] = dict(getattr(settings, "RETIREMENT", {}))
    known = {item.name for item in fields(Options)}
    if unknown := sorted(set(given) - known):
        raise ImproperlyConfigured(
            f"RETIREMENT has {', '.join(map(repr, unknown))}, which is no option; there are {', '.join(sorted(known))}."
        )
    for name in ("sources", "samples", "allowed_hosts"):
        given[name] = tuple(given.get(name, ()))
    return Options(**given)
