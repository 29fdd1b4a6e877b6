"""The parameters that are in no row of the table: tick boxes of the form, columns, or nothing known."""

from __future__ import annotations

from urllib.parse import parse_qsl

from mastsite.legacy.draft import Draft, Given
from mastsite.legacy.operators import any_of
from mastsite.search.declare import TickBoxes


def read_rest(draft: Draft, left: dict[str, list[Given]]) -> None:
    """Read what was left over, by name in lower case."""
    ticked = {ticks.name.lower(): ticks for ticks in draft.form.ticks}
    _ticks(draft, [(ticked[name], [item.value for item in items]) for name, items in left.items() if name in ticked])
    for name, items in left.items():
        filled = [item for item in items if item.value.strip()]
        if name in ticked or not filled:
            continue
        column = draft.column(items[0].name)
        if column is None:
            for item in filled:
                draft.leave(item.name[:80], item.value, draft.why_no_column(item.name))
        elif any(item.several for item in filled):
            draft.condition(items[0].name, column, any_of([item.value for item in filled]))
        elif len({item.value.strip() for item in filled}) > 1:
            said = f"{items[0].name} was given {len(filled)} times with different values. Give one, or one with commas."
            draft.fault(items[0].name, filled[0].value, said)
        else:
            draft.condition(items[0].name, column, filled[0].value)


def _ticks(draft: Draft, ticked: list[tuple[TickBoxes, list[str]]]) -> None:
    """Groups of tick boxes: the values of all of them together, and the further conditions of each.

    One query cannot say "images of these or spectra of those"; where groups have different values, that is told.
    """
    filled = [(ticks, sorted({_word(ticks, value) for value in values if value.strip()})) for ticks, values in ticked]
    filled = [(ticks, values) for ticks, values in filled if values]
    if not filled:
        return
    by_column: dict[str, list[str]] = {}
    have_kinds = all(ticks.also for ticks, _values in filled)
    for ticks, values in filled:
        by_column.setdefault(ticks.column, []).extend(values)
        for name, text in parse_qsl(ticks.also):
            if have_kinds:
                by_column.setdefault(name, []).append(text)
    for name, values in by_column.items():
        column = draft.mission.column(name)
        draft.condition(f"{filled[0][0].name}[]", column, any_of(list(dict.fromkeys(values))))
    if len(filled) > 1 and len({tuple(values) for _ticks, values in filled}) > 1:
        names = " and ".join(f"{ticks.name}[]" for ticks, _values in filled)
        kind = "any kind that was ticked for one of them" if have_kinds else "every kind"
        draft.notes.append(
            f"{names} are asked for together, so that rows of every instrument ticked are found, of {kind}."
        )


def _word(ticks: TickBoxes, value: str) -> str:
    return ticks.words.get(value.strip().upper(), value.strip())
