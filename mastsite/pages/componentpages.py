"""Pages of the components: all of them with one state each, and each state by itself, as it stands on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from mastsite.components import NOTHING
from mastsite.freshness import keepable
from mastsite.pages import errors
from mastsite.pages.samples import Samples
from mastsite.pages.showcase import COMPONENTS, Component, find

NAMES = re.compile(r'\b(id|for|form|name|list|aria-labelledby|aria-describedby|data-copy|href)="(#?)([^"]+)"')
LANDMARK = re.compile(r'(<(?:form|nav|section|aside)\b[^>]*\baria-label="[^"]*)"')
COMMENT = re.compile(r"\{#\s*(.*?)\s*#\}")


@dataclass(frozen=True, slots=True)
class Specimen:
    """A component in one state: its HTML; empty where nothing is held here that would show it."""

    component: Component
    state: str
    html: SafeString = NOTHING

    @property
    def address(self) -> str:
        return f"/components/{self.component.name}/{slugify(self.state)}"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every component once, in its usual state."""
    samples = Samples(request)
    parts = []
    for component in COMPONENTS:
        states = [Specimen(component, state) for state in component.states]
        usual = _among_others(specimen(component, states[0].state, samples)) if states else None
        parts.append((component, usual, states, *_template(component)))
    return keepable(render(request, "pages/components.html", {"parts": parts}))


@require_safe
def state(request: HttpRequest, name: str, state: str) -> HttpResponse:
    """One state by itself, with its HTML as text."""
    component = find(name)
    title = next((title for title in component.states if slugify(title) == state), "") if component else ""
    if component is None or not title:
        ways = [("/components", "All components")]
        return errors.not_found(request, "There is no such component", f"“{name}, {state}” is none.", ways)
    parameters, source = _template(component)
    context = {
        "specimen": specimen(component, title, Samples(request)),
        "states": [Specimen(component, other) for other in component.states],
        "parameters": parameters,
        "source": source,
    }
    return keepable(render(request, "pages/component.html", context))


def specimen(component: Component, state: str, samples: Samples) -> Specimen:
    """A state rendered with the component's own template."""
    given = component.states[state](samples)
    if given is None:
        return Specimen(component, state)
    pieces = [(component.template, given), *given.get("beside", ())]
    html = "".join(render_to_string(template, some, samples.request) for template, some in pieces)
    return Specimen(component, state, mark_safe(html))  # noqa: S308  (made by templates)


def _among_others(alone: Specimen) -> Specimen:
    """A specimen that can stand beside others: ids and landmarks of its own, and no call for the focus."""
    html = re.sub(r"\sautofocus\b", "", alone.html)
    html = LANDMARK.sub(rf'\1, {alone.component.title}"', html)
    ids = set(re.findall(r'\bid="([^"]+)"', html)) | set(re.findall(r'<details[^>]* name="([^"]+)"', html))

    def named(found: re.Match[str]) -> str:
        attribute, mark, words = found.groups()
        if (attribute == "href" and not mark) or (attribute == "name" and words not in ids):
            return found[0]
        own = " ".join(f"{alone.component.name}-{word}" if word in ids else word for word in words.split())
        return f'{attribute}="{mark}{own}"'

    return Specimen(alone.component, alone.state, mark_safe(NAMES.sub(named, html)))  # noqa: S308  (made by templates)


def _template(component: Component) -> tuple[str, str]:
    """What the comment at the top of a template says of its parameters, and the template."""
    source = get_template(component.template).template.source  # type: ignore[attr-defined]
    top = re.match(r"(?:\s*\{%[^%]*%\})*((?:\s*\{#.*?#\})+)", source)
    return " ".join(COMMENT.findall(top[1])) if top else "", source
