"""Writing a sample whole."""

from __future__ import annotations

from typing import Any

from mastsite.exports import WRITERS
from mastsite.search.result import Result
from tests.exports.readers import READERS, Read
from tests.exports.samples import ADDRESS


def write(name: str, given: Result, **options: Any) -> bytes:
    return b"".join(WRITERS[name].write(given, **{"address": ADDRESS, **options}))


def read_back(name: str, given: Result) -> Read:
    return READERS[name](write(name, given), given.columns)
