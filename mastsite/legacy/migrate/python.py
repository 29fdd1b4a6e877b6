"""Calls of classic addresses in Python source, of any age: read as a tree, folded, and never run.

A use is a function that is given the address (``requests.get(url, params=...)``); an address that no function here is
given is a call where it is made.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from mastsite.legacy.migrate.calls import Call, hole, split_address
from mastsite.legacy.migrate.folding import Named, Scope, Unknown, Value, encoded, fold, folds, text_of
from mastsite.legacy.migrate.source import Source

TOLD = ("print", "len", "repr", "info", "debug", "warning", "error", "write", "append", "echo", "exit", "open")
"""Last words of functions that are given an address to show or keep it, and ask nothing."""

BODY_WORDS = ("data", "payload", "body", "json")
QUERY_WORDS = ("params", "query", "parameters")


@dataclass
class Walk:
    """What has been found so far on a walk through the statements, in their order."""

    source: Source
    hosts: tuple[str, ...]
    uses: list[Call] = field(default_factory=list)
    made: list[Call] = field(default_factory=list)
    later: list[tuple[ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, Scope]] = field(default_factory=list)
    sometimes: list[tuple[int, str]] = field(default_factory=list)
    depth: int = 0
    home: Scope = field(default_factory=dict)
    """Names around the function that is walked; what it gives to self is known in the methods after it."""


def calls(source: Source, hosts: tuple[str, ...] = ()) -> list[Call]:
    """Every call of a classic address, in the order of the lines."""
    walk = Walk(source, hosts)
    _statements(source.tree.body, {}, walk)
    while walk.later:
        function, scope = walk.later.pop(0)
        inner, walk.home = dict(scope), scope
        for argument in _arguments(function.args):
            inner[argument] = hole(argument)
        if isinstance(function, ast.Lambda):
            _expression(function.body, inner, walk)
        else:
            _statements(function.body, inner, walk)
    used = [use.found for use in walk.uses]
    kept = [call for call in walk.made if not any(found.startswith(call.found.rstrip("?&")) for found in used)]
    whole = [call for call in kept if not any(_grows_into(call, other) for other in kept)]
    return sorted([*walk.uses, *whole], key=lambda call: call.line)


def _grows_into(call: Call, other: Call) -> bool:
    return len(other.found) > len(call.found) and other.found.startswith(call.found.rstrip("?&"))


def _arguments(arguments: ast.arguments) -> Iterator[str]:
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        yield argument.arg
    for extra in (arguments.vararg, arguments.kwarg):
        if extra:
            yield extra.arg


def _statements(body: list[ast.stmt], scope: Scope, walk: Walk) -> None:
    for statement in body:
        _statement(statement, scope, walk)


def _statement(node: ast.stmt, scope: Scope, walk: Walk) -> None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            walk.later.append((node, scope))
        case ast.ClassDef():
            inner = dict(scope)
            _statements(node.body, inner, walk)
            for name in inner.keys() - scope.keys():
                inner[f"self.{name}"] = inner[f"cls.{name}"] = scope[f"{node.name}.{name}"] = inner[name]
        case ast.Assign(targets=targets, value=value):
            _assign(targets, value, node, scope, walk)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            _assign([target], value, node, scope, walk)
        case ast.AugAssign(target=target, op=ast.Add(), value=value):
            _uses_in(value, node, scope, walk)
            grown = fold(ast.BinOp(_loaded(target), ast.Add(), value), scope)
            _keep(target, grown, node, scope, walk)
            if walk.depth and isinstance(grown, str):
                walk.sometimes.append((node.lineno, grown))
        case ast.If(test=test, body=body, orelse=orelse):
            _uses_in(test, node, scope, walk)
            walk.depth += not _is_main(test)
            _statements(body, scope, walk)
            _statements(orelse, scope, walk)
            walk.depth -= not _is_main(test)
        case (
            ast.For(target=target, iter=values, body=body, orelse=orelse)
            | ast.AsyncFor(target=target, iter=values, body=body, orelse=orelse)
        ):
            _uses_in(values, node, scope, walk)
            for part in ast.walk(target):
                if isinstance(part, ast.Name):
                    scope[part.id] = hole(part.id)
            _statements(body + orelse, scope, walk)
        case ast.While(test=test, body=body, orelse=orelse):
            _uses_in(test, node, scope, walk)
            _statements(body + orelse, scope, walk)
        case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
            for item in items:
                _uses_in(item.context_expr, node, scope, walk)
            _statements(body, scope, walk)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            inside = [statement for handler in handlers for statement in handler.body]
            _statements(body + inside + orelse + final, scope, walk)
        case ast.Return(value=ast.expr() as value) | ast.Expr(value=ast.expr() as value):
            _uses_in(value, node, scope, walk)
            if isinstance(node, ast.Return) or not isinstance(value, ast.Constant):  # a text alone is a docstring
                _made(value, fold(value, scope), node, walk)
        case ast.stmt():
            for part in ast.iter_child_nodes(node):
                if isinstance(part, ast.expr):
                    _uses_in(part, node, scope, walk)


def _is_main(test: ast.expr) -> bool:
    return "__main__" in ast.unparse(test)


def _loaded(target: ast.expr) -> ast.expr:
    """The target of an assignment, as an expression that is read."""
    return ast.parse(ast.unparse(target), mode="eval").body


def _assign(targets: list[ast.expr], value: ast.expr, node: ast.stmt, scope: Scope, walk: Walk) -> None:
    _uses_in(value, node, scope, walk)
    folded = fold(value, scope)
    _made(value, folded, node, walk)
    for target in targets:
        if isinstance(target, ast.Tuple | ast.List):
            known = folded if isinstance(folded, list) and len(folded) == len(target.elts) else None
            for at, item in enumerate(target.elts):
                _keep(item, known[at] if known is not None else hole(ast.unparse(item)), node, scope, walk)
        else:
            _keep(target, folded, node, scope, walk)


def _keep(target: ast.expr, value: Value, node: ast.stmt, scope: Scope, walk: Walk) -> None:
    match target:
        case ast.Name() | ast.Attribute():
            name = ast.unparse(target)
            scope[name] = value
            if name.startswith("self."):
                walk.home[name] = value
            if isinstance(node, ast.AugAssign):
                _made(node.value, value, node, walk)
        case ast.Subscript(value=container, slice=index):
            held, key = fold(container, scope), fold(index, scope)
            if isinstance(held, Named) and isinstance(key, str):
                held.put(key, value)
                if walk.depth:
                    held.notes.append(
                        f"Line {node.lineno} sets {key} only under a condition; it is read as if it always did."
                    )


def _uses_in(node: ast.expr, statement: ast.stmt, scope: Scope, walk: Walk) -> None:
    """Find the functions in an expression that are given an address, innermost first."""
    if isinstance(node, ast.Lambda):
        walk.later.append((node, scope))
        return
    if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        inner = dict(scope)
        for loop in node.generators:
            _uses_in(loop.iter, statement, inner, walk)
            for name in ast.walk(loop.target):
                if isinstance(name, ast.Name):
                    inner[name.id] = hole(name.id)
        for element in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            _uses_in(element, statement, inner, walk)
            _made(element, fold(element, inner), statement, walk)
        return
    for part in ast.iter_child_nodes(node):
        inner_node = part.value if isinstance(part, ast.keyword) else part
        if isinstance(inner_node, ast.expr):
            _uses_in(inner_node, statement, scope, walk)
    if isinstance(node, ast.Call):
        _call(node, statement, scope, walk)


def _expression(node: ast.expr, scope: Scope, walk: Walk) -> None:
    statement = ast.copy_location(ast.Expr(node), node)
    _uses_in(node, statement, scope, walk)
    _made(node, fold(node, scope), statement, walk)


def _call(node: ast.Call, statement: ast.stmt, scope: Scope, walk: Walk) -> None:
    if isinstance(node.func, ast.Attribute) and node.func.attr == "update":
        _update(fold(node.func.value, scope), node, scope)
        return
    if folds(node) or ast.unparse(node.func).rsplit(".", 1)[-1] in TOLD:
        return
    words = [(word.arg or "", word.value) for word in node.keywords]
    for name, argument in [("", item) for item in node.args] + words:
        value = fold(argument, scope)
        if isinstance(value, str) and name not in (*BODY_WORDS, *QUERY_WORDS) and split_address(value, walk.hosts):
            rest = [item for item in [("", part) for part in node.args] + words if item[1] is not argument]
            walk.uses.append(_use(node, argument, value, rest, statement, scope, walk))
            return


def _update(held: Value, node: ast.Call, scope: Scope) -> None:
    if not isinstance(held, Named):
        return
    given = fold(node.args[0], scope) if node.args else Named()
    for name, value in given.pairs if isinstance(given, Named) else []:
        held.put(name, value)
    for word in node.keywords:
        if word.arg:
            held.put(word.arg, fold(word.value, scope))


def _use(
    node: ast.Call, argument: ast.expr, value: str, rest: list[tuple[str, ast.expr]], statement: ast.stmt,
    scope: Scope, walk: Walk,
) -> Call:  # fmt: skip
    """The call that a function makes which is given the address `value`, and perhaps parameters beside it."""
    address, query = split_address(value, walk.hosts) or ("", "")
    method = ast.unparse(node.func).rsplit(".", 1)[-1].lower()
    posts = "post" in method or any(
        item.upper() == "POST" for _, part in rest if isinstance(item := fold(part, scope), str)
    )
    bodies: list[str] = []
    notes: list[str] = []
    for name, part in rest:
        given = fold(part, scope)
        spelt = _spelt(given)
        if isinstance(given, Named):
            notes += given.notes
        if name == "files":
            notes.append("A file is sent along, and its lines are not in the script; only the rest is read here.")
        elif spelt is None or (name and name not in (*BODY_WORDS, *QUERY_WORDS)):
            continue
        elif name in BODY_WORDS or (not name and (posts or method in ("urlopen", "request"))):
            bodies.append(spelt)
        else:
            query = "&".join(filter(None, [query.rstrip("&"), spelt]))
    notes += [
        f"Line {line} adds to the address only under a condition; it is read as if it always did."
        for line, text in walk.sometimes
        if value.startswith(text)
    ]
    alone = not bodies and not _parameters(rest)
    return Call(
        "python", node.lineno, address, query, "&".join(bodies), posts or bool(bodies), tuple(dict.fromkeys(notes)),
        walk.source.span(argument) if alone else None, True, _start(statement, walk),
    )  # fmt: skip


def _parameters(rest: list[tuple[str, ast.expr]]) -> bool:
    return any(name in (*BODY_WORDS, *QUERY_WORDS, "files") for name, _ in rest)


def _spelt(given: Value) -> str | None:
    """Parameters beside an address, as they come to stand behind it."""
    try:
        if isinstance(given, Named | list):
            return encoded(given)
        text = text_of(given)
    except Unknown:
        return None
    return text if "=" in text and "://" not in text else None


def _made(node: ast.expr, value: Value, statement: ast.stmt, walk: Walk) -> None:
    """Keep an address that was put together here; whether anything uses it is known at the end."""
    if not isinstance(value, str):
        return
    split = split_address(value, walk.hosts)
    if split:
        whole = not isinstance(statement, ast.AugAssign)
        walk.made.append(
            Call(
                "python", node.lineno, *split, place=walk.source.span(node) if whole else None, quoted=True,
                statement=_start(statement, walk),
            )
        )  # fmt: skip


def _start(statement: ast.stmt, walk: Walk) -> int:
    return walk.source.starts[statement.lineno - 1]
