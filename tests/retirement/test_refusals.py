"""What is wrong with a record is refused at start-up, by name and with a remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from mastsite.retirement import FieldChange, registry
from mastsite.retirement.checks import all_faults, retirements, site_faults
from mastsite.retirement.options import Options, options
from mastsite.retirement.record import Carried, Link
from mastsite.retirement.validation import target_fault
from tests.retirement.records import API, DATES, FORM, RECORDS

BAD = {
    "dates-in-the-wrong-order": (replace(FORM, dates=replace(DATES, archived_at=date(2027, 9, 30))), "the wrong way round"),
    "announced-too-late": (replace(FORM, dates=replace(DATES, announced=date(2027, 2, 1))), "the wrong way round"),
    "less-than-six-months": (replace(FORM, dates=replace(DATES, sunset_at=date(2027, 7, 14))), "choose 2027-07-15 or later"),
    "no-reason": (replace(FORM, why=""), "does not say why it goes"),
    "nothing-better": (replace(FORM, better="Yes."), "does not say what is better"),
    "nothing-lost": (replace(FORM, lost=" "), "does not say what is lost"),
    "unmapped-parameter": (replace(FORM, parameters=("radius",)), "'radius' is neither mapped nor said to be dropped"),
    "dropped-without-a-reason": (replace(FORM, fields=lambda: (FieldChange("x", ""),), parameters=("x",)), "without a reason"),
    "successor-404": (replace(FORM, successor="/nowhere"), "leads to no page of this site (404)"),
    "tutorial-404": (replace(FORM, tutorials=(Link("/nowhere/at/all", "x"),)), "leads to no page"),
    "swallows-a-form": (replace(FORM, patterns=("/search/*/",)), "would swallow /search/sample/, which is the route 'form'"),
    "swallows-everything": (replace(FORM, patterns=("/**",)), "is every page of the site"),
    "swallows-the-timeline": (replace(FORM, patterns=("/retirements/**",)), "would swallow /retirements/"),
    "swallows-static-files": (replace(FORM, patterns=("/static/**",)), "would swallow /static/"),
    "swallows-its-successor": (replace(FORM, patterns=("/new/*", "/new/")), "covers its own successor"),
    "no-slash": (replace(FORM, patterns=("old",)), "does not begin with a slash"),
    "another-host": (replace(FORM, successor="https://evil.example/"), "not on the list of allowed ones"),
    "two-slashes": (replace(FORM, successor="//evil.example/"), "leads off this site"),
    "backslash": (replace(FORM, successor="/\\evil.example"), "backslash"),
    "javascript": (replace(FORM, successor="javascript:alert(1)"), "leads off this site"),
    "page-with-brown-outs": (replace(FORM, brownouts=API.brownouts), "only an API may refuse"),
    "bad-id": (replace(FORM, id="Old Form"), "its id may have small letters"),
    "no-contact": (replace(FORM, contact=""), "its 'contact' is empty"),
}  # fmt: skip


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", BAD)
def test_refused_by_name(name: str) -> None:
    record, sentence = BAD[name]
    found = all_faults([record])
    assert any(sentence in fault for fault in found), found
    assert all(
        fault.startswith(f"The retirement {record.id!r} is refused: ") and fault.endswith(".") for fault in found
    )


@pytest.mark.usefixtures("site")
def test_good_ones_are_not_refused() -> None:
    assert all_faults(RECORDS) == []
    assert retirements() == []


@pytest.mark.usefixtures("site")
def test_two_of_one_name() -> None:
    assert any("has the same id" in fault for fault in all_faults([FORM, FORM]))
    swallowing = replace(API, patterns=("/old/api/**", "/n*/"), routes=("old_api", "new"))
    assert any("would swallow /new/, which is a live page" in fault for fault in all_faults([swallowing, FORM]))
    assert any("a group has that name" in fault for fault in all_faults([replace(FORM, id="hst"), FORM]))


@pytest.mark.usefixtures("site", "kept")
def test_a_successor_whose_view_says_404() -> None:
    record = replace(FORM, successor="/new/gone")
    assert all_faults([record]) == []
    assert any("is answered with status 404" in fault for fault in site_faults([record], ask=True))


@pytest.mark.usefixtures("site")
def test_living_pages_that_the_site_names_are_kept() -> None:
    chosen = {**options_now(), "samples": ("tests.retirement.test_refusals.living",)}
    with override_settings(RETIREMENT=chosen):
        found = all_faults([replace(FORM, patterns=("/*/hst/",))])
    assert any("would swallow /search/hst/, which is a live page" in fault for fault in found)


def options_now() -> dict[str, object]:
    from django.conf import settings

    return dict(settings.RETIREMENT)


def living() -> list[str]:
    return ["/search/hst/"]


def broken() -> list[object]:
    raise ValueError("nothing to read")


def test_a_source_that_cannot_be_read() -> None:
    for name in ("no.such.thing", "tests.retirement.test_refusals.broken"):
        with override_settings(RETIREMENT={"sources": (name,)}):
            registry.forget(declarations=True)
            assert "cannot be read" in retirements()[0].msg
    registry.forget(declarations=True)


def test_an_option_that_is_none() -> None:
    with (
        override_settings(RETIREMENT={"source": ()}),
        pytest.raises(ImproperlyConfigured, match="'source', which is no option"),
    ):
        options()


@pytest.mark.parametrize(
    ("address", "good"),
    [("/x", True), ("/x?y=%20#z", True), ("https://mast.example/x", True), ("http://mast.example/x", False), ("", False),
     ("//mast.example", False), ("///x", False), ("https://mast.example.evil/", False), ("https://a@mast.example/", False), ("/x y", False),
     ("/x\ny", False), ("/\\x", False), ("x", False), ("https://[", False), ("data:text/html,x", False), ("https:mast.example", False), ("/x>; y", False)],
)  # fmt: skip
def test_where_may_be_led_to(address: str, good: bool) -> None:
    assert (target_fault(address, Options(allowed_hosts=("mast.example",))) == "") == good


@pytest.mark.usefixtures("kept", "site")
def test_a_mapping_that_breaks_or_leads_astray_harms_nobody(monkeypatch: pytest.MonkeyPatch, client, on_day) -> None:  # type: ignore[no-untyped-def]
    def astray(request: object) -> Carried:
        return Carried("//evil.example/", complete=True)

    def breaks(request: object) -> Carried:
        raise KeyError("x")

    on_day(date(2027, 10, 1))
    for carry in (astray, breaks):
        monkeypatch.setattr("tests.retirement.records.RECORDS", (replace(FORM, carry=carry),))
        registry.forget(declarations=True)
        response = client.get("/old/search.php")
        assert response.status_code == 410 and b"evil" not in response.content and b'href="/new/"' in response.content
