"""From the bytes of a text to its characters."""

from __future__ import annotations

import codecs
import re

from mastsite.lists.bounds import ListError

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF32_BE, "UTF-32"), (codecs.BOM_UTF8, "UTF-8-sig"),
    (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"),
)  # fmt: skip
_NEVER_TYPED = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 100_000


def decoded(data: bytes) -> tuple[str, str]:
    """A text, and the name of its encoding: as its byte order mark says, otherwise UTF-8, otherwise Latin-1.

    Raises
    ------
    ListError : it is no text, or not in the encoding that its first bytes promise.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                if encoding == "UTF-8-sig":
                    break
                raise ListError(
                    f"The list begins as {encoding}, and byte {error.start:,} is none of it. Save it as UTF-8 and send it again."
                ) from error
    _refuse_binary(data)
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Latin-1"


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    odd = len(_NEVER_TYPED.findall(sample))
    nulls = sample.count(0)
    if nulls * 5 > len(sample) and nulls * 10 > odd * 9:
        raise ListError(
            "Every second byte of the list or so is NUL, as in UTF-16 without its mark. Save it as UTF-8 and send it again."
        )
    if odd * 50 > len(sample):
        raise ListError(
            "The upload was read as a binary file, of no format that is known here. Send text, CSV, TSV, ECSV, VOTable or FITS."
        )
