"""Compressed uploads: gzip and zip, never more of them than a list may have."""

from __future__ import annotations

import io
import zipfile
import zlib

from mastsite.lists.bounds import MAX_BYTES, ListError, too_many_bytes

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_OTHERS = {
    b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"7z\xbc\xaf": "7-Zip", b"\x28\xb5\x2f\xfd": "Zstandard", b"Rar!": "RAR",
    b"\xd0\xcf\x11\xe0": "a workbook of an old office program", b"PK\x05\x06": "an empty zip archive", b"PK\x07\x08": "a zip archive in parts",
}  # fmt: skip

_WORKBOOKS = {"[Content_Types].xml": "a workbook of Excel or a document like it", "mimetype": "an OpenDocument file"}
"""Files that zip archives have which are documents."""


def unpacked(data: bytes) -> tuple[bytes, str]:
    """The bytes of a list, and what they were taken out of (empty for nothing).

    Raises
    ------
    ListError : too much comes out, several files are in it, or it is packed in another way.
    """
    for begins, name in _OTHERS.items():
        if data.startswith(begins):
            raise ListError(
                f"The upload was read as {name}, which is not read here. Send the list as text or CSV, plain or as gzip."
            )
    if data.startswith(_GZIP):
        plain, how = _gunzipped(data), "gzip"
    elif data.startswith(_ZIP):
        plain, how = _unzipped(data), "zip"
    else:
        return data, ""
    if plain.startswith((_GZIP, _ZIP)):
        raise ListError("The upload is compressed twice, and is unpacked once. Send the list itself.")
    return plain, how


def _gunzipped(data: bytes) -> bytes:
    """All members of a gzip file, one behind the other."""
    parts: list[bytes] = []
    size, rest = 0, data
    try:
        while rest.startswith(_GZIP):
            member = zlib.decompressobj(wbits=31)
            part = member.decompress(rest, MAX_BYTES + 1 - size)
            size += len(part)
            parts.append(part)
            if size > MAX_BYTES:
                raise too_many_bytes("Out of the gzip file come")
            if not member.eof:
                raise ListError("The gzip file ends before its end: part of it was lost. Send it again.")
            rest = member.unused_data
    except zlib.error as error:
        raise ListError(
            f"The upload begins as gzip, and could not be unpacked ({error}). Send it again, or plain."
        ) from error
    return b"".join(parts)


def _unzipped(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if program := next(
                (_WORKBOOKS[member.filename] for member in members if member.filename in _WORKBOOKS), ""
            ):
                raise ListError(
                    f"The upload is {program}, of which no rows are read. Save the sheet as CSV (UTF-8), and send that."
                )
            if len(members) != 1:
                raise ListError(f"The zip archive holds {len(members):,} files, and a list is one. Send one file.")
            if members[0].flag_bits & 0x1:
                raise ListError("The zip archive has a password. Send the list itself.")
            with archive.open(members[0]) as opened:
                plain = opened.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise ListError(
            "The upload begins as a zip archive, and could not be unpacked. Send it again, or plain."
        ) from error
    if len(plain) > MAX_BYTES:
        raise too_many_bytes("Out of the zip archive come")
    return plain
