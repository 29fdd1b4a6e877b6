"""CHANGELOG.md, read: releases, their lines, and the lines that came of what somebody said.

Its Markdown is plain: ``## release``, ``### part``, ``- line`` (which may go on, indented), paragraphs; within a line
`code`, **strong** and [links](https://example.org). A line that came of what somebody said ends with
``(you said: who)``; docs/feedback.md tells how.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_INLINE = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\[(?P<text>[^\]]+)\]\((?P<to>[^)\s]+)\)"
    r"|(?P<issue>(?P<repository>[\w.-]+/[\w.-]+)#(?P<number>\d+))"
)
_SAID = re.compile(r"\s*\(you said: (?P<who>.+)\)\.?$")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its HTML, who asked for it (empty HTML for nobody), and a name to link to it."""

    html: SafeString
    said: SafeString
    anchor: str


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading of a release; the first part has none."""

    title: str = ""
    paragraphs: tuple[SafeString, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    title: str
    anchor: str
    day: date | None
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def because_you_said(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.said)


def read(text: str) -> tuple[Release, ...]:
    """The releases in the order of the file, which is newest first."""
    found: list[Release] = []
    for mark, words in _blocks(text):
        if mark == "##":
            anchor = "-".join(["release", *re.findall(r"[a-z0-9]+", words.lower())])
            found.append(Release(words, anchor, _day(words), (Part(),)))
        elif found:
            found[-1] = replace(found[-1], parts=_added(found[-1].parts, mark, words))
    return tuple(found)


def _added(parts: tuple[Part, ...], mark: str, words: str) -> tuple[Part, ...]:
    if mark == "###":
        return (*parts, Part(words))
    last = parts[-1]
    if mark == "-":
        return (*parts[:-1], replace(last, lines=(*last.lines, _line(words))))
    return (*parts[:-1], replace(last, paragraphs=(*last.paragraphs, inline(words))))


def _line(words: str) -> Line:
    said = _SAID.search(words)
    what = words[: said.start()] if said else words
    anchor = f"c-{hashlib.sha256(what.encode()).hexdigest()[:8]}"
    return Line(inline(what), inline(said["who"]) if said else SafeString(), anchor)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Headings, lines and paragraphs as their mark (empty for a paragraph) and their words in one piece."""
    mark, words = "", ""
    for raw in [*text.splitlines(), ""]:
        stripped = raw.strip()
        first, _blank, rest = stripped.partition(" ")
        opens = first in ("#", "##", "###") or (first in ("-", "*") and bool(rest))
        if (opens or not stripped) and words:
            yield mark, words
            mark, words = "", ""
        if first in ("##", "###"):
            yield first, rest.strip()
        elif first == "#":
            continue
        elif opens:
            mark, words = "-", rest.strip()
        elif stripped:
            words = f"{words} {stripped}".strip()


def inline(text: str) -> SafeString:
    """Words as HTML; all that is not one of our few marks is shown as it stands."""
    html, done = "", 0
    for found in _INLINE.finditer(text):
        html += escape(text[done : found.start()]) + _marked(found)
        done = found.end()
    return mark_safe(html + escape(text[done:]))  # noqa: S308  (every piece of it is escaped)


def _marked(found: re.Match[str]) -> SafeString:
    if found["code"]:
        return format_html("<code>{}</code>", found["code"])
    if found["strong"]:
        return format_html("<strong>{}</strong>", found["strong"])
    if found["issue"]:
        address = f"https://github.com/{found['repository']}/issues/{found['number']}"
        return format_html('<a href="{}">{}</a>', address, found["issue"])
    if re.match(r"https?://|/(?!/)", found["to"]):
        return format_html('<a href="{}">{}</a>', found["to"], found["text"])
    return format_html("{} (<code>{}</code>)", found["text"], found["to"])


def _day(title: str) -> date | None:
    found = _DAY.search(title)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
