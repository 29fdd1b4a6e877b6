"""What every old tool beside the forms does alike: read its parameters, and never answer in a shape its client does not read.

To add one more tool: a module with a view under ``@tool``, and its address in ``tool_urls.py``.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from mastsite.legacy.asked import Pairs
from mastsite.legacy.sent import Refused, pairs_of, query_of, sent_by
from mastsite.legacy.shapes.answering import SILENT_DATABASE, refuse
from mastsite.legacy.shapes.registry import PAGE, SHAPES, Shape, find
from mastsite.search.limits import TimeLimit
from mastsite.search.reading import QueryError
from mastsite.search.tables import NotLoaded

logger = logging.getLogger(__name__)

View = Callable[[HttpRequest], HttpResponseBase]

NOISE = frozenset(["action", "availableColumns", "selectedColumnsList[]", "csrfmiddlewaretoken", "form", "reset"])
"""What the old forms sent along for their own scripts; it never changed an answer."""
LONGEST_VALUE = 200_000
"""Characters of a value; no list that a tool takes is longer."""


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters of a request, in order, the uploaded file if there is one, and what was told about their reading."""

    pairs: Pairs
    file: UploadedFile | None = None
    notes: tuple[str, ...] = ()

    def all(self, *names: str) -> list[str]:
        """Every value of a parameter that is not blank, whatever the case and brackets of its name."""
        wanted = {name.lower() for name in names}
        found = (value.strip() for name, value in self.pairs if name.lower().removesuffix("[]") in wanted)
        return [value for value in found if value]

    def one(self, *names: str) -> str:
        """The single value of a parameter; an empty text when it was not given.

        Raises
        ------
        Refused : it was given twice, differently.
        """
        values = list(dict.fromkeys(self.all(*names)))
        if len(values) > 1:
            raise bad(f"{names[0]} was given as “{values[0][:60]}” and as “{values[1][:60]}”; give one of them.")
        return values[0] if values else ""

    def number(self, least: int, most: int, usual: int, name: str) -> int:
        """A whole number; above `most` it is `most`.

        Raises
        ------
        Refused : it is none, or below `least`.
        """
        text = self.one(name).replace(",", "")
        if not text:
            return usual
        if not (text.isascii() and text.isdigit() and len(text) < 19 and int(text) >= least):
            raise bad(f"{name} was read as “{text[:60]}”, which is not a whole number from {least}. Type one.")
        return min(int(text), most)

    def unread(self, read: Iterable[str]) -> list[tuple[str, str]]:
        """The parameters that a tool does not know, which it has to say."""
        known = {name.lower() for name in read} | {name.lower() for name in NOISE} | {"outputformat"}
        return [
            (name[:80], value[:80])
            for name, value in self.pairs
            if name.lower().removesuffix("[]") not in known and name.lower() not in known and value.strip()
        ]


def given(request: HttpRequest) -> Given:
    """The parameters of the address, then those of a posted form.

    Raises
    ------
    Refused : they are no form, or too much.
    """
    sent = sent_by(request)
    for name, value in sent.pairs:
        if len(value) > LONGEST_VALUE:
            raise bad(f"{name[:60]} has {len(value):,} characters; {LONGEST_VALUE:,} are taken. Send it in parts.")
        if "\0" in name or "\0" in value:
            raise bad("A NUL byte was read, which no name or value holds. Type the text again.")
    return Given(sent.pairs, sent.file, sent.notes)


def bad(sentence: str) -> Refused:
    """What a tool raises when it cannot read its parameters."""
    return Refused(400, sentence)


def site_address(request: HttpRequest) -> str:
    """The site's public address without a slash at the end."""
    return settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"


def shape_of(asked: Given, usual: str = PAGE) -> Shape:
    """The shape of ``outputformat``.

    Raises
    ------
    Refused : there is no such format.
    """
    word = asked.one("outputformat")
    if not word:
        return SHAPES[usual]
    found = find(word)
    if found is None:
        raise bad(f"outputformat was read as “{word[:60]}”. Choose {', '.join(SHAPES)}.")
    return found


def tool(view: View) -> View:
    """`view` for GET, HEAD and POST, with whatever goes wrong told in the shape that was asked for."""

    @csrf_exempt
    @functools.wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        try:
            return view(request)
        except Refused as error:
            return _refused(request, error.status, [str(error)])
        except QueryError as error:
            return _refused(request, 400, [fault.sentence for fault in error.faults])
        except NotLoaded as error:
            return _refused(request, 404, [str(error)])
        except TimeLimit as error:
            return _refused(request, 503, [str(error)])
        except DatabaseError:
            logger.exception("the database failed at %s", request.path)
            return _refused(request, 503, [SILENT_DATABASE])

    return answer


def _refused(request: HttpRequest, status: int, sentences: Sequence[str]) -> HttpResponseBase:
    try:
        pairs = sent_by(request).pairs
    except Refused:
        pairs = pairs_of(query_of(request))
    words = Given(pairs).all("outputformat")
    return refuse(words[0] if words else "", status, sentences, request=request)
