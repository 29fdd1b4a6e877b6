"""Asking a resolver on the network, and keeping what it said.

Settings: ``RESOLVER_TIMEOUT_S`` (5), ``RESOLVER_REMOTE`` (True; False sends no name anywhere), and
``RESOLVER_MAST_URL`` and ``RESOLVER_SIMBAD_URL`` for addresses other than the built-in ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache

from mastsite.network import fetch
from mastsite.network.fetch import Malformed, Unavailable
from mastsite.resolver.answer import Answer, Finding

__all__ = ["Malformed", "address", "ask", "enabled", "timeout_s"]

DEFAULT_TIMEOUT_S = 5.0
KNOWN_FOR_S = 30 * 86_400
UNKNOWN_FOR_S = 3_600


def enabled() -> bool:
    """Whether this site sends names to remote resolvers."""
    return bool(getattr(settings, "RESOLVER_REMOTE", True))


def timeout_s() -> float:
    return float(getattr(settings, "RESOLVER_TIMEOUT_S", DEFAULT_TIMEOUT_S))


def address(setting: str, default: str, parameters: dict[str, str] | str) -> str:
    """The address to ask: the setting's or the default, with parameters or one bare word as the query."""
    base = str(getattr(settings, setting, default))
    if isinstance(parameters, str):
        return f"{base}?{quote(parameters, safe='')}"
    return f"{base}?" + "&".join(f"{word}={quote(value, safe='')}" for word, value in parameters.items())


def ask(remote: str, url: str, name: str, read: Callable[[bytes], Answer | None]) -> Finding:
    """What `remote` says of `name`, from the cache or within the time limit.

    Parameters
    ----------
    remote : key of the resolver.
    url : complete address.
    read : from the reply to an answer, or None where the remote knows no such name; raises `Malformed`.

    Raises
    ------
    Unavailable : for an outage, an answer out of form, or while the breaker is open.
    """
    kept = cache.get(_cache_key(remote, name))
    if kept is not None:
        return Finding(tuple(replace(answer, name=name, cached=True, elapsed_s=0.0) for answer in kept))
    if not enabled():
        raise Unavailable("is not asked, because this site sends no names to remote resolvers")
    answer = fetch.ask(remote, url, read, limit_s=timeout_s())
    answers = () if answer is None else (answer,)
    cache.set(_cache_key(remote, name), answers, KNOWN_FOR_S if answers else UNKNOWN_FOR_S)
    return Finding(answers)


def _cache_key(remote: str, name: str) -> str:
    """Only case and blanks are set equal: what else a remote takes for the same name is its own affair."""
    digest = hashlib.sha256(" ".join(name.split()).casefold().encode()).hexdigest()
    return f"resolver.1.{remote}.{digest}"
