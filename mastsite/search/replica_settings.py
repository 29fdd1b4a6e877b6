"""``REPLICA_URLS`` read: the settings of each replica's connection, and what is wrong with an address.

No Django is needed, because ``settings.py`` asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import dj_database_url

NAME = "replica"
"""Aliases are ``replica1``, ``replica2`` ... in the order of the addresses."""

_LIMITS = {
    "connect_timeout": 2,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""libpq's, in seconds and milliseconds: a machine that is gone without a word must not hold a reader for minutes."""
_POOL = {"min_size": 0, "timeout": 3, "reconnect_timeout": 1}
"""Of psycopg's pool, in connections and seconds: who waits for a connection that a dead replica will not give asks elsewhere
soon, and a replica that comes back is not kept waiting by the pool's growing pauses."""
_PLACE = ("HOST", "PORT", "NAME")


def replica_databases(urls: str, primary: Mapping[str, Any]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The databases of the replicas by alias, and a sentence for each address that is left out or doubtful.

    Parameters
    ----------
    urls : addresses as in DATABASE_URL, apart by commas; empty for none.
    primary : Django's settings of the primary; replicas connect in the same manner.
    """
    found: dict[str, dict[str, Any]] = {}
    faults: list[str] = []
    for number, url in enumerate(urls.split(","), start=1) if urls.strip() else ():
        try:
            database = _database(url.strip(), primary)
        except ValueError as error:
            faults.append(f"REPLICA_URLS, address {number} ({shown(url)}) {error} It is left out.")
            continue
        place = [database[key] for key in _PLACE]
        if place == [primary.get(key, "") for key in _PLACE]:
            faults.append(f"REPLICA_URLS, address {number} ({shown(url)}) is the primary itself. It is left out.")
        elif place in ([known[key] for key in _PLACE] for known in found.values()):
            faults.append(f"REPLICA_URLS, address {number} ({shown(url)}) stands twice. It is left out once.")
        else:
            found[f"{NAME}{number}"] = database
            if database["NAME"] != primary.get("NAME"):
                faults.append(
                    f"REPLICA_URLS, address {number} ({shown(url)}) names the database {database['NAME']!r}, but the primary's "
                    f"is {primary.get('NAME')!r}; a streaming replica has the same names. Give it that name."
                )
    return found, faults


def shown(url: str) -> str:
    """An address without its password."""
    return re.sub(r":(?!//).*@", ":***@", url.strip()) or "empty"


def _database(url: str, primary: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of one replica.

    Raises
    ------
    ValueError : what is wrong with its address, and the remedy.
    """
    like = "Write postgres://user:password@host:5432/name."
    if not url:
        raise ValueError(f"has nothing between two commas. {like}")
    if not str(primary["ENGINE"]).endswith("postgresql"):
        raise ValueError("needs a primary on PostgreSQL, and DATABASE_URL names none; SQLite has no replicas.")
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError):
        raise ValueError(f"is no address of a database. {like}") from None
    if database.get("ENGINE") != primary["ENGINE"]:
        raise ValueError(f"is not of PostgreSQL. {like}")
    if not database.get("NAME") or not (database.get("HOST") or database.get("OPTIONS", {}).get("host")):
        raise ValueError(f"names no host or no database. {like}")
    options = {**_LIMITS, **primary.get("OPTIONS", {}), **database.get("OPTIONS", {})}
    if isinstance(options.get("pool"), dict):
        options["pool"] = {**options["pool"], **_POOL}
    return {
        **{key: value for key, value in primary.items() if key.startswith("CONN_")},
        **{key: value for key, value in database.items() if not key.startswith("CONN_")},
        "OPTIONS": options,
        "TEST": {"MIRROR": "default"},
    }
