"""A program in Python, without anything to install, for Windows too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from mastsite.products.kinds.registry import kind
from mastsite.products.order import Order, shown

HEAD = """\
#!/usr/bin/env python3
# @ABOUT@
#
# Run:  python NAME_OF_THIS_PROGRAM [FOLDER]      (without FOLDER they go to mastDownload; Python 3.8 or newer)
# Run it again after any stop: what is there is left alone, and what was cut short is fetched further.
# It ends with 0 when every file is there, and with 1 when some are not.
import hashlib
import http.client
import os
import sys
import time
import urllib.error
import urllib.request

PIECE = 1 << 18
ROUNDS = 6
TIMEOUT_S = 60

# address, name, bytes or None, SHA-256 or ""
FILES = [
"""

MIDDLE = """]

# what cannot be had, and why
NONE = [
"""

TAIL = ''']


def size_of(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


def fetch(address, part):
    """Fetch what is lacking of a file. ConnectionError: it was cut short."""
    begun = size_of(part)
    request = urllib.request.Request(address, headers={"Range": "bytes=%d-" % begun} if begun else {})
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        if error.code == 416 and begun:
            os.remove(part)
            raise ConnectionError("the part that was there is of no use")
        if error.code in (429, 503):
            time.sleep(min(60, int(error.headers.get("Retry-After") or 5)))
            raise ConnectionError("the server is busy")
        raise
    with answer, open(part, "ab" if answer.status == 206 else "wb") as copy:
        length = answer.headers.get("Content-Length")
        got = 0
        while True:
            piece = answer.read(PIECE)
            if not piece:
                break
            copy.write(piece)
            got += len(piece)
    if length is not None and got < int(length):
        raise ConnectionError("%d of %s bytes came" % (got, length))


def wrong(part, size, sha256):
    """What is wrong with a file; nothing when all is right."""
    if size is not None and size_of(part) != size:
        return "it has %d bytes and not %d" % (size_of(part), size)
    if sha256:
        digest = hashlib.sha256()
        with open(part, "rb") as file:
            for piece in iter(lambda: file.read(PIECE), b""):
                digest.update(piece)
        if digest.hexdigest() != sha256:
            return "its SHA-256 is not " + sha256
    return ""


def get(folder, address, name, size, sha256):
    """Get one file: "there" or "fetched". OSError, with why not."""
    target = os.path.join(folder, *name.split("/"))
    part = target + ".part"
    if os.path.exists(target):
        if size is None or size_of(target) == size:
            return "there"
        os.replace(target, target + ".old")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if size is not None and size_of(part) > size:
        os.remove(part)
    rounds = 0
    while True:
        begun = size_of(part)
        if size is None or begun != size:
            try:
                fetch(address, part)
            except urllib.error.HTTPError as error:
                raise OSError("the server says %d" % error.code)
            except (OSError, http.client.HTTPException) as error:  # timeouts and lost connections
                rounds += 1
                if rounds >= ROUNDS:
                    raise OSError(str(error) or type(error).__name__)
                continue
        if not os.path.exists(part):
            open(part, "wb").close()
        fault = wrong(part, size, sha256)
        if not fault:
            break
        os.remove(part)
        if not begun:
            raise OSError(fault + ", and it was taken away")
    os.replace(part, target)
    return "fetched"


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "mastDownload"
    total = len(FILES) + len(NONE)
    counts = {"there": 0, "fetched": 0}
    failed = 0
    for uri, why in NONE:
        failed += 1
        print("not fetched: %s: %s" % (uri, why), file=sys.stderr)
    for number, (address, name, size, sha256) in enumerate(FILES, len(NONE) + 1):
        try:
            outcome = get(folder, address, name, size, sha256)
        except OSError as error:
            failed += 1
            print("%d of %d not fetched: %s: %s" % (number, total, name, error), file=sys.stderr)
            continue
        counts[outcome] += 1
        if outcome == "fetched":
            print("%d of %d fetched: %s" % (number, total, name), flush=True)
    print("%d fetched, %d there already, %d failed, of %d in all." % (counts["fetched"], counts["there"], failed, total))
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("Stopped. Run it again to go on where it was.", file=sys.stderr)
        sys.exit(130)
'''


@kind(
    "py", "py", "Program in Python", "The same for any system with Python, Windows too; nothing is to be installed.",
    "text/x-python; charset=utf-8", how="python NAME",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    about = [f"{asked.volume}, from {shown(asked.base)}, written on {moment}.", *map(shown, asked.said)]
    yield HEAD.replace("@ABOUT@", "\n# ".join(about)).encode()
    for file in asked.had:
        yield f"    ({file.address!a}, {file.name!a}, {file.size}, {file.sha256!a}),\n".encode()
    yield MIDDLE.encode()
    for file in asked.lost:
        yield f"    ({shown(file.uri)!a}, {file.status!a}),\n".encode()
    yield TAIL.encode()
