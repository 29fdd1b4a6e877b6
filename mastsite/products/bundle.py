"""Many files at once: one stream that is a zip archive, or a script that fetches them one by one."""

from __future__ import annotations

import csv
import io
import re
import shlex
import time
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from mastsite.products.places import Place

PIECE_BYTES = 2**18
MANIFEST = "MANIFEST.csv"
COLUMNS = ("uri", "status", "file", "size", "sha256", "address")


def names(places: Mapping[str, Place | None], *, flat: bool = False) -> dict[str, str]:
    """A path of its own for every known file: ``mission/data set/file``, or the file's name alone when `flat`.

    Two files of one name keep apart by their folders, or else by a number.
    """
    given: dict[str, str] = {}
    taken: set[str] = set()
    for uri, place in places.items():
        if place is None:
            continue
        parts = [place.mission.slug, place.product.dataset or "other", place.product.filename]
        nested = "/".join(_plain(part) for part in parts)
        name = nested.rpartition("/")[2] if flat else nested
        if name.lower() in taken:
            name = nested
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{nested.rpartition('/')[0]}/{number}/{nested.rpartition('/')[2]}"
        taken.add(name.lower())
        given[uri] = name
    return given


def _plain(name: str) -> str:
    """A name that every file system and shell takes, and that leads nowhere."""
    return re.sub(r"[^A-Za-z0-9._+=@~-]", "_", name).lstrip(".-") or "_"


def manifest(places: Mapping[str, Place | None], written: Mapping[str, tuple[str, int]]) -> bytes:
    """Every file that was asked for, in CSV: whether it is in the archive, and where else it is.

    Parameters
    ----------
    written : URI to the name in the archive and the bytes written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for uri, place in places.items():
        if place is None:
            writer.writerow([uri, "not known here", "", "", "", ""])
            continue
        name, size = written.get(uri, ("", place.product.size))
        status = "included" if name else "here" if place.path else "at the upstream archive alone"
        writer.writerow([uri, status, name, "" if size is None else size, place.product.sha256, place.address])
    return text.getvalue().encode()


class _Sink(io.RawIOBase):
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


def zipped(places: Mapping[str, Place | None], *, flat: bool = False) -> Iterator[bytes]:
    """A zip archive of the files that are here, a piece at a time, with the manifest as its last member.

    The files are packed as they are: archives' files are compressed already, or are read in parts.
    """
    sink = _Sink()
    written: dict[str, tuple[str, int]] = {}
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for uri, name in names(places, flat=flat).items():
            place = places[uri]
            if place is None or place.path is None:
                continue
            stat = place.path.stat()
            changed = max(stat.st_mtime, 315_532_800)  # a zip archive knows no time before 1980
            member = zipfile.ZipInfo(name, time.gmtime(changed)[:6])
            member.external_attr = 0o644 << 16
            member.file_size = stat.st_size
            size = 0
            with place.path.open("rb") as file, archive.open(member, "w", force_zip64=stat.st_size >= 2**31) as copy:
                while piece := file.read(PIECE_BYTES):
                    size += copy.write(piece)
                    yield sink.take()
            written[uri] = (name, size)
        archive.writestr(zipfile.ZipInfo(MANIFEST, datetime.now(UTC).timetuple()[:6]), manifest(places, written))
        yield sink.take()
    yield sink.take()


SCRIPT = """\
#!/usr/bin/env bash
# {count} from {base}, written on {moment}.
# Run: bash THIS_SCRIPT [FOLDER]. What is there is not fetched again, and what was cut short is fetched further.
set -u
folder="${{1:-mastDownload}}"
failed=0

get() {{
  target="$folder/$2"
  if [ -e "$target" ]; then echo "there already: $target"; return; fi
  if ! curl --fail --location --silent --show-error --retry 3 --continue-at - --create-dirs --output "$target.part" "$1"; then
    echo "not fetched: $1" >&2; failed=$((failed + 1)); return
  fi
  if [ -n "$3" ] && command -v sha256sum >/dev/null &&
    [ "$(sha256sum < "$target.part" | cut -c 1-64)" != "$3" ]; then
    echo "wrong checksum, taken away: $target" >&2; rm -f -- "$target.part"; failed=$((failed + 1)); return
  fi
  mv -- "$target.part" "$target" && echo "fetched: $target"
}}

unknown() {{
  echo "not known here: $1" >&2; failed=$((failed + 1))
}}

{lines}

if [ "$failed" -gt 0 ]; then echo "$failed of {number} could not be fetched" >&2; exit 1; fi
"""


def script(places: Mapping[str, Place | None], base: str) -> str:
    """A shell script that fetches files with curl, each by this site's own address; it is run as often as it takes.

    Parameters
    ----------
    base : the site's address, without a slash at its end.
    """
    given = names(places)
    lines = []
    for uri, place in places.items():
        if place is None:
            lines.append(f"unknown {shlex.quote(_shown(uri))}")
            continue
        address = f"{base}/api/v0.1/Download/file?uri={quote(uri, safe='')}"
        if not uri.startswith("mast:"):
            address = f"{base}/search/{place.mission.slug}/api/v0.1/retrieve_product?product_name={quote(uri, safe='')}"
        lines.append(f"get {shlex.quote(address)} {shlex.quote(given[uri])} {shlex.quote(place.product.sha256)}")
    return SCRIPT.format(
        count=f"{len(places):,} file{'s' * (len(places) != 1)}", number=len(places), base=base,
        moment=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), lines="\n".join(lines),
    )  # fmt: skip


def _shown(uri: str) -> str:
    """A URI as it may be shown on a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in uri[:300])
