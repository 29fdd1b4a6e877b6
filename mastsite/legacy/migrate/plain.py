"""Classic addresses in text of any kind: a letter, a web page, IDL, Perl, a note of years ago.

An address goes on over the end of its quotation marks where an operator joins another text or a variable to it.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from mastsite.legacy.migrate.calls import HOSTS, Call, Span, hole, split_address

_END = r"\s\"'`<>\\^{}|\x00-\x1f"
_JOIN = re.compile(r"[\"']\s*(?:\+|\.(?=\s*[\"'$\w])|//|,|&)\s*(?:\\|\$|_|&|\.\.\.)?\s*\n?\s*(?=[\"'$\w(])")
_TEXT = re.compile(r"([\"'])((?:(?!\1)[^\n])*)\1?")
_NAME = re.compile(r"\$?[A-Za-z_][\w.]*(?:\([^()\n\"]*\)|\[[^\]\n]*\])?")
_OPERATOR = re.compile(r"\s*(?:\+|\.(?=\s*[\"'$])|//|,|&)\s*(?:\\|\$|_|&|\.\.\.)?\s*\n?\s*")
_HOLES = re.compile(r"\$\{(\w+)[^}]*\}|\$(\w+)|#\{([^}]*)\}|%\{([^}]*)\}|\{(\w*)\}")
MOST_PIECES = 40


def calls(text: str, hosts: tuple[str, ...] = (), taken: tuple[Span, ...] = ()) -> list[Call]:
    """Every whole address of a classic host, but for those within spans that were read already."""
    names = "|".join(re.escape(host) for host in (*HOSTS, *hosts))
    start = re.compile(rf"(?:https?:)?//(?:{names})(?::\d+)?/|(?<![\w./-])(?:{names})/", re.IGNORECASE)
    found: list[Call] = []
    last = 0
    for match in start.finditer(text):
        if match.start() < last or any(span.start <= match.start() < span.end for span in taken):
            continue
        quoted = text[match.start() - 1 : match.start()] if match.start() else ""
        whole, end, pieces = _address(text, match.start(), quoted)
        split = split_address(whole if "//" in whole[:8] else f"//{whole}", hosts)
        if not split:
            continue
        last = end
        line = text.count("\n", 0, match.start()) + 1
        place = Span(match.start(), end) if pieces == 1 else None
        found.append(Call("text", line, *split, place=place))
    return found


def _address(text: str, start: int, mark: str) -> tuple[str, int, int]:
    """The address that begins at `start`, where it ends, and of how many pieces it is."""
    if mark not in ("'", '"'):
        found = re.compile(rf"(?:(?![{_END}]).|<(?=[=\d])|>(?=[=\d]))+").match(text, start)
        said = found[0] if found else ""
        said = re.sub(r"[).,;:!?\]]+$", "", said) if not said.endswith("?") else said
        return _with_holes(html.unescape(said)), start + len(said), 1
    closing = text.find(mark, start)
    newline = text.find("\n", start)
    end = min(at for at in (closing, newline, len(text)) if at >= 0)
    said, pieces = _with_holes(html.unescape(text[start:end])), 1
    at = end
    while pieces < MOST_PIECES:
        joined = _JOIN.match(text, at) if pieces == 1 or text[at : at + 1] in ("'", '"') else None
        joined = joined or (_OPERATOR.match(text, at) if pieces > 1 and text[at : at + 1] not in ("'", '"') else None)
        if not joined:
            break
        if literal := _TEXT.match(text, joined.end()):
            said, at = said + _with_holes(literal[2]), literal.end() - len(literal[1])
        elif name := _NAME.match(text, joined.end()):
            said, at = said + hole(name[0]), name.end()
        else:
            break
        pieces += 1
    return said, at, pieces


def _with_holes(text: str) -> str:
    """Text with the places that its language fills as holes."""
    return _HOLES.sub(lambda match: hole(next((group for group in match.groups() if group), "?")), text)


def one(address: str, hosts: tuple[str, ...] = ()) -> Call | None:
    """The call that a pasted address is; None where it is no classic address. A path alone will do."""
    text = html.unescape(address.strip().strip("\"'<>"))
    if not re.match(r"(https?:)?//|/", text):
        text = f"//{text}" if text.lower().startswith((*HOSTS, *hosts)) else f"/{text}"
    split = split_address(_with_holes(text), hosts)
    return replace(Call("text", 1, *split), place=None) if split else None
