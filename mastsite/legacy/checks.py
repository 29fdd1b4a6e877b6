"""Start-up check of what missions declare of their classic past: a typo fails before the first request, by name.

To add one more check: a function that takes a mission and what it declares and yields sentences, under `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl

from django.core.checks import CheckMessage, Error, register

from mastsite.legacy.forms import forms
from mastsite.legacy.parameters import row_of
from mastsite.legacy.tokens import classics
from mastsite.search.criteria import CriterionError, parse
from mastsite.search.declare import Classic, ClassicForm, DeclarationError, Mission
from mastsite.search.params import QueryError
from mastsite.search.params import parse as parse_query
from mastsite.search.registry import missions


def _forms(mission: Mission, classic: Classic) -> Iterator[str]:
    if not classic.forms:
        yield "there is no form; leave classic.py out"
    for form in classic.forms:
        if form.path.strip("/").lower() != form.path or not form.path:
            yield f"the path {form.path!r} must be lower case, without slashes at its ends"
        if not form.mission_word or not form.title:
            yield f"the form {form.path!r} needs a mission_word and a title"
        for field, names in _named(form).items():
            for name in names:
                if name not in mission.by_name:
                    yield f"the form {form.path!r} names {name!r} in {field}, which is no column"
        for old in form.names:
            if old != old.lower() or row_of(old):
                yield f"the form {form.path!r} has the name {old!r}, which must be lower case and no parameter's"
        for old in form.not_here:
            if mission.find(old) or old.lower() in form.names:
                yield f"the form {form.path!r} says that {old!r} is not here, and it is"


def _named(form: ClassicForm) -> dict[str, tuple[str, ...]]:
    return {
        "columns": form.columns,
        "names": tuple(form.names.values()),
        "labels": tuple(form.labels),
        "types": tuple(form.types),
        "ticks": tuple(ticks.column for ticks in form.ticks),
        "numbers": tuple(filter(None, [form.numbers])),
    }


def _conditions(mission: Mission, classic: Classic) -> Iterator[str]:
    """Every address query of a declaration."""
    declared = {
        **{f"cross_correlation {word!r}": text for word, text in classic.cross_correlation.items()},
        **{f"images {word!r}": text for word, text in classic.images.items()},
        **{f"spectra {word!r}": text for word, text in classic.spectra.items()},
        **{f"the tick boxes {ticks.name!r}": ticks.also for form in classic.forms for ticks in form.ticks},
    }
    if classic.pointings is not None:
        declared |= {f"pointings {word!r}": text for word, text in classic.pointings.primaries.items()}
    for where, text in declared.items():
        try:
            parse_query(mission, parse_qsl(text, strict_parsing=True) if text else [])
        except (QueryError, ValueError) as error:
            yield f"{where} is {text!r}, which is no search: {error}"


def _pointings(mission: Mission, classic: Classic) -> Iterator[str]:
    of = classic.pointings
    if of is None:
        return
    for field in ("filters", "start", "stop", "exposure"):
        if getattr(of, field) not in mission.by_name:
            yield f"pointings.{field} is {getattr(of, field)!r}, which is no column"
    if column := mission.by_name.get(of.filters):
        for letter, text in of.bands.items():
            try:
                parse(column, text)
            except CriterionError as error:
                yield f"the band {letter!r} of pointings is no condition: {error}"


CHECKS: tuple[Callable[[Mission, Classic], Iterable[str]], ...] = (_forms, _conditions, _pointings)


def faults(mission: Mission, classic: Classic) -> list[str]:
    """Everything wrong with a declaration, a sentence each."""
    return [
        f"missions/{mission.folder.name}/classic.py: {sentence}."
        for check in CHECKS
        for sentence in check(mission, classic)
    ]


@register()
def check_classics(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Run every check over every mission with a classic past."""
    if app_configs is not None:
        return []
    try:
        forms()
    except (DeclarationError, KeyError) as error:
        return [Error(str(error), id="legacy.E001")]
    return [
        Error(sentence, id="legacy.E002")
        for slug, classic in classics().items()
        for sentence in faults(missions()[slug], classic)
    ]
