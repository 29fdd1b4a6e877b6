"""A shell script with wget."""

from __future__ import annotations

from collections.abc import Iterator

from mastsite.products.kinds.registry import kind
from mastsite.products.kinds.shell import script
from mastsite.products.order import Order

# wget tries again by itself after a loss on the way; 4 is what it ends with when that does not help, 8 is the server's no.
FETCH = r"""
fetch() {
  wget --no-verbose --continue --tries=4 --waitretry=2 --timeout=60 --output-document="$2" "$1" 2>&1
  code=$?
  case $code in
    0) return 0 ;;
    4) return 2 ;;
  esac
  if [ ! -s "$2" ]; then rm -f -- "$2"; fi
  return 1
}
"""


@kind(
    "wget", "sh", "Script with wget", "The same for machines with wget and without curl.",
    "application/x-sh; charset=utf-8", how="sh NAME",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    return script(asked, "wget", FETCH)
