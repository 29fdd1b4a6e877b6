"""``/<path>/search.php``: the old form as a page, its searches, its cone searches, its uploaded lists."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from mastsite.legacy import formpage, reading, shapes
from mastsite.legacy.asked import Pairs
from mastsite.legacy.forms import Form, form_at, near_paths
from mastsite.legacy.sent import Refused, Sent, pairs_of, query_of, sent_by, text_of
from mastsite.legacy.shapes.registry import Way
from mastsite.legacy.successor import nearest_address
from mastsite.search.declare import Mission
from mastsite.search.reading import QueryError

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST")


@csrf_exempt  # scripts post here, and nothing is changed by it
def search(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer one classic address, whatever was sent to it."""
    pairs = pairs_of(query_of(request))
    try:
        if request.method not in METHODS:
            response = _refuse(
                request, pairs, 405, f"The method {str(request.method)[:20]} is not read here. Send GET or POST."
            )
            response["Allow"] = ", ".join(METHODS)
            return response
        sent = sent_by(request)
        pairs = sent.pairs
        form = form_at(path)
        if form is None:
            return _refuse(request, pairs, 404, _no_form(path))
        if form.mission is None or not form.held:
            nearest = (nearest_address(form.classic, form.mission), "What stands nearest to it")
            ways = [nearest] if form.mission else []  # of no mission: the list of all, which the page links to
            response = _refuse(request, pairs, 404, form.classic.not_held, *ways)
            return formpage.with_successor(request, response, form)
        return _answer(request, form, form.mission, sent)
    except Refused as error:
        return _refuse(request, (*pairs, *error.pairs), error.status, str(error))
    except DatabaseError:
        logger.exception("the database failed at %s", request.path)
        return _refuse(request, pairs, 503, shapes.answering.SILENT_DATABASE)


def _answer(request: HttpRequest, form: Form, mission: Mission, sent: Sent) -> HttpResponseBase:
    try:
        wanted = reading.kind(sent.pairs, has_file=sent.file is not None)
        if wanted in ("form", "upload form"):
            return formpage.page(request, form.classic, mission, sent.pairs, upload=wanted == "upload form")
        uploaded, notes = None, sent.notes
        if sent.file is not None:
            uploaded, told = text_of(sent.file.read())
            notes = (*notes, told) if told else notes
        asked = reading.read(form.classic, mission, sent.pairs, notes=notes, uploaded=uploaded)
    except QueryError as error:
        return _faulty(request, form, sent, error)
    return shapes.answer(request, asked)


def _faulty(request: HttpRequest, form: Form, sent: Sent, error: QueryError) -> HttpResponseBase:
    """What cannot be read: in the form for a person, in the shape that was asked for otherwise."""
    cone = reading.is_cone(sent.pairs)
    word = reading.shape_word(sent.pairs, cone=cone)
    if word == shapes.PAGE and form.mission is not None:
        upload = sent.file is not None or reading.words_of(sent.pairs).get("form") == "fuf"
        return formpage.page(request, form.classic, form.mission, sent.pairs, error.faults, upload=upload)
    response = shapes.refuse(word, 400, [fault.sentence for fault in error.faults], request=request, cone=cone)
    return formpage.with_successor(request, response, form)


def _refuse(request: HttpRequest, pairs: Pairs, status: int, sentence: str, *ways: Way) -> HttpResponse:
    cone = reading.is_cone(pairs)
    word = reading.shape_word(pairs, cone=cone)
    return shapes.refuse(word, status, [sentence], request=request, cone=cone, ways=ways)


def _no_form(path: str) -> str:
    near = near_paths(path)
    shown = "".join(letter if letter.isprintable() else "?" for letter in path[:60])
    hint = f"Try {' or '.join(f'/{one}/search.php' for one in near)}." if near else "The list of missions is at /."
    return f"No classic form stood at /{shown}/search.php. {hint}"
