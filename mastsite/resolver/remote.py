"""Asking a resolver on the network: a hard time limit, a cache, a circuit breaker, and a bound on the reply.

Settings: ``RESOLVER_TIMEOUT_S`` (5), ``RESOLVER_REMOTE`` (True; False sends no name anywhere), and
``RESOLVER_MAST_URL`` and ``RESOLVER_SIMBAD_URL`` for addresses other than the built-in ones.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache

from mastsite.resolver.answer import Answer, Finding, Unavailable
from mastsite.resolver.breaker import Breaker

DEFAULT_TIMEOUT_S = 5.0
KNOWN_FOR_S = 30 * 86_400
UNKNOWN_FOR_S = 3_600
REPLY_LIMIT_BYTES = 256 * 1024
AT_ONCE = 8
"""Questions to one remote that may be under way in one process."""

BREAKERS: dict[str, Breaker] = {}
_places: dict[str, threading.BoundedSemaphore] = {}
_guard = threading.Lock()
_log = logging.getLogger(__name__)


class Malformed(ValueError):
    """A reply is not what the remote's documents promise."""


class _Refused(Exception):
    """The remote answered, but would not serve this one question: no sign of an outage."""


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
    with _guard:
        breaker = BREAKERS.setdefault(remote, Breaker())
        place = _places.setdefault(remote, threading.BoundedSemaphore(AT_ONCE))
    if wait_s := breaker.seconds_open():
        raise Unavailable(f"is left alone for {wait_s:.0f} s more after repeated failures")
    if not place.acquire(blocking=False):
        raise Unavailable("has too many questions under way from this site")
    try:
        answer = read(_fetch_within(url, timeout_s(), place.release))
    except _Refused as error:
        raise Unavailable(str(error)) from error
    except Unavailable:
        breaker.failed()
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        breaker.failed()
        _log.warning("%s sent a reply out of form: %s", remote, error)
        raise Unavailable("sent a reply that could not be read") from error
    breaker.succeeded()
    answers = () if answer is None else (answer,)
    cache.set(_cache_key(remote, name), answers, KNOWN_FOR_S if answers else UNKNOWN_FOR_S)
    return Finding(answers)


def _cache_key(remote: str, name: str) -> str:
    """Only case and blanks are set equal: what else a remote takes for the same name is its own affair."""
    digest = hashlib.sha256(" ".join(name.split()).casefold().encode()).hexdigest()
    return f"resolver.1.{remote}.{digest}"


def _fetch_within(url: str, limit_s: float, done: Callable[[], object]) -> bytes:
    """The body at `url`.

    A thread of its own waits for it: no socket option bounds the name server's time and that of a trickling reply.
    """
    outcome: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put(_fetch(url, limit_s))
        except Exception as error:  # carried over to the asking thread
            outcome.put(error)
        finally:
            done()

    threading.Thread(target=run, name="resolver-fetch", daemon=True).start()
    try:
        got = outcome.get(timeout=limit_s)
    except queue.Empty:
        raise Unavailable(f"did not answer within {limit_s:g} s") from None
    if isinstance(got, bytes):
        return got
    if isinstance(got, (Unavailable, _Refused)):
        raise got
    if isinstance(got, urllib.error.HTTPError):
        sentence = f"answered with the HTTP status {got.code}"
        raise _Refused(sentence) if 400 <= got.code < 500 and got.code != 429 else Unavailable(sentence)
    if isinstance(got, TimeoutError) or isinstance(getattr(got, "reason", None), TimeoutError):
        raise Unavailable(f"did not answer within {limit_s:g} s")
    _log.warning("no answer from %s: %s", url.partition("?")[0], got)
    raise Unavailable("could not be reached") from got


def _fetch(url: str, limit_s: float) -> bytes:
    end = time.monotonic() + limit_s
    if not url.startswith(("http://", "https://")):
        raise _Refused("has an address that is neither http nor https in the settings")
    request = urllib.request.Request(
        url, headers={"User-Agent": "mastsite-resolver", "Accept": "application/json, text/plain"}
    )
    with urllib.request.urlopen(request, timeout=limit_s) as reply:
        body = bytearray()
        while part := reply.read1(16 * 1024):
            body += part
            if len(body) > REPLY_LIMIT_BYTES:
                raise Unavailable(f"sent more than {REPLY_LIMIT_BYTES // 1024} kB")
            if time.monotonic() > end:
                raise TimeoutError
        return bytes(body)
