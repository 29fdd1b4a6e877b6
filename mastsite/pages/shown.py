"""What each state of a component is filled with: a function for each, from real content to what the template is given.

The key ``beside`` holds further templates, with what they are given, that a state cannot do without, such as the box
that a line of the error summary leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.utils.safestring import mark_safe

from mastsite.components import Box
from mastsite.form_renderer import box_of
from mastsite.jobs import counting
from mastsite.jobs.models import Job
from mastsite.jobs.states import DONE, FAILED, RUNNING, WAITING
from mastsite.pages import jobs, operators
from mastsite.pages.cells import record_address
from mastsite.pages.forms import Form, ticks
from mastsite.pages.preferences import PREFERENCES
from mastsite.pages.record import DOWNLOAD, File
from mastsite.pages.samples import Samples
from mastsite.products import listing
from mastsite.retirement.states import State
from mastsite.search.declare import Mission
from mastsite.search.query import Query
from mastsite.search.result import Count
from mastsite.search.tables import holdings

Given = dict[str, Any]
BOX = "components/box.html"
PLACE = ("target", "ra")
"""Boxes of the groups that say where."""
FEW = 3
"""Rows below a head that is shown for itself."""


class Fields(django_forms.Form):
    """Boxes of this site of every kind, as a Django form."""

    use_required_attribute = False
    targets = django_forms.CharField(
        label="Targets", help_text="Names or positions, one in a line.", widget=django_forms.Textarea({"rows": 4})
    )
    colours = django_forms.ChoiceField(
        label="Colours", choices=list(PREFERENCES[0].choices.items()), widget=django_forms.RadioSelect,
        help_text="The setting of the device is the usual one.",
    )  # fmt: skip
    descending = django_forms.BooleanField(label="Key 1 descending", required=False)
    localfile = django_forms.FileField(
        label="File of targets",
        help_text="Plain text, one entry in a line.",
        required=False,
        widget=django_forms.FileInput,
    )


def nothing(samples: Samples) -> Given:
    return {}


def operator_help(samples: Samples) -> Given:
    return {"operators": operators.live(samples.mission), "mission_shown": samples.mission}


# banner


def _banner(samples: Samples, state: State, **given: object) -> Given | None:
    notice = samples.notice(state)
    return {"retirement": notice, **given} if notice else None


def banner_announced(samples: Samples) -> Given | None:
    return _banner(samples, State.ANNOUNCED)


def banner_last_call(samples: Samples) -> Given | None:
    return _banner(samples, State.LAST_CALL)


def banner_brief(samples: Samples) -> Given | None:
    return _banner(samples, State.ANNOUNCED, brief=True)


def banner_preview(samples: Samples) -> Given | None:
    notice = samples.notice(State.LAST_CALL, preview=True)
    return {"retirement": notice} if notice else None


# forms


def boxes(form: Form) -> list[Box]:
    """Every box of a form, in its order."""
    found = [box for group in form.groups for box in group.boxes]
    found += [box for pair in form.extras for box in pair]
    return [*found, *(key.box for key in form.sort), *form.format]


def _box(form: Form, fits: Callable[[Box], object]) -> Given | None:
    return next(({"box": box} for box in boxes(form) if fits(box)), None)


def box_target(samples: Samples) -> Given | None:
    return _box(samples.form, lambda box: box.example and not box.options)


def box_unit(samples: Samples) -> Given | None:
    return _box(samples.form, lambda box: box.unit and box.name != "radius")


def box_error(samples: Samples) -> Given | None:
    return _box(samples.wrong_form, lambda box: box.errors)


def box_menu(samples: Samples) -> Given | None:
    return _box(samples.form, lambda box: len(box.options) == 1)


def box_groups(samples: Samples) -> Given | None:
    return _box(samples.form, lambda box: len(box.options) > 1)


def box_words(samples: Samples) -> Given | None:
    return _box(samples.form, lambda box: box.suggestions)


def hint_words(samples: Samples) -> Given | None:
    return _box(samples.form, lambda box: box.suggestions and ": " in box.hint)


def hint_aloud(samples: Samples) -> Given | None:
    return _box(samples.form, lambda box: box.example_aloud not in ("", box.example))


def target(samples: Samples) -> Given:
    return _target(samples, "m 31")


def targets(samples: Samples) -> Given:
    return _target(samples, "m 31; NGC 205; 10.0 +40.9")


def target_wrong(samples: Samples) -> Given:
    return _target(samples, "00 42 61.0 +41 16 09")


def _target(samples: Samples, typed: str) -> Given:
    form = samples.form_of([("target", typed)])
    return {"group": next(group for group in form.groups if any(box.name == "target" for box in group.boxes))}


def group(samples: Samples) -> Given | None:
    found = (group for group in samples.form.groups if not any(box.name in PLACE for box in group.boxes))
    return next(({"group": group} for group in found), None)


def box_textarea(samples: Samples) -> Given:
    return {"box": box_of(Fields()["targets"])}


def box_checkbox(samples: Samples) -> Given:
    return {"box": box_of(Fields()["descending"])}


def box_file(samples: Samples) -> Given:
    return {"box": box_of(Fields()["localfile"])}


def box_choices(samples: Samples) -> Given:
    return {"box": box_of(Fields(initial={"colours": "device"})["colours"])}


def fields_open(samples: Samples) -> Given:
    return Fields(initial={"colours": "device"}).get_context()


def fields_wrong(samples: Samples) -> Given:
    return Fields({}).get_context()


def summary_one(samples: Samples) -> Given:
    lines = [line for line in samples.wrong_form.summary if line.target]
    return {"summary": lines, "beside": [(BOX, box_error(samples) or {})]}


def summary_two(samples: Samples) -> Given:
    form = samples.form_of([*samples.wrong_pairs, ("nonsense", "1")])
    return {"summary": form.summary, "beside": [(BOX, {"box": box}) for box in boxes(form) if box.errors]}


def ticks_usual(samples: Samples) -> Given:
    return {"ticks": list(ticks(samples.mission, set(samples.mission.default_columns)))}


def ticks_all(samples: Samples) -> Given:
    return {"ticks": list(ticks(samples.mission, {column.name for column in samples.mission.columns}))}


# answers


def answer(samples: Samples) -> Given | None:
    return samples.around_a_target


def rows(samples: Samples) -> Given | None:
    return samples.without_boxes


def rows_sorted(samples: Samples) -> Given | None:
    found = samples.many
    return {**found, "beside": [("components/action_bar.html", found)]} if found else None


def header_up(samples: Samples) -> Given | None:
    return _head(samples.without_boxes)


def header_down(samples: Samples) -> Given | None:
    return _head(samples.turned)


def _head(found: Given | None) -> Given | None:
    """The head of a table with its first rows."""
    if found is None:
        return None
    rows = mark_safe("\n".join(found["grid"].body.splitlines()[:FEW]))  # noqa: S308  (made by `cells`)
    return {**found, "grid": replace(found["grid"], body=rows)}


def action_bar(samples: Samples) -> Given | None:
    found = samples.around_a_target
    return {**found, "beside": [("components/grid.html", found)]} if found else None


def message_note(samples: Samples) -> Given | None:
    found = [message for message in (samples.limited or {}).get("messages", ()) if message.level == "warning"]
    return {"messages": found} if found else None


def message_remark(samples: Samples) -> Given | None:
    found = [message for message in (samples.remarked or {}).get("messages", ()) if message.level == "info"]
    return {"messages": found} if found else None


def facts(samples: Samples) -> Given | None:
    return samples.around_a_target


def figure(samples: Samples) -> Given | None:
    found = sky(samples)
    return {**found, "figure": found["plot"].figure, "picture": "components/sky.html"} if found else None


def sky(samples: Samples) -> Given | None:
    found = samples.around_a_target
    return found if found and found["plot"] else None


def snippets(samples: Samples) -> Given | None:
    return {**samples.around_a_target, "prefix": "snip"} if samples.around_a_target else None


def live(samples: Samples) -> Given | None:
    return samples.around_a_target


def live_wrong(samples: Samples) -> Given:
    return {"faults": [fault.sentence for fault in samples.faults]}


def pager(samples: Samples) -> Given | None:
    return {**samples.many, "where": "above", "mark": "a"} if samples.many else None


def pager_first(samples: Samples) -> Given | None:
    return {**samples.first_page, "where": "below", "mark": "b"} if samples.first_page else None


def files(samples: Samples) -> Given | None:
    found = samples.record_with_files
    return _files(*found) if found else None


def no_files(samples: Samples) -> Given | None:
    found = samples.record_without_files
    return _files(*found) if found else None


def _files(mission: Mission, identifier: str, listed: listing.Listing) -> Given:
    return {
        "mission": mission,
        "files": [File(item, f"{DOWNLOAD}?{urlencode({'uri': item.uri})}") for item in listed.products],
        "said_of_files": listed.messages,
        "file_list": f"/search/{mission.slug}/api/v0.1/list_products?{urlencode({'dataset_ids': identifier})}",
        "asks_upstream": listing.declared(mission).upstream is not None,
    }


# the old tools


def classic_table(samples: Samples) -> Given | None:
    found = samples.without_boxes
    if found is None:
        return None
    grid = found["grid"]
    return {"table": {
        "number": 1, "title": found["title"], "said": [found["sentence"]], "caption": grid.caption,
        "headings": grid.headings, "body": grid.body, "action": found["permalink"], "range": f"Rows {grid.range}.",
        "new_address": found["permalink"], "next": found["pager"].next, "mark": False,
    }}  # fmt: skip


def classic_nothing(samples: Samples) -> Given:
    return {"table": {"number": 1, "title": samples.mission.short_name, "said": ["No rows were found."]}}


def tool_table(samples: Samples) -> Given | None:
    files = samples.record_with_files
    if files is None:
        return None
    mission, identifier, listed = files
    lines = [
        ({"text": identifier, "address": record_address(mission, identifier), "head": True}, {"text": item.filename})
        for item in listed.products
    ]
    heads = ((mission.column(mission.id_column).label, ""), ("File", ""))
    return {"grid": {"caption": f"Files of {identifier}", "headings": heads, "lines": lines}}


def _job(samples: Samples, state: str, message: str = "") -> Given | None:
    held = holdings().get(samples.mission.slug)
    if held is None:
        return None
    times = {} if state == WAITING else {"started": held.loaded_at, "ended": held.loaded_at}
    # one that is not kept, so that its address is the same at each showing
    job = Job(
        token="-" * 22,
        kind=counting.NAME,
        state=state,
        message=message,
        holdings=held.stamp,
        created=held.loaded_at,
        **times,
    )
    return jobs.shown(job) | {
        "unnoticed": False,
        "here": "/components",
        "back": f"/search/{samples.mission.slug}/results",
    }


def job_waiting(samples: Samples) -> Given | None:
    return _job(samples, WAITING)


def job_running(samples: Samples) -> Given | None:
    return _job(samples, RUNNING, "Counting")


def job_done(samples: Samples) -> Given | None:
    held = holdings().get(samples.mission.slug)
    return _job(samples, DONE, counting.told(Query(samples.mission), Count(held.row_count)).sentence) if held else None


def job_failed(samples: Samples) -> Given | None:
    return _job(samples, FAILED, counting.TOO_LONG)
