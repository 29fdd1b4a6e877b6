"""Tables in formats of astronomy, looked at before a library reads them.

What a few bytes can make a library do is refused first: entities, addresses to fetch, lengths that no file has.
"""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import Any

from mastsite.lists import streams
from mastsite.lists.bounds import MAX_COLUMNS, MAX_LINE, MAX_LINES, ListError, too_many_lines
from mastsite.lists.listing import Heading, Line, Listing
from mastsite.search.readers import ReadError
from mastsite.search.readers import read as read_rows

FORMS = {"votable": "a VOTable", "fits": "a FITS table", "ecsv": "an ECSV table", "parquet": "a Parquet table"}
_LONGEST_CELL = 65_536


def form_of(data: bytes) -> str:
    """A key of `FORMS` by the first bytes; empty for any other text."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"SIMPLE  ="):
        return "fits"
    if data.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"# %ECSV"):
        return "ecsv"
    without_nulls = data[:4096].replace(b"\0", b"")
    if head.startswith(b"<?xml") or b"<VOTABLE" in without_nulls or b":VOTABLE" in without_nulls:
        return "votable"
    return ""


def listing_of(data: bytes, form: str) -> Listing:
    """The first table of a file.

    Raises
    ------
    ListError
    """
    ucds = _LOOKED_AT[form](data) if form in _LOOKED_AT else {}
    lines: list[Line] = []
    headings: list[str] = []
    try:
        for number, row in islice(read_rows(io.BytesIO(data), form), MAX_LINES + 1):
            headings = headings or list(row)
            if len(lines) == MAX_LINES:
                raise too_many_lines(f"more than {MAX_LINES:,}")
            cells = tuple(map(_text, row.values()))
            long = next((len(cell) for cell in cells if len(cell) > MAX_LINE), 0)
            problem = f"A cell has {long:,} characters, and {MAX_LINE:,} are read. Make it shorter." if long else ""
            cells = tuple(cell[:MAX_LINE] for cell in cells)
            lines.append(Line(number, ", ".join(filter(None, cells))[:MAX_LINE], cells, problem))
    except ReadError as error:
        said = str(error).removeprefix("the file: ")
        raise ListError(f"The list begins as {FORMS[form]}; it was {said[:300]}") from error
    except (MemoryError, RecursionError, OverflowError) as error:
        raise ListError(
            f"The list begins as {FORMS[form]}, and it needs more room than there is. Send it as CSV."
        ) from error
    if len(headings) > MAX_COLUMNS:
        raise ListError(f"The list has {len(headings):,} columns, and {MAX_COLUMNS} are read. Send fewer columns.")
    if not lines:
        raise ListError(
            f"The list was read as {FORMS[form]}, and its first table has no rows. Send one with a target in each row."
        )
    made = tuple(Heading(name, ucds.get(name, "")) for name in headings)
    return Listing(FORMS[form], "", made, headed=True, lines=tuple(lines))


def _text(value: object) -> str:
    """A cell as a person would write it; an array as its values with blanks between."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    if isinstance(value, list | tuple):
        return " ".join(map(_text, value[:_LONGEST_CELL]))
    return value.strip() if isinstance(value, str) else str(value)


def _votable(data: bytes) -> dict[str, str]:
    """The UCDs of its fields."""
    text = data.replace(b"\0", b"").decode("utf-8", "replace")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ListError(
            "The VOTable declares a document type or entities, which a list needs none of. Take these lines out."
        )
    if re.search(r"<(?:\w+:)?STREAM\b[^>]*\bhref\b", text):
        raise ListError(
            "The VOTable has its rows at another address, which is not fetched. Send one with the rows in it."
        )
    if re.search(r"<(?:\w+:)?STREAM\b[^>]*encoding\s*=\s*[\"'](?!base64)", text):
        raise ListError(
            "The VOTable has its rows compressed inside. Save it with plain rows (TABLEDATA), and send it again."
        )
    for claimed in re.findall(r"\bnrows\s*=\s*[\"']\s*(\d+)", text):
        if int(claimed[:12]) > MAX_LINES:
            raise too_many_lines(f"{int(claimed[:12]):,}")
    ucds: dict[str, str] = {}
    fields = streams.fields_of(text)
    if len(fields) > MAX_COLUMNS:
        raise ListError(f"The list has {len(fields):,} columns, and {MAX_COLUMNS} are read. Send fewer columns.")
    for said in fields:
        size = 1
        for part in re.findall(r"\d+", said.get("arraysize", "")):
            size *= int(part[:9])
        if size > _LONGEST_CELL:
            raise ListError(
                f"The VOTable has cells of {size:,} values, and {_LONGEST_CELL:,} are read. Leave that column out."
            )
        if "name" in said:
            ucds.setdefault(said["name"], said.get("ucd", ""))
    streams.checked(text)
    return ucds


def _fits(data: bytes) -> dict[str, str]:
    """FITS has no UCDs of its own; its sizes must be those of the file, so that nothing is made room for that is not there."""
    from astropy.io import fits

    try:
        with fits.open(io.BytesIO(data), memmap=False, lazy_load_hdus=True) as units:
            table = next((unit for unit in units if unit.header.get("XTENSION") in ("BINTABLE", "TABLE")), None)
            header: Any = table.header if table is not None else None
            begins = table.fileinfo()["datLoc"] if table is not None else 0
    except Exception as error:
        raise ListError(
            f"The list begins as FITS, and could not be read ({type(error).__name__}). Send it again, or as CSV."
        ) from error
    if header is None:
        raise ListError("The FITS file has no table in it. Send one with a table extension, or CSV.")
    sizes = [header.get(word) for word in ("NAXIS1", "NAXIS2", "PCOUNT", "TFIELDS")]
    if not all(isinstance(size, int) and size >= 0 for size in sizes):
        raise ListError("The header of the FITS table lacks its sizes (NAXIS1, NAXIS2, TFIELDS). Write the file anew.")
    width, rows, heap, fields = sizes
    if rows > MAX_LINES:
        raise too_many_lines(f"{rows:,}")
    if fields > MAX_COLUMNS:
        raise ListError(f"The list has {fields:,} columns, and {MAX_COLUMNS} are read. Send fewer columns.")
    if width * rows + heap > len(data) - begins:
        raise ListError("The FITS table says that it is longer than the file: part of it was lost. Send it again.")
    if header.get("ZIMAGE") or header.get("ZTABLE"):
        raise ListError("The FITS table is compressed inside. Save it without that, and send it again.")
    return {}


_LOOKED_AT = {"votable": _votable, "fits": _fits}
