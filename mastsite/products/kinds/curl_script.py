"""A shell script with curl."""

from __future__ import annotations

from collections.abc import Iterator

from mastsite.products.kinds.registry import kind
from mastsite.products.kinds.shell import script
from mastsite.products.order import Order

# 416: nothing is left of what is there; 33 and 36: the server sends no parts. The others are losses on the way.
FETCH = r"""
fetch() {
  http=$(curl --fail --location --globoff --silent --show-error --retry 3 --connect-timeout 30 --speed-limit 1 --speed-time 60 \
    --write-out '%{http_code}' --continue-at - --output "$2" "$1")
  code=$?
  if [ "$code" -eq 0 ]; then return 0; fi
  if [ "$http" = 416 ]; then return 3; fi
  case $code in
    33 | 36) return 3 ;;
    16 | 18 | 28 | 52 | 55 | 56 | 92) return 2 ;;
  esac
  return 1
}
"""


@kind(
    "sh", "sh", "Script with curl", "For a shell (Linux, macOS, WSL): resumes after any stop, verifies, and says what failed.",
    "application/x-sh; charset=utf-8", how="sh NAME",
)  # fmt: skip
def write(asked: Order) -> Iterator[bytes]:
    return script(asked, "curl", FETCH)
