"""SIMBAD, through the CDS name service Sesame: plain text, one line per fact, the same for twenty years."""

from __future__ import annotations

import re

from mastsite.resolver import remote
from mastsite.resolver.answer import Answer, Finding
from mastsite.resolver.registry import register

ADDRESS = "https://cds.unistra.fr/cgi-bin/nph-sesame/-oI/S"
"""The setting RESOLVER_SIMBAD_URL replaces it. ``-oI`` asks for all identifiers, ``S`` for SIMBAD alone."""

_POSITION = re.compile(r"^%J\s+([0-9.]+)\s+([+-]?[0-9.]+)", re.MULTILINE)
_MAIN = re.compile(r"^%I\.0\s+(.+)$", re.MULTILINE)
_OTHER = re.compile(r"^%I\s+(.+)$", re.MULTILINE)
_TYPE = re.compile(r"^%C\.0\s+(.+)$", re.MULTILINE)


@register("SIMBAD", title="SIMBAD", order=70, remote=True, backup=True)
def ask(name: str) -> Finding:
    url = remote.address("RESOLVER_SIMBAD_URL", ADDRESS, name)
    return remote.ask("SIMBAD", url, name, lambda body: read(body, name))


def read(body: bytes, name: str) -> Answer | None:
    """The answer in a reply of Sesame.

    Raises
    ------
    Malformed : when it is not one.
    """
    text = body.decode("utf-8", "replace")
    if not text.lstrip().startswith("#"):
        raise remote.Malformed("no line beginning with #")
    place = _POSITION.search(text)
    if not place:
        if "#!" in text or "#====Done" in text:  # "#!SIMBAD: No known catalog could be found", or nothing at all
            return None
        raise remote.Malformed("neither a position nor an end line")
    main, kind = _MAIN.search(text), _TYPE.search(text)
    aliases = tuple(" ".join(alias.split()) for alias in _OTHER.findall(text))[:50]
    canonical = " ".join(main[1].split()) if main else name
    return Answer(
        name,
        canonical,
        float(place[1]) % 360,
        float(place[2]),
        "SIMBAD",
        "SIMBAD",
        kind[1].strip() if kind else "",
        aliases,
    )
