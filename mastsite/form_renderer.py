"""Django's forms in this site's own markup: ``{{ form }}`` and ``{{ field.as_field_group }}`` give the boxes of `components`.

A page writes ``<form novalidate>`` around it: what is wrong is told by the server, in a sentence, with `summary` above
everything. Widgets that the box does not know are drawn by Django inside its frame, so any form comes out labelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.forms import BaseForm, BoundField, widgets
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString

from mastsite.components import Box, Option, Wrong

BOXES = {
    widgets.TextInput,
    widgets.EmailInput,
    widgets.URLInput,
    widgets.Textarea,
    widgets.Select,
    widgets.CheckboxInput,
}
BOXES |= {widgets.FileInput, widgets.SearchInput, widgets.NumberInput}
"""Widgets that `box.html` draws itself. A number is typed into a text box: browsers empty others of what is no number."""

NOT_SAID = ("id", "cols", "maxlength", "minlength", "min", "max", "step")
"""Attributes left out: a browser cuts what is pasted at `maxlength` without a word; the server says what is too long or too large."""

USUAL_IDS = "id_%s"
"""The pattern of ids where a form says nothing of its own."""


class Renderer(DjangoTemplates):
    """The setting FORM_RENDERER. Widgets come from Django's own templates, forms and fields from the site's."""

    form_template_name = "components/fields.html"
    field_template_name = "components/box.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        if template_name == self.field_template_name:
            context = {"box": box_of(context["field"])}
        elif template_name != self.form_template_name:
            return SafeString(super().render(template_name, context, request))
        return SafeString(get_template(template_name).render(context, request).strip())


def box_of(field: BoundField) -> Box:
    """A field of a form as the box that shows it."""
    widget = field.field.widget
    own = {name: value for name, value in widget.attrs.items() if name not in NOT_SAID}
    value = field.value()
    box = Box(
        field.html_name,
        str(field.label),
        "" if value is None else str(value),
        hint=str(field.help_text),
        errors=tuple(map(str, field.errors)),
        kind="text",
        attributes=flatatt(own),
        own_id=_id(field),
    )
    return _of_widget(field, widget, box)


def _of_widget(field: BoundField, widget: widgets.Widget, box: Box) -> Box:
    if type(widget) not in BOXES:
        kind = "group" if widget.use_fieldset else "drawn"
        said = {"id": f"{box.id}-in" if kind == "group" else box.id, "aria-describedby": box.described_by or False}
        return replace(
            box, kind=kind, drawn=field.as_widget(attrs=said | {"aria-invalid": "true" if box.errors else False})
        )
    if isinstance(widget, widgets.Select):
        return replace(box, options=tuple(_options(field, widget)))
    if isinstance(widget, widgets.CheckboxInput):
        return replace(box, kind="checkbox", value="on", ticked=widget.check_test(field.value()))
    if isinstance(widget, widgets.Textarea):
        return replace(box, kind="textarea")
    kind = "text" if isinstance(widget, widgets.NumberInput) else str(widget.input_type)  # type: ignore[attr-defined]
    return replace(box, kind=kind)


def _options(field: BoundField, widget: widgets.Select) -> Iterator[tuple[str, tuple[Option, ...]]]:
    """Options in groups; those that stand in no group come together under an empty title."""
    loose: list[Option] = []
    for title, options, _number in widget.optgroups(field.html_name, widget.format_value(field.value()), {}):
        made = [Option(str(option["value"]), str(option["label"]), bool(option["selected"])) for option in options]
        if title:
            if loose:
                yield "", tuple(loose)
                loose = []
            yield str(title), tuple(made)
        else:
            loose += made
    if loose:
        yield "", tuple(loose)


def _id(field: BoundField) -> str:
    """The id that the form's own pattern gives; the site's where it has none of its own."""
    return "" if field.form.auto_id in (USUAL_IDS, True, False, "") else str(field.auto_id)


def summary(form: BaseForm) -> list[Wrong]:
    """Lines for ``components/summary.html``: what is wrong with the form as a whole, then with each field, linked to it."""
    lines = [Wrong(str(error)) for error in form.non_field_errors()]
    for field in form:
        lines += [Wrong(str(error), "" if field.is_hidden else box_of(field).id) for error in field.errors]
    return lines
