"""How many rows each word of the model has: what a client lists collections from, and offers in its menus.

To add one more field that is counted: its name in `COUNTED`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from mastsite.caom.asked import Search
from mastsite.caom.fields import BY_NAME, SEPARATOR
from mastsite.caom.search import Part, plan
from mastsite.caom.sources import column_of, shown
from mastsite.search import engine
from mastsite.search.declare import Fixed
from mastsite.search.tables import holding_of

COUNTED = (
    "intentType", "obs_collection", "provenance_name", "instrument_name", "project", "filters", "wavelength_region",
    "target_classification", "proposal_type", "sequence_number", "dataproduct_type", "calib_level", "dataRights",
    "mtFlag",
)  # fmt: skip
MOST_WORDS = 2_000
"""Words of one column that are counted; a column has rarely more than some hundreds."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Words and their rows, by field; and how many rows there are.

    Parameters
    ----------
    words : most frequent first; a list of several words in one value counts once for each.
    messages : what could not be counted, in sentences.
    """

    rows: int
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    messages: tuple[str, ...] = ()


def facets() -> Facets:
    """The words of everything held; counted once for each loading of the holdings."""
    ready = plan(Search())
    return _counted(tuple(holding_of(part.view.mission).stamp for part in ready.parts))


@lru_cache(maxsize=2)
def _counted(_stamps: tuple[str, ...]) -> Facets:
    ready = plan(Search())
    words: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    messages = list(ready.messages)
    total = 0
    for part in ready.parts:
        rows = engine.count(part.query, cap=None).value
        total += rows
        for name in COUNTED:
            found, whole = _words(part, name, rows)
            words[name].update(found)
            if not whole:
                messages.append(f"Not every {name} of {part.view.mission.short_name} is counted: it has too many.")
    ordered = {name: dict(counter.most_common()) for name, counter in words.items()}
    return Facets(total, ordered, tuple(dict.fromkeys(messages)))


def _words(part: Part, name: str, rows: int) -> tuple[Counter[str], bool]:
    """The words of one field in one view, and whether those are all."""
    source = part.view.sources.get(name)
    counter: Counter[str] = Counter()
    if source is None or not rows:
        return counter, True
    read = shown(source, BY_NAME[name])
    if isinstance(source, Fixed):
        pairs = [(None, rows)]
        whole = True
    else:
        column = part.view.mission.column(column_of(source))
        pairs = engine.common_values(part.query, column, MOST_WORDS)  # type: ignore[assignment]
        none_in_time = not pairs and engine.extent(part.query, column) != (None, None)
        whole = len(pairs) < MOST_WORDS and not none_in_time
    for value, times in pairs:
        said = read(value)
        if said is None:
            continue
        text = str(said).lower() if isinstance(said, bool) else str(said)
        for word in {item.strip() for item in text.split(SEPARATOR)} if BY_NAME[name].several else {text}:
            if word:
                counter[word] += times
    return counter, whole
