"""Downloads: one file by its URI, many as a zip archive, many as a script.

A file that is here is sent; for one that only the upstream archive has, the answer leads there. Nothing needs an
account, so that tokens which clients send are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase

from mastsite.api import files, sent
from mastsite.api.faults import ApiError, refused, shown, unknown_key
from mastsite.products import bundle, places
from mastsite.products.kinds import KINDS
from mastsite.products.places import MAX_URIS
from mastsite.search.declare import Mission
from mastsite.search.params import Fault
from mastsite.search.registry import get_mission
from mastsite.search.sending import take

SHOWN = 200
FORM = "application/x-www-form-urlencoded"
FORMS = (FORM, "multipart/form-data")
"""Types of a body that is a form; any other is read as JSON."""
STRUCTURES = ("nested", "flat")

WHOAMI = {
    "eppn": "", "ezid": "anonymous", "attrib": {"display_name": "Anonymous User"}, "anon": True, "scopes": [],
    "session": None, "token": None,
}  # fmt: skip
"""Who asks, in the shape that clients read: nobody in particular, as this site knows no users."""


def whoami(request: HttpRequest) -> HttpResponse:
    return HttpResponse(orjson.dumps(WHOAMI), content_type="application/json")


def file(request: HttpRequest) -> HttpResponseBase:
    """``Download/file?uri=...``"""
    return _one(request, _uri(request, "uri"), None)


def retrieve_product(request: HttpRequest, slug: str) -> HttpResponseBase:
    """``retrieve_product?product_name=...``, for one mission's files."""
    return _one(request, _uri(request, "product_name"), get_mission(slug))


def _uri(request: HttpRequest, name: str) -> str:
    """The one parameter of an address."""
    uri = sent.only(request, name, "gives one file").strip()
    if not uri:
        said = f"{name} is missing from the address. Add ?{name}= and the URI of a file, as a product list has it."
        raise refused([Fault(name, "", said)])
    return uri


def _one(request: HttpRequest, uri: str, mission: Mission | None) -> HttpResponseBase:
    place = places.find(uri, mission)
    if place is None:
        whose = f"{mission.short_name} has" if mission else "this site knows"
        said = f"“{uri[:SHOWN]}” is the URI of no file that {whose}. A product list has the URIs of files."
        raise ApiError(404, said, [Fault("uri" if mission is None else "product_name", uri[:SHOWN], said)])
    if place.path is not None:
        return files.sent(request, place.product, place.path)
    if not place.address:
        raise ApiError(404, f"{place.product.filename[:SHOWN]} is not here, and this site leads to no other archive.")
    return HttpResponseRedirect(place.address)


