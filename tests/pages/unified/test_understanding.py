"""How the one box is understood: a text and its reading, before anything is searched."""

from __future__ import annotations

import pytest

from mastsite.pages.unified import understanding
from mastsite.pages.unified.understanding import READINGS, others, understand
from mastsite.resolver import resolve
from mastsite.resolver.answer import Resolution
from mastsite.search.result import Count

pytestmark = pytest.mark.usefixtures("archive")

READ = [
    ("M 31", "name", "OpenNGC"),
    ("m31", "name", "M 31"),
    ("NGC 224", "name", "M 31"),
    ("TRAPPIST-1", "name", "exoplanet"),
    ("HD 209458", "name", "Hipparcos"),
    ("LMC", "name", "OpenNGC"),
    ("Kepler-10", "name", "exoplanet"),
    ("10.6847 +41.2687", "position", "decimal degrees, J2000"),
    ("10.68,41.27", "position", "decimal degrees"),
    ("00 42 44.3 +41 16 09", "position", "in hours"),
    ("00:42:44.3 +41:16:09", "position", "in hours"),
    ("0h42m44.3s +41d16m9s", "position", "in hours"),
    ("l=121.17 b=-21.57", "position", "galactic"),
    ("galactic 121.17 -21.57", "position", "galactic"),
    ("J00424433+4116085", "position", "figures of the name"),
    ("2MASS J05352184-0546085", "position", "figures of the name"),
    ("O5EX05010", "dataset", "HST"),
    ("o5ex05010", "dataset", "HST"),
    ("o5ex*", "dataset", "beginning or pattern"),
    ("09226003001_0001", "dataset", "JWST"),
    ("tess-s0004-1-3", "dataset", "TESS"),
    ("6377248903808417792", "dataset", "GALEX"),
    ("D1620201000", "dataset", "FUSE"),
    ("8795", "proposal", "HST"),
    ("GO 8795", "proposal", "HST"),
    ("STIS", "instrument", "HST"),
    ("NIRCam", "instrument", "JWST"),
    ("F555W", "filters", "HST"),
    ("Calzetti", "pi", "HST"),
    ("POST-SAA-DARK", "name", "target list of HST"),
    ("POST-SAA*", "target", "HST"),
    ("10.17909/T9H59D", "doi", "No mission here holds DOIs"),
    ("doi:10.17909/t9-nmc8-f686", "doi", "No mission here holds DOIs"),
    ("2013ApJ...763...80W", "bibcode", "No mission here holds bibcodes"),
    ("https://archive.stsci.edu/hst/search.php?target=m31", "address", "what replaces it"),
    ("M 31\nM 33", "list", "2 lines"),
]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the bundled catalogues answer, whatever this machine is connected to, and looks have time on a busy one too."""
    monkeypatch.setattr(understanding, "LOOK_S", 60)
    monkeypatch.setattr(understanding, "LOOKS_S", 60)
    monkeypatch.setattr(understanding, "resolve", lambda text, resolver="any": resolve(text, resolver="bundled"))


@pytest.mark.parametrize(("text", "name", "says"), READ, ids=[text for text, _, _ in READ])
def test_what_is_typed_is_understood(text: str, name: str, says: str) -> None:
    found = understand(text)
    assert found.reading is not None, found.problem
    assert found.reading.name == name and says in found.reading.says, found.reading


@pytest.mark.parametrize(("text", "name"), [(text, name) for text, name, _ in READ], ids=[text for text, _, _ in READ])
def test_the_other_readings_that_are_offered_are_those_that_hold(text: str, name: str) -> None:
    hold = {other for other in understanding.CHOOSABLE if other != name and understand(text, other).reading}
    assert set(dict(others(text, name))) == hold


@pytest.mark.parametrize(
    ("text", "wanted", "problem"),
    [
        ("xyzzy of nowhere", "", "could not be read in any way that is known here"),
        ("*", "", "could not be read"),
        ("%", "dataset", "could not be read as the identifier of a data set"),
        ("x" * 3_000, "", "3,000 characters; 2,000 are read"),
        ("99.9 +99", "", "looks like a position"),
        ("M 31", "planet", "Write one of list, address"),
        ("' OR 1=1 --", "", "could not be read"),
        ("\udcff", "", "could not be read"),
    ],
)
def test_what_is_not_understood_is_told(text: str, wanted: str, problem: str) -> None:
    found = understand(text, wanted)
    assert found.reading is None and problem in found.problem


def test_an_empty_box_is_no_fault() -> None:
    assert understand("  ") == understanding.Understood("", None)


def test_a_look_that_takes_too_long_is_told_and_the_next_reading_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(understanding.engine, "count", lambda query, cap, within_s: Count(0, exact=False))
    found = understand("M 31")
    assert found.reading is not None and found.reading.name == "name"
    found = understand("8795")
    assert found.reading is None and "a programme" in found.unsure


def test_what_only_the_network_knows_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolver(text: str, resolver: str = "any") -> Resolution:
        asked.append(resolver)
        return resolve(text, resolver="bundled") if resolver == "bundled" else resolve("M 31", resolver="bundled")

    monkeypatch.setattr(understanding, "resolve", resolver)
    found = understand("Some Far Galaxy")
    assert asked == ["bundled", "any"] and found.reading is not None and found.reading.name == "name"


def test_every_reading_has_a_text_above() -> None:
    assert {name for _, name, _ in READ} == set(READINGS)
