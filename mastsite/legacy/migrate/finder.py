"""The calls of a script or of one address, whatever it is written in."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from mastsite.legacy.migrate import plain, python, shell
from mastsite.legacy.migrate.calls import Call, Span, is_ours, without_marks
from mastsite.legacy.migrate.source import Source, parse

MOST_CHARACTERS = 1_000_000
MOST_LINES = 20_000
MOST_CALLS = 50
"""Calls of one script that are looked into; the page says how many more there are."""


class Unreadable(ValueError):
    """The script cannot be read; the message says why and what to paste."""


@dataclass(frozen=True, slots=True)
class Found:
    """The calls of a script.

    Parameters
    ----------
    text : the script as it was read.
    calls : in the order of the lines, at most `MOST_CALLS`.
    more : calls beyond these.
    written_in : ``python``, ``shell`` or ``text``.
    notes : what the reader must know.
    """

    text: str
    calls: tuple[Call, ...]
    more: int = 0
    written_in: str = "text"
    notes: tuple[str, ...] = ()


def find(script: str, hosts: tuple[str, ...] = ()) -> Found:
    """Find the calls of a script.

    Parameters
    ----------
    hosts : this site's own hosts, in lower case with their ports; its classic addresses are found too.

    Raises
    ------
    Unreadable
    """
    text = without_marks(script.replace("\r\n", "\n").replace("\r", "\n"))
    _refuse(text)
    source = parse(text) if _may_be_python(text) else None
    by_shell = shell.calls(text, hosts)
    by_python = python.calls(source, hosts) if source else []
    notes: list[str] = []
    if by_python and source:
        first, written_in = by_python, "python"
        if source.passed_over:
            lines = ", ".join(map(str, source.passed_over[:10]))
            notes.append(f"Lines that no Python has were passed over: {lines}.")
    elif by_shell:
        first, written_in = by_shell, "shell"
    else:
        first, written_in = [], "python" if source else "text"
    taken = tuple(_taken(text, call) for call in first)
    if source and by_python:
        taken = (*taken, *_strings(source, hosts))
    rest = plain.calls(text, hosts, taken)
    found = sorted([*first, *rest], key=lambda call: (call.line, call.kind))
    return Found(text, tuple(found[:MOST_CALLS]), max(0, len(found) - MOST_CALLS), written_in, tuple(notes))


def _refuse(text: str) -> None:
    if "\0" in text or sum(text.count(mark) for mark in ("\ufffd", "\x01", "\x02")) > max(20, len(text) // 10):
        raise Unreadable("What was pasted is no text but the bytes of some file. Paste a script, or an address.")
    if (lines := text.count("\n")) > MOST_LINES:
        raise Unreadable(
            f"{lines:,} lines were pasted, and {MOST_LINES:,} are read. Paste the part with the addresses."
        )
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(
            f"{len(text):,} characters were pasted, and {MOST_CHARACTERS:,} are read. Paste the part with the addresses."
        )


def _may_be_python(text: str) -> bool:
    return bool(re.search(r"^\s*(import |from \w+|def |class |\w+\s*=|\w[\w.]*\()", text, re.MULTILINE))


def _taken(text: str, call: Call) -> Span:
    """What of the script a call was read from: nothing in it is a call of its own."""
    if call.kind == "shell":
        end = call.statement
        while True:
            newline = text.find("\n", end)
            if newline < 0:
                return Span(call.statement, len(text))
            if not text[end:newline].rstrip().endswith("\\"):
                return Span(call.statement, newline)
            end = newline + 1
    return call.place or Span(call.statement, call.statement)


def _strings(source: Source, hosts: tuple[str, ...]) -> tuple[Span, ...]:
    """Every text of a Python script that begins an address: what its code makes of them has been read."""
    return tuple(
        source.span(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _begins(node.value, hosts)
    )


def _begins(text: str, hosts: tuple[str, ...]) -> bool:
    found = re.match(r"\s*(?:https?:)?//([^/?#]*)", text)
    return bool(found and is_ours(found[1], hosts))
