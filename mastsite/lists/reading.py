"""From bytes to a `Listing`, whatever they are."""

from __future__ import annotations

from dataclasses import replace

from mastsite.lists import delimited, tables
from mastsite.lists.bounds import MAX_BYTES, ListError, too_many_bytes
from mastsite.lists.decoding import decoded
from mastsite.lists.listing import Listing
from mastsite.lists.unpacking import unpacked


def as_text(data: bytes) -> str | None:
    """A list as somebody could have typed it; None for what is packed, or a table in another format than separated values."""
    try:
        plain, packed = unpacked(data)
        return None if packed or tables.form_of(plain) else decoded(plain)[0]
    except ListError:
        return None


def read(data: bytes, *, header: bool | None = None, delimiter: str | None = None) -> Listing:
    """The lines of a list.

    Parameters
    ----------
    header, delimiter : of a text, where the reader knows better; see `mastsite.lists.delimited.listing_of`.

    Raises
    ------
    ListError : for the list as a whole; what is wrong with one line is told in that line.
    """
    if len(data) > MAX_BYTES:
        raise too_many_bytes("The list has")
    plain, packed = unpacked(data)
    if not plain.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ListError("The list is empty. Write one target in each line: a name, coordinates, or an identifier.")
    form = tables.form_of(plain)
    if form:
        listing = tables.listing_of(plain, form)
    else:
        text, encoding = decoded(plain)
        listing = delimited.listing_of(text, encoding, delimiter=delimiter, header=header)
    notes = [f"It was taken out of {packed}."] if packed else []
    if listing.encoding == "Latin-1":
        notes.append("It is no UTF-8, so its letters were read as Latin-1.")
    return replace(listing, notes=(*listing.notes, *notes))
