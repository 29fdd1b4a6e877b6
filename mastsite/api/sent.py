"""What a request brings: its JSON body, the one parameter of an address, and what stands beside a body."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from mastsite.api.faults import SHOWN, ApiError, refused, unknown_key
from mastsite.search import json_text
from mastsite.search.json_text import NotJson, Twice
from mastsite.search.params import Fault


def read(body: bytes) -> Any:
    """The value that a body spells.

    Raises
    ------
    ApiError : 400; it is no JSON, or an object in it has a key twice.
    """
    try:
        return json_text.read(body)
    except NotJson as error:
        said = f"The request is not JSON: {error}. Send an object such as " + '{"limit": 10}.'
        raise ApiError(400, said, [Fault("body", "", said)]) from error
    except Twice as error:
        said = f"{error}{'.' if error.same else '; two conditions on one column are two objects of the list.'}"
        raise refused([Fault(error.key[:SHOWN], "twice", said)]) from error


def only(request: HttpRequest, name: str, gives: str) -> str:
    """The one parameter of an address; empty where it is missing.

    Parameters
    ----------
    gives : what one answer is, for the sentence that refuses two values.

    Raises
    ------
    ApiError : 400; there are others, or two values.
    """
    for other in request.GET.keys() - {name}:
        raise refused([unknown_key(other, request.GET[other], [name])])
    values = set(request.GET.getlist(name))
    if len(values) > 1:
        said = f"{len(values)} values of {name} were read, and one address {gives}. Ask for them one by one."
        raise refused([Fault(name, f"{len(values)} values", said)])
    return next(iter(values), "")


def beside(request: HttpRequest) -> tuple[str, ...]:
    """What to say of parameters in the address of a request that is read from its body."""
    names = ", ".join(name[:60] for name in list(request.GET)[:5])
    return (f"The body alone is read; parameters in the address ({names}) changed nothing.",) if names else ()
