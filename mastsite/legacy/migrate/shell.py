"""Calls of classic addresses by curl and wget, on a command line of any shell; nothing is run."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from mastsite.legacy.migrate.calls import HOLE, Call, hole, split_address

_COMMAND = re.compile(r"(?<![\w./-])(?:[\w./]*/)?(curl|wget)\s")
_ENDS = ("|", "||", "&&", ";", "&", ">", ">>", "<", ")", "`")
_VARIABLE = re.compile(r"\$(?:\{(\w+)[^}]*\}|(\w+))")
_SETTING = re.compile(r"^\s*(?:export\s+|local\s+|set\s+)?(\w+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s;]*)\s*;?\s*$")

BODY = ("-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--post-data", "--body-data")
ENCODED = ("--data-urlencode", "--url-query")
FORM = ("-F", "--form", "--form-string")
VALUED = (
    *("-o", "--output", "-O", "--output-document", "-A", "--user-agent", "-H", "--header", "-e", "--referer", "-b"),
    *(
        "-c",
        "--cookie",
        "-u",
        "--user",
        "-m",
        "--max-time",
        "--retry",
        "-w",
        "--write-out",
        "-T",
        "-t",
        "--tries",
        "-P",
    ),
)
"""Options with a value that says nothing of the search."""


@dataclass
class _Command:
    """What the words of one command say."""

    method: str = ""
    addresses: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    into_address: bool = False


def calls(text: str, hosts: tuple[str, ...] = ()) -> list[Call]:
    """Every call by curl or wget; lines that end with a backslash go on in the next."""
    found: list[Call] = []
    settings: dict[str, str] = {}
    lines = text.split("\n")
    offset = at = 0
    while at < len(lines):
        first, start = at, offset
        logical = lines[at]
        while lines[at].rstrip("\r ").endswith("\\") and at + 1 < len(lines):
            offset += len(lines[at]) + 1
            at += 1
            logical = f"{logical.rstrip(chr(13) + ' ')[:-1]} {lines[at]}"
        offset += len(lines[at]) + 1
        at += 1
        if setting := _SETTING.match(logical):
            settings[setting[1]] = _filled(setting[2].strip("\"'"), settings)
        if logical.lstrip().startswith("#"):
            continue
        for command in _COMMAND.finditer(logical):
            found += _read(command[1], logical[command.end() :], settings, first + 1, start, hosts)
    return found


def _filled(text: str, settings: dict[str, str]) -> str:
    """Text with its variables put in, or as holes where no line before says what they are."""
    return _VARIABLE.sub(lambda match: settings.get(match[1] or match[2], hole(match[1] or match[2])), text)


def _words(line: str) -> list[str]:
    """The words of a command up to its end; a quotation mark that never ends takes the rest."""
    for closing in ("", "'", '"'):
        lexer = shlex.shlex(line + closing, posix=True, punctuation_chars=False)
        lexer.whitespace_split = True
        lexer.commenters = ""
        try:
            words = list(lexer)
        except ValueError:
            continue
        ends = [number for number, word in enumerate(words) if word in _ENDS]
        return words[: ends[0]] if ends else words
    return line.split()


def _read(
    tool: str, line: str, settings: dict[str, str], number: int, statement: int, hosts: tuple[str, ...]
) -> list[Call]:
    command = _Command()
    words = iter(_filled(word, settings) for word in _words(line))
    for word in words:
        option, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if not word.startswith("-") or word == "-":
            command.addresses.append(word.rstrip(");`"))
            continue
        if option in ("-G", "--get"):
            command.into_address = True
            continue
        if option in ("-X", "--request", "--method"):
            command.method = (value if equals else next(words, "")).upper()
            continue
        if len(word) > 2 and word[:2] in ("-d", "-F", "-X") and not word.startswith("--"):
            option, equals, value = word[:2], "=", word[2:]
        if option in (*BODY, *ENCODED, *FORM):
            _data(option, value if equals else next(words, ""), command)
        elif (option in VALUED and not equals) and not (tool == "curl" and option == "-O"):
            next(words, "")
    return _made(command, number, statement, hosts)


def _data(option: str, text: str, command: _Command) -> None:
    name, equals, value = text.partition("=")
    if text.startswith("@") or (option in FORM and value.startswith(("@", "<"))):
        command.notes.append(
            f"{text[:60]} sends a file, and its lines are not in the script; only the rest is read here."
        )
    elif option in BODY:
        command.data.append(text)
    elif equals:
        value = value.split(";type=", 1)[0] if option in FORM else value
        command.data.append(f"{_quoted(name)}={_quoted(value)}")


def _quoted(text: str) -> str:
    """Text as it stands in an address, its holes left alone."""
    pieces, at = [], 0
    for match in HOLE.finditer(text):
        pieces += [quote_plus(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*pieces, quote_plus(text[at:])])


def _made(command: _Command, number: int, statement: int, hosts: tuple[str, ...]) -> list[Call]:
    found = []
    for text in command.addresses:
        split = split_address(text, hosts)
        if not split:
            continue
        address, query = split
        data = "&".join(command.data)
        if command.into_address:
            query, data = "&".join(filter(None, [query, data])), ""
        posted = bool(data) or command.method == "POST"
        found.append(
            Call("shell", number, address, query, data, posted, tuple(command.notes), statement=statement)
        )  # fmt: skip
    return found
