"""Which writer a word or an ``Accept`` header means."""

from __future__ import annotations

from dataclasses import dataclass

from mastsite.exports.registry import WRITERS, Writer

PAGE = ("text/html", "application/xhtml+xml")
"""What a browser asks for: the page, which no writer makes."""

Parameters = frozenset[tuple[str, str]]


def writer_for(name: str) -> Writer | None:
    """The writer of that name or file extension, in any case; None when there is none."""
    word = name.strip().lower().removeprefix(".")
    if word in WRITERS:
        return WRITERS[word]
    return next((writer for writer in WRITERS.values() if writer.extension == word), None)


def writer_for_accept(accept_header: str) -> Writer | None:
    """The writer that an ``Accept`` header (RFC 9110, 12.5.1) prefers; None for the page.

    The highest q wins; at equal q a type that is spelt out beats a wildcard, then the earlier one wins. A wildcard
    means "whatever you have", and that is the page; so does a header without any type known here.
    """
    choices: list[tuple[tuple[float, int, int], Writer | None]] = []
    for place, asked in enumerate(_ranges(accept_header)):
        if asked.quality <= 0:
            continue
        found = _meant_by(asked)
        if found is not None:
            choices.append(((asked.quality, 1, -place), found))
        elif asked.media_type in PAGE:
            choices.append(((asked.quality, 1, -place), None))
        elif asked.media_type.endswith("/*"):
            choices.append(((asked.quality, 0, -place), None))
    return max(choices, key=lambda choice: choice[0])[1] if choices else None


@dataclass(frozen=True, slots=True)
class _Range:
    media_type: str
    parameters: Parameters
    quality: float


def _meant_by(asked: _Range) -> Writer | None:
    """The writer with most of its parameters asked for: ``;serialization=BINARY2`` chooses among the VOTables."""
    best: tuple[int, Writer] | None = None
    for writer in WRITERS.values():
        for spelling in (writer.media_type, *writer.accept):
            media_type, parameters = _media_type(spelling)
            fits = media_type == asked.media_type and parameters <= asked.parameters
            if fits and (best is None or len(parameters) > best[0]):
                best = (len(parameters), writer)
    return best[1] if best else None


def _ranges(header: str) -> list[_Range]:
    ranges = []
    for part in header.split(","):
        media_type, parameters = _media_type(part)
        quality = 1.0
        for name, value in parameters:
            if name == "q":
                quality = _quality(value)
        if "/" in media_type:
            ranges.append(_Range(media_type, frozenset(item for item in parameters if item[0] != "q"), quality))
    return ranges


def _quality(text: str) -> float:
    """A q of 0 to 1; 0 for what cannot be read, as if the type were not named."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0.0 <= value <= 1.0 else 0.0


def _media_type(text: str) -> tuple[str, Parameters]:
    """Type and parameters in lower case; ``charset`` and ``header`` choose no writer."""
    media_type, *rest = (part.strip() for part in text.lower().split(";"))
    pairs = (part.partition("=") for part in rest if part)
    parameters = ((name.strip(), value.strip().strip('"')) for name, _, value in pairs)
    return media_type, frozenset(pair for pair in parameters if pair[0] not in ("charset", "header"))
