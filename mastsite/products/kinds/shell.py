"""What the shell scripts share: all but how one file is fetched.

They are POSIX sh. A file is fetched beside its name, with ``.part`` behind it, and is renamed when its size and SHA-256
are right as far as they are known: what has the name is whole, however often the script was killed.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import UTC, datetime

from mastsite.products.order import UNKNOWN, Order, shown

HEAD = """\
#!/bin/sh
# {volume}, from {base}, written on {moment}.
{said}#
# Run:  sh NAME_OF_THIS_SCRIPT [FOLDER]      (without FOLDER they go to mastDownload)
# Run it again after any stop: what is there is left alone, and what was cut short is fetched further.
# It ends with 0 when every file is there, with 1 when some are not, and with 2 when {tool} is missing.
# What stands in single quotes below is a name or an address, and no code:
# shellcheck disable=SC1003,SC2016
set -u
LC_ALL=C
export LC_ALL
folder=${{1:-mastDownload}}
case $folder in -*) folder=./$folder ;; esac
total={total} done=0 fetched=0 there=0 failed=0 unchecked=0

if ! command -v {tool} >/dev/null 2>&1; then
  echo "This script needs {tool}, which is not here." >&2
  exit 2
fi
trap 'echo "Stopped. Run it again to go on where it was." >&2; exit 130' HUP INT TERM
"""

# What fetch() answers: 0 all is there, 1 no use to go on, 2 cut short, 3 the part is of no use.
BODY = r"""
bytes() {
  if [ -f "$1" ]; then wc -c <"$1" | tr -d ' '; else echo 0; fi
}

sum() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1" | cut -c 1-64
  elif command -v shasum >/dev/null 2>&1; then shasum -a 256 <"$1" | cut -c 1-64
  elif command -v openssl >/dev/null 2>&1; then openssl dgst -sha256 -r <"$1" | cut -c 1-64
  fi
}

lost() {
  done=$((done + 1)) failed=$((failed + 1))
  echo "$done of $total not fetched: $1: $2" >&2
}

# What is wrong with the file $1 of $2 bytes and SHA-256 $3; nothing when all is right.
wrong() {
  if [ -n "$2" ] && [ "$(bytes "$1")" != "$2" ]; then
    echo "it has $(bytes "$1") bytes and not $2"
  elif [ -n "$3" ]; then
    found=$(sum "$1")
    if [ -n "$found" ] && [ "$found" != "$3" ]; then echo "its SHA-256 is not $3"; fi
  fi
}

# get ADDRESS NAME BYTES SHA256; the last two are empty where they are not known.
get() {
  target=$folder/$2
  part=$target.part
  if [ -e "$target" ]; then
    if [ -z "$3" ] || [ "$(bytes "$target")" = "$3" ]; then
      done=$((done + 1)) there=$((there + 1))
      return
    fi
    echo "$target has not the size of the file; it is kept as $target.old" >&2
    mv -f -- "$target" "$target.old"
  fi
  if ! mkdir -p -- "${target%/*}"; then
    lost "$2" "its folder cannot be made"
    return
  fi
  if [ -n "$3" ] && [ "$(bytes "$part")" -gt "$3" ]; then rm -f -- "$part"; fi
  rounds=0
  while :; do
    begun=$(bytes "$part")
    if [ -z "$3" ] || [ "$begun" != "$3" ]; then
      fetch "$1" "$part"
      said=$?
      rounds=$((rounds + 1))
      if [ "$said" -eq 3 ]; then rm -f -- "$part"; fi
      if [ "$said" -ge 2 ] && [ "$rounds" -lt 6 ]; then continue; fi
      if [ "$said" -ne 0 ]; then
        lost "$2" "{tool} ended with $code"
        return
      fi
    fi
    [ -e "$part" ] || : >"$part"
    fault=$(wrong "$part" "$3" "$4")
    if [ -z "$fault" ]; then break; fi
    rm -f -- "$part"
    if [ "$begun" -eq 0 ]; then
      lost "$2" "$fault, and it was taken away"
      return
    fi
  done
  if ! mv -f -- "$part" "$target"; then
    lost "$2" "it cannot be renamed"
    return
  fi
  if [ -z "$3$4" ]; then unchecked=$((unchecked + 1)); fi
  done=$((done + 1)) fetched=$((fetched + 1))
  echo "$done of $total fetched: $2"
}

none() {
  lost "$1" "$2"
}

unknown() {
  lost "$1" "not known here"
}

"""

TAIL = r"""
echo "$fetched fetched, $there there already, $failed failed, of $total in all."
if [ "$unchecked" -gt 0 ]; then echo "Of $unchecked fetched files neither size nor checksum is known, so that they were not compared."; fi
if [ "$failed" -gt 0 ]; then
  echo "$failed of $total could not be fetched. Run it again to try these alone." >&2
  exit 1
fi
"""


def script(asked: Order, tool: str, fetch: str) -> Iterator[bytes]:
    """A script of the files of an order.

    Parameters
    ----------
    tool : the command that fetches; fetch : the shell function of that name, from address ``$1`` to the part ``$2``,
        which sets ``code`` and answers as `BODY` says.
    """
    said = "".join(f"# {shown(sentence)}\n" for sentence in asked.said)
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    head = HEAD.format(
        volume=asked.volume, base=shown(asked.base), moment=moment, said=said, tool=tool, total=len(asked.files)
    )
    yield (head + fetch + BODY.replace("{tool}", tool)).encode()
    for file in asked.files:
        if not file.address:
            name = shlex.quote(shown(file.uri))
            known = file.status != UNKNOWN
            yield (f"none {name} {shlex.quote(file.status)}\n" if known else f"unknown {name}\n").encode()
            continue
        size = "" if file.size is None else str(file.size)
        words = (file.address, file.name, size, file.sha256)
        yield f"get {' '.join(shlex.quote(word) for word in words)}\n".encode()
    yield TAIL.encode()
