"""One question to another machine: a hard time limit, a circuit breaker, and bounds on replies and on questions at once."""

from __future__ import annotations

import logging
import queue
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import TypeVar

from mastsite.network.breaker import Breaker

REPLY_LIMIT_BYTES = 256 * 1024
AT_ONCE = 8
"""Questions to one remote that may be under way in one process."""

Reply = TypeVar("Reply")

BREAKERS: dict[str, Breaker] = {}
_places: dict[str, threading.BoundedSemaphore] = {}
_guard = threading.Lock()
_log = logging.getLogger(__name__)


class Unavailable(Exception):
    """A remote cannot answer now; the message says why, after its name: ``did not answer within 5 s``."""


class Malformed(ValueError):
    """A reply is not what the remote's documents promise."""


class Refused(Exception):
    """The remote answered, but would not serve this one question: no sign of an outage."""


def ask(
    remote: str,
    url: str,
    read: Callable[[bytes], Reply],
    *,
    limit_s: float,
    reply_limit_bytes: int = REPLY_LIMIT_BYTES,
) -> Reply:
    """What `read` makes of the body at `url`.

    Parameters
    ----------
    remote : who is asked; each has a breaker of its own.
    read : raises `Malformed` (or a plain error of Python's) for a reply that is out of form.
    limit_s : seconds for the whole of it.

    Raises
    ------
    Unavailable : for an outage, a refusal, an answer out of form, or while the breaker is open.
    """
    with _guard:
        breaker = BREAKERS.setdefault(remote, Breaker())
        place = _places.setdefault(remote, threading.BoundedSemaphore(AT_ONCE))
    if wait_s := breaker.seconds_open():
        raise Unavailable(f"is left alone for {wait_s:.0f} s more after repeated failures")
    if not place.acquire(blocking=False):
        raise Unavailable("has too many questions under way from this site")
    try:
        reply = read(_fetch_within(url, limit_s, reply_limit_bytes, place.release))
    except Refused as error:
        raise Unavailable(str(error)) from error
    except Unavailable:
        breaker.failed()
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        breaker.failed()
        _log.warning("%s sent a reply out of form: %s", remote, error)
        raise Unavailable("sent a reply that could not be read") from error
    breaker.succeeded()
    return reply


def _fetch_within(url: str, limit_s: float, reply_limit_bytes: int, done: Callable[[], object]) -> bytes:
    """The body at `url`.

    A thread of its own waits for it: no socket option bounds the name server's time and that of a trickling reply.
    """
    outcome: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put(_fetch(url, limit_s, reply_limit_bytes))
        except Exception as error:  # carried over to the asking thread
            outcome.put(error)
        finally:
            done()

    threading.Thread(target=run, name="network-fetch", daemon=True).start()
    try:
        got = outcome.get(timeout=limit_s)
    except queue.Empty:
        raise Unavailable(f"did not answer within {limit_s:g} s") from None
    if isinstance(got, bytes):
        return got
    if isinstance(got, (Unavailable, Refused)):
        raise got
    if isinstance(got, urllib.error.HTTPError):
        sentence = f"answered with the HTTP status {got.code}"
        raise Refused(sentence) if 400 <= got.code < 500 and got.code != 429 else Unavailable(sentence)
    if isinstance(got, TimeoutError) or isinstance(getattr(got, "reason", None), TimeoutError):
        raise Unavailable(f"did not answer within {limit_s:g} s")
    _log.warning("no answer from %s: %s", url.partition("?")[0], got)
    raise Unavailable("could not be reached") from got


def _fetch(url: str, limit_s: float, reply_limit_bytes: int) -> bytes:
    end = time.monotonic() + limit_s
    if not url.startswith(("http://", "https://")):
        raise Refused("has an address that is neither http nor https in the settings")
    request = urllib.request.Request(url, headers={"User-Agent": "mastsite", "Accept": "application/json, text/plain"})
    with urllib.request.urlopen(request, timeout=limit_s) as reply:
        body = bytearray()
        while part := reply.read1(16 * 1024):
            body += part
            if len(body) > reply_limit_bytes:
                raise Unavailable(f"sent more than {reply_limit_bytes // 1024} kB")
            if time.monotonic() > end:
                raise TimeoutError
        return bytes(body)
