"""What a Python expression is when the script runs, as far as its source says so; nothing is executed.

Text is a `str` with holes (see `calls`), a dictionary or a list of pairs is `Named`, a list is a list. What cannot be
known is a hole named by its source. To fold one more function: an entry in `FOLDED`.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from mastsite.legacy.migrate.calls import HOLE, hole

LONGEST = 20_000
"""Characters of a folded text; anything longer is no address."""


@dataclass
class Named:
    """Values under names, in order: a dictionary, keyword arguments or a list of pairs."""

    pairs: list[tuple[str, Value]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def put(self, name: str, value: Value) -> None:
        self.pairs = [pair for pair in self.pairs if pair[0] != name] + [(name, value)]

    def copy(self) -> Named:
        return Named(list(self.pairs), list(self.notes))


Value = str | Named | list["Value"] | int | float | bool | None
Scope = dict[str, Value]


class Unknown(Exception):
    """An expression that is no text, number, list or dictionary as far as its source says."""


def fold(node: ast.expr, scope: Scope) -> Value:
    """Value of an expression; a hole where it is not known."""
    try:
        return _fold(node, scope)
    except (Unknown, ValueError, TypeError, KeyError, IndexError, OverflowError):
        return hole(ast.unparse(node))


def text_of(value: Value) -> str:
    """A value as it comes to stand in an address; raises `Unknown` for lists and dictionaries."""
    if isinstance(value, str | int | float | bool) or value is None:
        return str(value)[:LONGEST]
    raise Unknown


def _fold(node: ast.expr, scope: Scope) -> Value:
    match node:
        case ast.Constant(value=bytes(value)):
            return value.decode("latin-1")
        case ast.Constant(value=str() | int() | float() | bool() | None as value):
            return value
        case ast.Name() | ast.Attribute():
            name = ast.unparse(node)
            return scope[name] if name in scope else hole(name)
        case ast.JoinedStr(values=values):
            return "".join(map(text_of, (_fold(value, scope) for value in values)))
        case ast.FormattedValue(value=value, format_spec=spec):
            return _formatted(fold(value, scope), text_of(fold(spec, scope)) if spec else "")
        case ast.BinOp(op=ast.Add()):
            return _added(node, scope)
        case ast.BinOp(op=ast.Mod(), left=left, right=right):
            return _percent(text_of(fold(left, scope)), right, scope)
        case ast.Dict(keys=keys, values=values):
            return _dictionary(keys, values, scope)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [fold(element, scope) for element in elements]
        case ast.Subscript(value=value, slice=index):
            return _item(fold(value, scope), fold(index, scope))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.Call():
            return _called(node, scope)
    raise Unknown


def _added(node: ast.BinOp, scope: Scope) -> Value:
    left, right = fold(node.left, scope), fold(node.right, scope)
    if isinstance(left, list) and isinstance(right, list):
        return left + right
    if isinstance(left, str) or isinstance(right, str):
        return (text_of(left) + text_of(right))[:LONGEST]
    raise Unknown


def _item(value: Value, index: Value) -> Value:
    if isinstance(value, Named) and isinstance(index, str):
        return dict(value.pairs)[index]
    if isinstance(value, list) and isinstance(index, int):
        return value[index]
    raise Unknown


def _dictionary(keys: list[ast.expr | None], values: list[ast.expr], scope: Scope) -> Named:
    found = Named()
    for key, value in zip(keys, values, strict=True):
        folded = fold(value, scope)
        if key is not None:
            found.put(text_of(fold(key, scope)), folded)
        elif isinstance(folded, Named):  # {**others}
            for name, item in folded.pairs:
                found.put(name, item)
        else:
            found.notes.append(f"The parameters of {ast.unparse(value)[:60]} are known only when the script runs.")
    return found


def _formatted(value: Value, spec: str) -> str:
    if not spec or isinstance(value, str):
        return text_of(value)
    return format(value, spec)


_CONVERSION = re.compile(r"%(?:\((?P<name>\w+)\))?(?P<rest>[-+ #0]*\d*(?:\.\d+)?[sdifgGeEr])|%%")


def _percent(text: str, right: ast.expr, scope: Scope) -> str:
    """The text of ``text % right``; a value that is a hole stays one whatever its format."""
    value = fold(right, scope)
    named = dict(value.pairs) if isinstance(value, Named) else {}
    given = iter(value if isinstance(value, list) and isinstance(right, ast.Tuple) else [value])

    def fill(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        if match["name"]:
            item = named.get(match["name"], hole(f"{ast.unparse(right)}[{match['name']}]"))
        else:
            item = next(given, hole("?"))
        if isinstance(item, str) and HOLE.search(item):
            return item
        return f"%{match['rest']}" % item

    return _CONVERSION.sub(fill, text)


def _format_method(text: str, call: ast.Call, scope: Scope) -> str:
    """The text of ``text.format(...)``."""
    given = [fold(argument, scope) for argument in call.args]
    named = {word.arg: fold(word.value, scope) for word in call.keywords if word.arg}
    made, number = [], 0
    for before, name, spec, _conversion in string.Formatter().parse(text):
        made.append(before)
        if name is None:
            continue
        if name == "":
            name, number = str(number), number + 1
        known = given[int(name)] if name.isdigit() and int(name) < len(given) else named.get(name)
        made.append(hole(name) if known is None else _formatted(known, spec or ""))
    return "".join(made)[:LONGEST]


def _outside_holes(change: Callable[[str], str], text: str) -> str:
    """Change a text but for its holes."""
    pieces, at = [], 0
    for match in HOLE.finditer(text):
        pieces += [change(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*pieces, change(text[at:])])


def encoded(value: Value) -> str:
    """Pairs as ``urllib.parse.urlencode`` spells them; a list is its name again for each value."""
    if isinstance(value, list):
        pairs = [(text_of(item[0]), item[1]) for item in value if isinstance(item, list) and len(item) == 2]
        if len(pairs) != len(value):
            raise Unknown
    elif isinstance(value, Named):
        pairs = value.pairs
    else:
        raise Unknown
    written = []
    for name, item in pairs:
        items = item if isinstance(item, list) else [item]
        for one in items:
            if one is not None:  # requests leaves None out
                texts = (_outside_holes(quote_plus, part) for part in (name, text_of(one)))
                written.append("=".join(texts))
    return "&".join(written)


def _quoted(call: ast.Call, scope: Scope) -> Value:
    text = text_of(fold(call.args[0], scope))
    plus = ast.unparse(call.func).endswith("plus")
    return _outside_holes(quote_plus if plus else quote, text)


def _dict_call(call: ast.Call, scope: Scope) -> Value:
    start = fold(call.args[0], scope) if call.args else Named()
    found = start.copy() if isinstance(start, Named) else Named()
    if isinstance(start, list):
        for item in start:
            if isinstance(item, list) and len(item) == 2:
                found.put(text_of(item[0]), item[1])
    for word in call.keywords:
        value = fold(word.value, scope)
        if word.arg:
            found.put(word.arg, value)
        elif isinstance(value, Named):
            found.pairs += value.pairs
        else:
            found.notes.append(f"The parameters of {ast.unparse(word.value)[:60]} are known only when the script runs.")
    return found


def _as_text(call: ast.Call, scope: Scope) -> Value:
    return text_of(fold(call.args[0], scope))


FOLDED: dict[str, Callable[[ast.Call, Scope], Value]] = {
    "urlencode": lambda call, scope: encoded(fold(call.args[0], scope)),
    "quote": _quoted,
    "quote_plus": _quoted,
    "dict": _dict_call,
    "OrderedDict": _dict_call,
    "str": _as_text,
    "unicode": _as_text,
    "bytes": _as_text,
    "URL": _as_text,
}
"""Functions by the last word of their name."""

_KEPT = ("encode", "decode", "strip", "rstrip", "lstrip", "lower", "copy")
"""Methods of a text or dictionary that leave it as it is, as far as an address goes."""


def folds(call: ast.Call) -> bool:
    """Whether a call only makes a text or a dictionary, and sends nothing."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in (*_KEPT, "format", "join", "replace"):
        return True
    return ast.unparse(call.func).rsplit(".", 1)[-1] in FOLDED


def _called(call: ast.Call, scope: Scope) -> Value:
    name = ast.unparse(call.func).rsplit(".", 1)[-1]
    if isinstance(call.func, ast.Attribute):
        method = call.func.attr
        if method in ("format", "join", "replace", *_KEPT):
            return _method(method, fold(call.func.value, scope), call, scope)
    if name in FOLDED:
        return FOLDED[name](call, scope)
    raise Unknown


def _method(method: str, value: Value, call: ast.Call, scope: Scope) -> Value:
    if isinstance(value, Named) and method == "copy":
        return value.copy()
    text = text_of(value)
    if method == "format":
        return _format_method(text, call, scope)
    if method == "join":
        items = fold(call.args[0], scope)
        if not isinstance(items, list):
            return hole(ast.unparse(call))
        return text.join(map(text_of, items))[:LONGEST]
    if method == "replace":
        old, new = (text_of(fold(argument, scope)) for argument in call.args[:2])
        return _outside_holes(lambda piece: piece.replace(old, new), text)
    if method.endswith("strip"):
        letters = text_of(fold(call.args[0], scope)) if call.args else None
        return str(getattr(text, method)(letters))
    return text.lower() if method == "lower" and not HOLE.search(text) else text
