"""Many files at once: one stream that is a zip archive, and the list of all that was asked for."""

from __future__ import annotations

import csv
import hashlib
import io
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mastsite.products.order import Absent, Order, Wanted, names, order
from mastsite.products.places import Place

__all__ = ["MANIFEST", "Sink", "manifest", "names", "script", "zipped"]

PIECE_BYTES = 2**18
MANIFEST = "MANIFEST.csv"
COLUMNS = (
    "uri", "status", "file", "size", "sha256", "address", "mission", "dataset", "type", "category", "file_suffix", "cloud",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What became of a file in an archive: its name there, the bytes written, their SHA-256, and what is to be told."""

    name: str
    size: int
    sha256: str
    status: str = "included"


def manifest(
    places: Mapping[str, Place | None], written: Mapping[str, Packed], absent: Iterable[Absent] = (), base: str = ""
) -> bytes:
    """Every file that was asked for, in CSV: whether it is in the archive, and where else it is.

    Parameters
    ----------
    written : by URI, what the archive has of it.
    base : this site's address, which is then given for every file; without it, the upstream archive's for what it alone has.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for file in order(places, base).files:
        writer.writerow([_cell(value) for value in _line(file, written.get(file.uri), base)])
    for row in absent:
        writer.writerow([_cell(value) for value in ("", row.why, "", "", "", "", row.mission, row.dataset, *[""] * 4)])
    return text.getvalue().encode("utf-8", "replace")


def _line(file: Wanted, packed: Packed | None, base: str) -> tuple[object, ...]:
    if file.place is None:
        return (file.uri, file.status, *[""] * 10)
    product = file.place.product
    name, size, sha256, status = (
        (packed.name, packed.size, packed.sha256, packed.status)
        if packed
        else (file.name if base else "", product.size, product.sha256, file.status)
    )
    return (
        file.uri, status, name, "" if size is None else size, sha256, file.address if base else file.place.address,
        file.place.mission.slug, product.dataset, product.type, product.category, product.file_suffix, file.cloud,
    )  # fmt: skip


def _cell(value: object) -> object:
    """A value as a cell: what a spreadsheet would compute stands behind an apostrophe, which makes it text there."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class Sink(io.RawIOBase):
    """What was written since it was last emptied; it cannot seek, so that the archive is written straight on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._parts.append(bytes(data))  # type: ignore[call-overload]
        return len(self._parts[-1])

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(places: Mapping[str, Place | None], *, flat: bool = False, absent: Iterable[Absent] = ()) -> Iterator[bytes]:
    """A zip archive of the files that are here, a piece at a time, with the manifest as its last member.

    The files are packed as they are: archives' files are compressed already, or are read in parts. A file that cannot be
    read any more, or ends early, is told in the manifest: the archive has begun, and no other answer is left.
    """
    sink = Sink()
    written: dict[str, Packed] = {}
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for uri, name in names(places, flat=flat).items():
            place = places[uri]
            if place is None or place.path is None:
                continue
            try:
                stat, file = place.path.stat(), place.path.open("rb")
            except OSError:
                written[uri] = Packed("", 0, "", "was here, and could not be read when the archive was made")
                continue
            changed = max(stat.st_mtime, 315_532_800)  # a zip archive knows no time before 1980
            member = zipfile.ZipInfo(name, time.gmtime(changed)[:6])
            member.external_attr = 0o644 << 16
            member.file_size = stat.st_size
            size, digest, status = 0, hashlib.sha256(), "included"
            with file, archive.open(member, "w", force_zip64=stat.st_size >= 2**31) as copy:
                while True:
                    try:
                        piece = file.read(min(PIECE_BYTES, stat.st_size - size))
                    except OSError:
                        break
                    if not piece:
                        break
                    digest.update(piece)
                    size += copy.write(piece)
                    yield sink.take()
            if size != stat.st_size:
                status = f"cut short: {size:,} of {stat.st_size:,} bytes could be read"
            elif place.product.sha256 not in ("", digest.hexdigest()):
                status = "included, but changed since it was listed: the checksum is that of the bytes in the archive"
            written[uri] = Packed(name, size, digest.hexdigest(), status)
        moment = zipfile.ZipInfo(MANIFEST, datetime.now(UTC).timetuple()[:6])
        archive.writestr(moment, manifest(places, written, absent))
        yield sink.take()
    yield sink.take()


def script(places: Mapping[str, Place | None], base: str, said: Iterable[str] = ()) -> str:
    """A shell script that fetches files with curl, each by this site's own address; it is run as often as it takes."""
    from mastsite.products.kinds.curl_script import write

    return b"".join(write(order(places, base, said=tuple(said)))).decode()


def of_order(asked: Order) -> Iterator[bytes]:
    """The archive of an order."""
    return zipped(asked.places, absent=asked.absent)
