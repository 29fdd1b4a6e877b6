"""telarchive: forms posted, pages and tables searched for words; the Summary of the cross correlation line by line."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import urlencode
from urllib.request import urlopen

NOTHING = re.compile("no rows found", re.IGNORECASE)
COUNT = re.compile(r"^(?:&nbsp;)*\s*([A-Z0-9_-]+):\s+(\d+) observations found", re.MULTILINE)


def post(address: str, words: list[tuple[str, str]]) -> str:
    """The answer to a posted form."""
    return urlopen(address, urlencode(words).encode()).read().decode()


def summary(page: str) -> dict[str, int]:
    """Counts by mission behind the last mark of the summary."""
    _, mark, block = page.rpartition("<b>Summary</b>")
    return {word: int(number) for word, number in COUNT.findall(block)} if mark else {}


def bars(text: str) -> list[dict[str, str]]:
    """Rows of a PSV answer by label; nothing where it says so."""
    if NOTHING.search(text):
        return []
    labels, _types, *lines = text.rstrip("\n").split("\n")
    return [dict(zip(labels.split("|"), line.split("|"), strict=True)) for line in lines]


def by_ucd(document: str) -> list[dict[str, str]]:
    """Rows of a VOTable by UCD, read as plain XML."""
    root = ET.fromstring(document.encode())
    words = [field.get("ucd") or field.get("name") or "" for field in root.iter("FIELD")]
    return [dict(zip(words, [cell.text or "" for cell in row], strict=True)) for row in root.iter("TR")]
