"""What a classic request sent: name and value of every parameter, and files, whatever bytes they are made of.

Scripts of all ages come here: bytes are UTF-8, or else Latin-1; ``&&``, a trailing ``&`` or a second ``?`` mean nothing.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from mastsite.legacy.asked import Pairs

MAX_PARAMETERS = 2_000
MAX_BODY_BYTES = 5 * 2**20
MAX_FILE_BYTES = 5 * 2**20
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_KEPT = "classic_sent"

READ_AS_LATIN_1 = "Some bytes of the address or form were not UTF-8 and were read as Latin-1."


class Refused(ValueError):
    """A request that cannot be read: `status`, a sentence, and the parameters that tell in which shape to say it."""

    def __init__(self, status: int, sentence: str, pairs: Pairs = ()) -> None:
        self.status = status
        self.pairs = pairs
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Sent:
    """Parameters in order, the uploaded file if there is one, and what was told about their reading."""

    pairs: Pairs
    file: UploadedFile[Any] | None = None
    notes: tuple[str, ...] = field(default=())


def sent_by(request: HttpRequest) -> Sent:
    """Everything that a request sent, its address first. A body is read once; what came of it stays with the request.

    Raises
    ------
    Refused : the body is no form, too long or broken.
    """
    kept: Sent | Refused | None = getattr(request, _KEPT, None)
    if kept is None:
        try:
            kept = _read(request)
        except Refused as refused:
            kept = refused
        setattr(request, _KEPT, kept)
    if isinstance(kept, Refused):
        raise kept
    return kept


def _read(request: HttpRequest) -> Sent:
    found = list(split(query_of(request)))
    file = None
    if request.method == "POST":
        if request.content_type == MULTIPART:
            posted, file = _multipart(request)
            found += posted
        else:
            found += split(_body(request))
    if len(found) > MAX_PARAMETERS:
        said = f"{len(found):,} parameters were sent, and {MAX_PARAMETERS:,} are read. Leave out the empty ones."
        raise Refused(400, said, _decoded(found))
    pairs: list[tuple[str, str]] = []
    latin = False
    for raw in found:
        (name, name_is_latin), (value, value_is_latin) = map(decode, raw)
        latin = latin or name_is_latin or value_is_latin
        pairs.append((name.strip(), value))
    return Sent(tuple(pairs), file, (READ_AS_LATIN_1,) if latin else ())


def query_of(request: HttpRequest) -> bytes:
    """The bytes behind the question mark; a WSGI server gives each as the letter of its number."""
    return str(request.META.get("QUERY_STRING", "")).encode("latin-1", "replace")


def split(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and values of an address query or an urlencoded body."""
    for piece in raw.strip(b"?&\r\n ").split(b"&"):
        name, _, value = piece.lstrip(b"?").partition(b"=")
        if name:
            yield unquote_to_bytes(name.replace(b"+", b" ")), unquote_to_bytes(value.replace(b"+", b" "))


def pairs_of(query: str | bytes) -> Pairs:
    """The parameters of an address query, as `sent_by` reads them."""
    raw = query.encode("utf-8", "surrogateescape") if isinstance(query, str) else query
    return _decoded(split(raw))


def _decoded(found: Iterable[tuple[bytes, bytes]]) -> Pairs:
    return tuple((decode(name)[0].strip(), decode(value)[0]) for name, value in found)


def decode(raw: bytes) -> tuple[str, bool]:
    """Bytes as text, and whether they were Latin-1."""
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("latin-1"), True


def _body(request: HttpRequest) -> bytes:
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise _too_long() from error
    except (UnreadablePostError, OSError) as error:
        raise Refused(400, "The form broke off before its end. Send it again.") from error
    kind = request.content_type or ""
    if body and kind not in (URLENCODED, ""):
        said = (
            f"What was posted is of type {kind[:60]}, and this address reads forms. Send {URLENCODED} or {MULTIPART}."
        )
        raise Refused(415, said)
    return body


def _multipart(request: HttpRequest) -> tuple[list[tuple[bytes, bytes]], UploadedFile[Any] | None]:
    """The fields of a posted form as bytes, and its only file."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MAX_BODY_BYTES + MAX_FILE_BYTES:
        raise _too_long()
    request.encoding = "latin-1"  # every byte becomes the letter of its number, which `decode` undoes
    try:
        posted, files = request.POST, request.FILES
    except RequestDataTooBig as error:
        raise _too_long() from error
    except (MultiPartParserError, SuspiciousOperation, BadRequest, UnreadablePostError, OSError, LookupError) as error:
        raise Refused(
            400, "The posted form is broken, or has too many fields. Send it again as a browser does."
        ) from error
    fields = [
        (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        for name, values in posted.lists()
        for value in values
    ]
    given = [one for _name, several in files.lists() for one in several if one is not None]
    if not fields and not files and int(length):
        raise Refused(400, "The posted form has no fields that can be read. Send it again as a browser does.")
    if len(given) > 1:
        said = f"{len(given)} files were sent, and one is read. Send them one after the other."
        raise Refused(400, said, _decoded(fields))
    if given and (given[0].size or 0) > MAX_FILE_BYTES:
        raise _too_long()
    return fields, given[0] if given else None


def _too_long() -> Refused:
    return Refused(413, f"More was sent than one search takes, {MAX_FILE_BYTES // 2**20} MB. Send it in parts.")


def text_of(raw: bytes) -> tuple[str, str]:
    """The text of an uploaded file, and what to tell about its letters.

    Raises
    ------
    Refused : it is no text.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if raw.startswith(mark):
            said = f"The file was read as {encoding[:6].upper()}." if encoding != "utf-8" else ""
            return _whole(raw[len(mark) :].decode(encoding, "replace")), said
    if guess := _utf_16_without_mark(raw):
        return _whole(raw.decode(guess, "replace")), "The file was read as UTF-16."
    text, is_latin = decode(raw)
    return _whole(text), "The file has bytes that are not UTF-8 and was read as Latin-1." if is_latin else ""


def _utf_16_without_mark(raw: bytes) -> str:
    """UTF-16 of plain letters has a NUL beside each of them."""
    head = raw[:2000]
    for encoding, nuls, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) >= 4 and nuls.count(0) > 0.8 * len(nuls) and letters.count(0) < 0.2 * len(letters):
            return encoding
    return ""


def _whole(text: str) -> str:
    if "\0" in text:
        raise Refused(
            400, "The file has NUL bytes in it and is no text. Save the list as plain text, one entry in a line."
        )
    return text