def bundle_script(request: HttpRequest) -> HttpResponse:
    """``Download/bundle.sh`` with ``uri=`` as often as there are files."""
    asked = _asked(request, ("uri",))
    base = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    text = bundle.script(places.find_all(asked.uris), base)
    response = HttpResponse(text, content_type="application/x-sh; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mastDownload.sh"'
    return response


def no_bundle(request: HttpRequest) -> HttpResponse:
    """``Download/bundle`` in a form that is not made here."""
    raise ApiError(
        404,
        f"“{request.path[:SHOWN]}” is no kind of bundle that this site makes. The kinds here are: bundle.sh, a script that fetches the "
        "files with curl; zip, by posting the URIs to /search/{mission}/api/v0.1/retrieve_product_zip; and of a basket "
        f"{', '.join(f'/basket/files/{name}' for name in KINDS)}.",
    )


def retrieve_product_zip(request: HttpRequest, slug: str) -> HttpResponseBase:
    """``retrieve_product_zip``: the files that are here in one archive, with a list of all that were asked for."""
    mission = get_mission(slug)
    asked = _asked(request, ("uri", "structure", "manifestonly", "mission"))
    if asked.mission and asked.mission.lower() != slug:
        said = (
            f"mission was read as “{asked.mission[:60]}” at the address of {slug}. Leave it out, or post to the other."
        )
        raise refused([Fault("mission", asked.mission[:60], said)])
    uris = asked.uris if asked.json else [part for text in asked.uris for part in _parted(text)]
    if not uris:
        raise _no_uri()
    found = places.find_all(uris, mission)
    if not any(found.values()):
        which = (
            "The URI is that of no file" if len(found) == 1 else f"None of the {len(found):,} URIs is that of a file"
        )
        raise ApiError(404, f"{which} that {mission.short_name} has. A product list has the URIs of files.")
    if asked.manifest_only:
        return HttpResponse(bundle.manifest(found, {}), content_type="text/csv; charset=utf-8")
    take()
    response = StreamingHttpResponse(bundle.zipped(found, flat=asked.flat), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{slug}.zip"'
    response["Accept-Ranges"] = "none"  # made while it is sent
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # packed twice it would only be slower
    return response


def _parted(text: str) -> list[str]:
    """The URIs of one field of a form, with commas between."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _no_uri() -> ApiError:
    said = "No uri was read. Send uri= and the URI of a file, once for each."
    return refused([Fault("uri", "", said)])


@dataclass(frozen=True, slots=True)
class _Asked:
    uris: list[str]
    flat: bool = False
    manifest_only: bool = False
    mission: str = ""
    json: bool = False


def _asked(request: HttpRequest, known: tuple[str, ...]) -> _Asked:
    """The URIs and words of a form, an address or a JSON object.

    Raises
    ------
    ApiError : 400, with what cannot be read.
    """
    as_json = request.method == "POST" and request.content_type not in FORMS
    pairs = _of_json(request.body) if as_json else _of_form(request)
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            raise refused([unknown_key(name, value[:SHOWN], known)])
        given.setdefault(name, []).append(value)
    uris = [uri.strip() for uri in given.get("uri", []) if uri.strip()]
    if not uris:
        raise _no_uri()
    number = sum(text.count(",") + 1 for text in uris) if "structure" in known and not as_json else len(uris)
    if number > MAX_URIS:
        said = f"{number:,} URIs were read; one request takes {MAX_URIS:,}. Send them in parts."
        raise refused([Fault("uri", f"{number:,} URIs", said)])
    for name in ("structure", "manifestonly", "mission"):
        if len(set(given.get(name, ()))) > 1:
            said = f"{name} was read as {shown(given[name])}, and it takes one value. Send it once."
            raise refused([Fault(name, shown(given[name]), said)])
    structure = _word(given, "structure", STRUCTURES)
    only = _word(given, "manifestonly", ("false", "true"))
    return _Asked(uris, structure == "flat", only == "true", next(iter(given.get("mission", [])), ""), as_json)


def _word(given: dict[str, list[str]], name: str, words: Iterable[str]) -> str:
    value = next(iter(given.get(name, [])), "").strip().lower()
    if value and value not in words:
        raise refused([Fault(name, value, f"{name} was read as “{value[:60]}”. Send {' or '.join(words)}.")])
    return value


def _of_form(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method == "POST" and request.content_type == FORM:
        # A bundle may have more fields than Django reads of a form; the length of a body is bounded all the same.
        text = request.body.decode(request.encoding or "utf-8", "replace")
        try:
            posted = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_URIS + 10)
        except ValueError as error:
            said = f"More than {MAX_URIS:,} fields were read. Send them in parts."
            raise refused([Fault("uri", "many", said)]) from error
    else:
        try:
            posted = [(name, value) for name, values in request.POST.lists() for value in values]
        except MultiPartParserError as error:
            said = f"The form could not be read: {error} Send it again, as curl -F uri=... does."
            raise refused([Fault("body", "", said)]) from error
    return [(name, value) for name, values in request.GET.lists() for value in values] + posted


def _of_json(body: bytes) -> list[tuple[str, str]]:
    read: Any = sent.read(body)
    if not isinstance(read, dict):
        raise refused(
            [Fault("body", shown(read), f'An object was wanted and {shown(read)} was read. Send {{"uri": ["..."]}}.')]
        )
    pairs: list[tuple[str, str]] = []
    for name, value in read.items():
        values = value if isinstance(value, list) and name == "uri" else [value]
        for item in values:
            if not isinstance(item, str | bool):
                said = f"{name} was read as {shown(value)}, which it does not take. Send a text, or for uri a list of them."
                raise refused([Fault(name, shown(value), said)])
            pairs.append((name, str(item).lower() if isinstance(item, bool) else item))
    return pairs
