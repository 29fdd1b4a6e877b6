"""Every component is on the page of components, and every state of each is sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.utils.text import slugify

from mastsite.form_renderer import summary
from mastsite.pages.componentpages import Specimen
from mastsite.pages.showcase import COMPONENTS, Component
from tests.pages.html import faults, text, tree

TEMPLATES = Path(settings.ROOT) / "templates"
NOTHING = "Nothing is loaded here that would show it."
STATES = [(component, state) for component in COMPONENTS for state in component.states]
every_state = pytest.mark.parametrize(
    ("component", "state"), STATES, ids=[f"{component.name}-{slugify(state)}" for component, state in STATES]
)


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Accept": "text/html"})


def test_every_template_is_shown() -> None:
    made = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}
    made.add("retirement/banner.html")
    assert made - {component.template for component in COMPONENTS} == set()


def test_every_template_says_its_parameters() -> None:
    silent = [
        path.name for path in (TEMPLATES / "components").glob("*.html") if "{#" not in path.read_text().split("\n")[0]
    ]
    assert silent == []


def test_every_component_has_one_address_for_each_state() -> None:
    addresses = [Specimen(component, state).address for component, state in STATES]
    assert len(set(addresses)) == len(addresses)
    assert len({component.name for component in COMPONENTS}) == len(COMPONENTS)
    assert all(component.states or component.place for component in COMPONENTS)


@pytest.mark.usefixtures("archive")
def test_overview(browser: Client) -> None:
    """Each once, with its states to be had; nothing of it takes the focus of the page."""
    response = browser.get("/components")
    html = response.content.decode()
    assert response.status_code == 200 and faults(html) == []
    assert NOTHING not in text(html)
    root = tree(html)
    headings = ["".join(item.itertext()) for item in root.iter("h2")]
    assert [component.title for component in COMPONENTS if component.title not in headings] == []
    links = {item.get("href") for item in root.iter("a")}
    assert {Specimen(component, state).address for component, state in STATES} <= links
    assert not [item for item in root.iter() if "autofocus" in item.attrib]


@every_state
@pytest.mark.usefixtures("archive")
def test_state(browser: Client, component: Component, state: str) -> None:
    response = browser.get(Specimen(component, state).address)
    html = response.content.decode()
    assert response.status_code == 200 and faults(html) == []
    assert NOTHING not in text(html), "the holdings of the tests show every state"


@pytest.mark.usefixtures("archive")
def test_without_holdings(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is loaded the page says so, and shows what needs no rows."""
    monkeypatch.setattr("mastsite.pages.samples.Samples.loaded", [])
    html = browser.get("/components").content.decode()
    assert faults(html) == [] and NOTHING in text(html)
    for component, state in STATES:
        alone = browser.get(Specimen(component, state).address)
        assert alone.status_code == 200 and faults(alone.content.decode()) == []


def test_the_error_summary_by_itself_takes_the_focus(browser: Client, archive: None) -> None:
    html = browser.get("/components/error-summary/one-box").content.decode()
    assert [item.get("role") for item in tree(html).iter() if "autofocus" in item.attrib] == ["group"]


@pytest.mark.parametrize("address", ["/components/field/none", "/components/none/usual", "/components/trail/usual"])
def test_what_is_no_component_is_told(browser: Client, address: str) -> None:
    response = browser.get(address)
    assert response.status_code == 404 and "All components" in response.content.decode()


class Every(forms.Form):
    """A field of every kind."""

    use_required_attribute = False
    message = forms.CharField(label="Message", help_text="What you miss.", max_length=5, widget=forms.Textarea)
    page = forms.URLField(label="Page", required=False, assume_scheme="https")
    rows = forms.IntegerField(label="Rows", min_value=3)
    sure = forms.BooleanField(label="I am sure")
    format = forms.ChoiceField(label="Format", choices=[("", "Page"), ("Files", [("csv", "CSV"), ("json", "JSON")])])
    colours = forms.ChoiceField(label="Colours", choices=[("a", "Light"), ("b", "Dark")], widget=forms.RadioSelect)
    columns = forms.MultipleChoiceField(
        label="Columns", choices=[("a", "RA"), ("b", "Dec")], widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(label="Day")
    file = forms.FileField(label="File")
    word = forms.CharField(label="Word", required=False, widget=forms.TextInput({"autocomplete": "off"}))
    back = forms.CharField(widget=forms.HiddenInput, required=False)


TYPED = {"message": "too <long", "page": "https://example.org/?a=1&b=2", "rows": "ten", "format": "csv", "colours": "b"}


def on_a_page(form: forms.Form) -> str:
    start = "<!doctype html><html lang=en><head><title>t</title></head><body><main><h1>t</h1><form novalidate>"
    return f"{start}{form}<button>Send</button></form></main></body></html>"


FORMS = {"open": {}, "wrong": {"data": TYPED}, "prefix": {"prefix": "p"}, "ids of its own": {"auto_id": "own-%s"}}


@pytest.mark.parametrize("given", FORMS.values(), ids=FORMS)
def test_any_form_comes_out_sound(given: dict[str, object]) -> None:
    assert faults(on_a_page(Every(**given))) == []  # type: ignore[arg-type]


def test_a_field_is_labelled_hinted_and_told_of() -> None:
    root = tree(on_a_page(Every(TYPED)))
    found = {item.get("name"): item for item in root.iter() if item.get("name")}
    ids = {item.get("id"): "".join(item.itertext()) for item in root.iter() if item.get("id")}
    box = found["message"]
    assert box.get("aria-invalid") == "true" and "required" not in box.attrib and "maxlength" not in box.attrib
    assert [ids[name] for name in (box.get("aria-describedby") or "").split()] == [
        "What you miss.", "Ensure this value has at most 5 characters (it has 9).",
    ]  # fmt: skip
    assert (box.text or "").strip() == "too <long"
    assert found["rows"].get("type") == "text" and found["rows"].get("value") == "ten"
    assert found["page"].get("value") == TYPED["page"] and "aria-invalid" not in found["page"].attrib
    assert found["word"].get("autocomplete") == "off"
    chosen = [item.get("value") for item in found["format"].iter("option") if "selected" in item.attrib]
    assert chosen == ["csv"]


def test_the_summary_leads_to_every_box() -> None:
    form = Every(TYPED)
    form.add_error(None, "Nothing was sent.")
    ids = {item.get("id") for item in tree(on_a_page(form)).iter()}
    lines = summary(form)
    assert lines[0].sentence == "Nothing was sent." and not lines[0].target
    assert len(lines) == 1 + sum(map(len, (field.errors for field in form)))
    assert [line for line in lines[1:] if line.target not in ids] == []
