"""Whom `resolve` asks and what it says: bodies that move, near misses, disagreement, choices, faulty input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mastsite.resolver import CHOICES, RESOLVERS, Answer, Resolution, choice, known_choice, resolve, set_target_lookup
from mastsite.resolver.answer import angle_in_words, separation_arcsec
from mastsite.resolver.suggest import near_misses

MOVING = [
    "Jupiter", "jupiter", "Moon", "the Moon", "Sun", "Pluto", "Io", "Titan", "Ceres", "1 Ceres", "(1) Ceres",
    "433 Eros", "1P/Halley", "1P", "67P/Churyumov-Gerasimenko", "C/1995 O1", "C/2020 F3 (NEOWISE)", "D/1993 F2",
    "1I/'Oumuamua", "2I/Borisov", "Comet Hale-Bopp", "Hale-Bopp", "2003 UB313", "2014 MU69", "asteroid Vesta",
]  # fmt: skip
STILL = ["51 Peg", "61 Cyg", "47 Tuc", "30 Dor", "M 1", "Electra", "Atlas", "1 Ori", "3C 273", "Leo I", "Hydra", "M 16"]


@pytest.mark.parametrize("name", MOVING)
@pytest.mark.parametrize("resolver", ["any", "NED", "bundled", "all"])
def test_bodies_that_move_have_no_position(name: str, resolver: str) -> None:
    set_target_lookup(lambda _name: [("toy", "JUPITER", 10.0, 20.0)])
    found = resolve(name, resolver=resolver)
    assert found.answer is None and found.others == ()
    assert "moves" in found.messages[0]


@pytest.mark.parametrize("name", STILL)
def test_other_names_do_not_move(name: str) -> None:
    assert not any("moves, so" in message for message in resolve(name).messages)


def test_a_star_and_an_asteroid_of_one_name() -> None:
    found = resolve("Electra")
    assert found.answer is not None and found.answer.resolver == "stars"


def test_an_unknown_minor_planet_is_pointed_out() -> None:
    assert any("If it is a minor planet" in message for message in resolve("24101 Cassini").messages)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("NGC 22400", "NGC 2240"), ("Andromda", "Andromeda Galaxy"), ("Andromeda", "Andromeda Galaxy"),
        ("Betelguese", "Betelgeuse"), ("Wega", "Vega"), ("Whirpool Galaxy", "Whirlpool Galaxy"),
        ("PSR B1257 12", "PSR B1257+12"), ("MCG 02-01-031", "MCG -02-01-031"), ("Keppler-7", "Kepler-7"),
        ("TRAPIST-1", "TRAPPIST-1"),
    ],
)  # fmt: skip
def test_near_misses_are_suggested(typed: str, meant: str) -> None:
    found = resolve(typed)
    assert found.answer is None
    assert meant in found.suggestions
    assert any("Did you mean" in message and meant in message for message in found.messages)
    assert resolve(meant).answer is not None


@given(st.text(max_size=200))
def test_nothing_typed_raises(text: str) -> None:
    for resolver in ("any", "bundled", "none", text):
        found = resolve(text, resolver=resolver)
        assert isinstance(found, Resolution) and found.name == text
        assert found.answer is not None or found.messages


@given(st.text(max_size=60))
def test_suggestions_are_names_that_resolve(text: str) -> None:
    for name in near_misses(text):
        assert resolve(name).answer is not None


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "is empty"), ("   ", "is empty"), ("x" * 201, "201 characters"), ("M\x0031", "cannot be seen")],
)
def test_faulty_names_get_a_sentence(name: str, said: str) -> None:
    found = resolve(name)
    assert found.answer is None and said in found.messages[0]


def test_dont_resolve() -> None:
    for word in ("none", "Don't Resolve", "don'tresolve", "Don%27t+Resolve", "DON’T RESOLVE"):
        found = resolve("M 31", resolver=word)
        assert found.answer is None
        assert found.messages == ("Names were not looked up, as was asked for.",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NED", "NED"), ("ned", "NED"), ("SIMBAD", "SIMBAD"), ("Simbad", "SIMBAD"), ("CFA", "SIMBAD"), ("HLA", "any"),
        ("Resolve", "any"), ("resolve", "any"), ("", "any"), ("any", "any"), ("MAST", "MAST"), ("bundled", "bundled"),
        ("Bundled catalogue", "bundled"), ("Don't Resolve", "none"), ("don'tresolve", "none"),
        ("Don%27t+Resolve", "none"),
        ("all", "all"), ("ngc", "ngc"),
    ],
)  # fmt: skip
def test_old_and_new_words_for_resolvers(text: str, value: str) -> None:
    assert choice(text) == known_choice(text) == value


def test_an_unknown_resolver_is_said() -> None:
    assert known_choice("VIZIER") is None and choice("VIZIER") == "any"
    found = resolve("M 31", resolver="VIZIER")
    assert found.answer is not None
    assert "no resolver 'VIZIER'" in found.messages[0]


@pytest.mark.parametrize("value", [value for value, _ in CHOICES if value != "none"])
def test_every_choice_answers_without_the_network(value: str) -> None:
    """RESOLVER_REMOTE is off in tests: a remote chosen by name gives way to the bundled catalogue, and says so."""
    found = resolve("M 31", resolver=value)
    assert found.answer is not None and found.answer.resolver == "ngc"
    remote = value in ("NED", "SIMBAD", "MAST")
    said = "This site sends no names to remote resolvers; the bundled NGC/IC catalogue (OpenNGC) was used."
    assert found.messages == ((said,) if remote else ())


@pytest.mark.parametrize("resolver", RESOLVERS.values(), ids=list(RESOLVERS))
def test_every_resolver_is_whole(resolver: object) -> None:
    from mastsite.resolver import Resolver

    assert isinstance(resolver, Resolver)
    assert RESOLVERS[resolver.key] is resolver
    assert resolver.title and resolver.ask.__module__.startswith("mastsite.resolver.")
    if not resolver.remote:
        assert resolver.ask("no such name 123456789").answers == ()
    assert known_choice(resolver.key) == resolver.key


def test_resolvers_are_in_order_bundled_first() -> None:
    assert list(RESOLVERS) == ["stars", "ngc", "exoplanets", "holdings", "MAST", "NED", "SIMBAD"]


def test_observed_targets_answer_last() -> None:
    rows = [("toy", "M31-HALO", 11.0, 40.2), ("toy", "M31-HALO", 11.1, 40.2), ("other", "M31-HALO", 11.0, 40.2)]
    set_target_lookup(lambda name: rows if name == "M31-HALO" else [])
    found = resolve("M31-HALO")
    assert found.answer is not None
    assert (found.answer.resolver, found.answer.ra_deg, found.answer.source) == (
        "holdings",
        11.0,
        "the target list of TOY",
    )
    assert [other.source for other in found.others] == ["the target list of OTHER"]
    assert any("4.6 arcmin apart" in message for message in found.messages)


def test_catalogue_and_observers_disagree() -> None:
    set_target_lookup(lambda _name: [("toy", "M31", 10.6847, 41.3390), ("near", "M31", 10.6848, 41.2691)])
    found = resolve("M31")
    assert found.answer is not None and found.answer.resolver == "ngc"
    assert [other.resolver for other in found.others] == ["holdings", "holdings"]
    assert len(found.messages) == 1
    assert found.messages[0].startswith(
        "The target list of TOY puts 'M31' 4.2 arcmin away from where the bundled NGC/IC catalogue (OpenNGC) has it"
    )


def test_a_failing_lookup_of_targets_is_a_message(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_name: str) -> list[tuple[str, str, float, float]]:
        raise RuntimeError("no such table")

    set_target_lookup(fail)
    found = resolve("M 31")
    assert found.answer is not None
    assert found.messages == ("The target names of the holdings here failed; the site's log says how; the bundled "
                              "NGC/IC catalogue (OpenNGC) was used.",)  # fmt: skip
    assert "no such table" in caplog.text


def test_a_missing_catalogue_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    from mastsite.resolver import bundled

    monkeypatch.setattr(bundled, "find_spec", lambda _name: None)
    monkeypatch.setattr(bundled, "index", bundled.once(bundled.index.__wrapped__))  # type: ignore[attr-defined]
    found = resolve("M 31", resolver="ngc")
    assert found.answer is None
    assert "OpenNGC) is not installed (pip install pyongc brings it)." in found.messages[0]
    assert resolve("Vega").answer is not None


@given(st.floats(0, 360, exclude_max=True), st.floats(-90, 90), st.floats(0, 360, exclude_max=True), st.floats(-90, 90))
def test_separation_is_that_of_astropy(ra: float, dec: float, other_ra: float, other_dec: float) -> None:
    from astropy.coordinates import angular_separation
    from numpy import degrees, radians

    one, other = (Answer("", "", *place, "", "") for place in ((ra, dec), (other_ra, other_dec)))
    expected = degrees(angular_separation(*radians((ra, dec, other_ra, other_dec)))) * 3600
    assert separation_arcsec(one, other) == pytest.approx(expected, abs=0.01)


def test_angles_in_words() -> None:
    assert [angle_in_words(arcsec) for arcsec in (12.3, 252, 7200)] == ["12 arcsec", "4.2 arcmin", "2.0 degrees"]
