"""Remote resolvers over a fake server: answers, outages, cache, breaker, disagreement."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import astroquery.mast
import pytest

from mastsite.network import breaker as breaker_module
from mastsite.network import fetch
from mastsite.network.breaker import Breaker
from mastsite.network.fetch import Unavailable
from mastsite.resolver import mast, remote, resolve, simbad
from tests.resolver.conftest import NOTHING, Remote

UNKNOWN = "ZZZ 12345"
"""A name that no bundled catalogue holds."""


def test_the_bundled_catalogue_answers_without_asking_anybody(fake: Remote) -> None:
    assert resolve("M 31").answer is not None
    assert resolve("M 31", resolver="bundled").answer is not None
    assert fake.asked == []


def test_mast_answers_what_is_not_bundled(fake: Remote) -> None:
    fake.mast(UNKNOWN, 150.25, -12.5, objectType="Galaxy")
    found = resolve(f" {UNKNOWN} ")
    assert found.answer is not None
    assert (found.answer.ra_deg, found.answer.dec_deg, found.answer.resolver) == (150.25, -12.5, "MAST")
    assert found.answer.source == "MAST (from SIMBAD)" and found.answer.object_type == "Galaxy"
    assert found.answer.name == f" {UNKNOWN} " and not found.answer.cached and found.answer.elapsed_s > 0
    assert found.messages == ()
    asked = parse_qs(urlsplit(fake.to("/mast")[0]).query)
    assert asked == {"outputFormat": ["json"], "resolveAll": ["False"], "name": [UNKNOWN]}


def test_simbad_is_asked_where_mast_knows_nothing(fake: Remote) -> None:
    fake.simbad(UNKNOWN, 170.5750583, 59.0742417)
    found = resolve(UNKNOWN)
    assert found.answer is not None
    assert (found.answer.resolver, found.answer.object_type, found.answer.aliases) == ("SIMBAD", "LIN", ("UGC 1",))
    assert found.answer.dec_deg == 59.0742417
    assert fake.to("/simbad") == ["/simbad?ZZZ%2012345"]


def test_ned_goes_through_the_archive(fake: Remote) -> None:
    fake.mast("M 31", 10.68479, 41.26906, resolver="NED")
    found = resolve("M 31", resolver="ned")
    assert found.answer is not None and found.answer.resolver == "NED" == found.answer.source
    assert [other.resolver for other in found.others] == ["ngc"]
    assert parse_qs(urlsplit(fake.asked[0]).query)["resolver"] == ["NED"]
    assert found.messages == ()


def test_names_of_the_archives_catalogues_ask_every_resolver(fake: Remote) -> None:
    fake.mast("TIC 307210830", 124.5, -68.3)
    resolve("TIC 307210830")
    assert parse_qs(urlsplit(fake.to("/mast")[0]).query)["resolveAll"] == ["True"]


def test_nobody_knows_it(fake: Remote) -> None:
    found = resolve(UNKNOWN)
    assert found.answer is None
    assert found.messages == (
        f"'{UNKNOWN}' was not found in the bundled catalogues and MAST and SIMBAD."
        " Check its spelling, or type coordinates instead.",
    )


def test_a_chosen_resolver_that_knows_nothing_gives_way(fake: Remote) -> None:
    found = resolve("Kepler-7", resolver="SIMBAD")
    assert found.answer is not None and found.answer.resolver == "exoplanets"
    assert found.messages == ("SIMBAD knows no 'Kepler-7'; the bundled exoplanet catalogue (2019) was used.",)


@pytest.mark.parametrize("slow", ["hang", "trickle"])
def test_a_slow_remote_is_left_within_the_time_limit(fake: Remote, settings: Any, slow: str) -> None:
    settings.RESOLVER_TIMEOUT_S = 0.3
    fake.mast("M 31", 10.0, 41.0)
    setattr(fake, slow, True)
    began = time.monotonic()
    found = resolve("M 31", resolver="MAST")
    assert time.monotonic() - began < 1.5
    assert found.answer is not None and found.answer.resolver == "ngc"
    assert found.messages == (
        "MAST did not answer within 0.3 s; the bundled NGC/IC catalogue (OpenNGC) was used.",
    )  # fmt: skip


def test_all_are_asked_within_one_time_limit(fake: Remote, settings: Any) -> None:
    settings.RESOLVER_TIMEOUT_S = 0.5
    fake.hang = True
    began = time.monotonic()
    found = resolve("M 31", resolver="all")
    assert time.monotonic() - began < 1.4
    assert found.answer is not None
    assert [message.partition(" ")[0] for message in found.messages] == ["MAST", "NED", "SIMBAD"]


OUT_OF_FORM = [
    b"", b"<html>Maintenance</html>", b"[1, 2]", b'{"resolvedCoordinate": 3}', b'{"resolvedCoordinate": [{"ra": 1}]}',
    b'{"resolvedCoordinate": [{"ra": "x", "decl": 2}]}', b'{"resolvedCoordinate": [{"ra": 1, "decl": 95}]}',
    b'{"resolvedCoordinate": [{"ra": NaN, "decl": 5}]}', b'{"resolvedCoordinate": [7]}', b"\xff\xfe\x00",
    b"[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("body", OUT_OF_FORM, ids=range(len(OUT_OF_FORM)))
@pytest.mark.parametrize("resolver", ["MAST", "NED", "SIMBAD"])
def test_replies_out_of_form_are_outages(fake: Remote, body: bytes, resolver: str) -> None:
    fake.bodies = {"/mast": body, "/simbad": body}
    found = resolve("M 31", resolver=resolver)
    assert found.answer is not None and found.answer.resolver == "ngc"
    assert found.messages[0].startswith(f"{resolver} sent a reply that could not be read; the bundled")


def test_a_reply_has_a_bound(fake: Remote) -> None:
    fake.bodies["/mast"] = b" " * (fetch.REPLY_LIMIT_BYTES + 1)
    assert resolve("M 31", resolver="MAST").messages[0].startswith("MAST sent more than 256 kB; the bundled")


@pytest.mark.parametrize("status", [500, 503, 404])
def test_error_statuses_are_messages(fake: Remote, status: int) -> None:
    fake.status = status
    found = resolve("M 31", resolver="MAST")
    assert found.answer is not None
    assert found.messages[0].startswith(f"MAST answered with the HTTP status {status}; the bundled")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/mast", "file:///etc/passwd", "nonsense", "http://[broken/"])
def test_addresses_that_lead_nowhere(fake: Remote, settings: Any, address: str) -> None:
    settings.RESOLVER_MAST_URL = address
    found = resolve("M 31", resolver="MAST")
    assert found.answer is not None and found.answer.resolver == "ngc"
    assert found.messages[0].startswith("MAST ")


def test_an_answer_is_kept(fake: Remote) -> None:
    fake.mast(UNKNOWN, 150.25, -12.5)
    first, second = resolve(UNKNOWN).answer, resolve(UNKNOWN.lower()).answer
    assert first is not None and second is not None
    assert (first.cached, second.cached) == (False, True)
    assert second.name == UNKNOWN.lower() and second.ra_deg == first.ra_deg
    assert len(fake.to("/mast")) == 1


def test_not_knowing_is_kept_too_but_an_outage_is_not(fake: Remote) -> None:
    resolve(UNKNOWN, resolver="SIMBAD")
    resolve(UNKNOWN, resolver="SIMBAD")
    assert len(fake.asked) == 1
    fake.status = 500
    resolve(UNKNOWN, resolver="NED")
    fake.status = 200
    fake.mast(UNKNOWN, 1.0, 2.0, resolver="NED")
    assert resolve(UNKNOWN, resolver="NED").answer is not None


def test_kept_for_a_month_and_for_an_hour(fake: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    monkeypatch.setattr(remote.cache, "set", lambda _key, _value, seconds: kept.append(seconds))
    resolve(UNKNOWN, resolver="MAST")
    fake.mast(UNKNOWN, 1.0, 2.0)
    resolve(UNKNOWN, resolver="MAST")
    assert kept == [3600, 30 * 86400]


def test_the_breaker_opens_and_closes(fake: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    fetch.BREAKERS["MAST"] = Breaker(lambda: now[0])
    fake.status = 500
    for _ in range(3):
        assert "HTTP status 500" in resolve("M 31", resolver="MAST").messages[0]
    fake.status = 200
    fake.mast("M 31", 10.6847, 41.269)
    skipped = resolve("M 31", resolver="MAST")
    assert skipped.messages[0].startswith("MAST is left alone for 60 s more after repeated failures; the bundled")
    assert len(fake.asked) == 3
    now[0] += breaker_module.OPEN_S
    again = resolve("M 31", resolver="MAST")
    assert again.answer is not None and again.answer.resolver == "MAST" and again.messages == ()
    assert fetch.BREAKERS["MAST"].seconds_open() == 0


def test_after_its_rest_one_failure_opens_the_breaker_again() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(3):
        assert breaker.seconds_open() == 0
        breaker.failed()
    now[0] = 61
    assert breaker.seconds_open() == 0
    breaker.failed()
    assert breaker.seconds_open() == 60
    breaker.succeeded()
    breaker.failed()
    assert breaker.seconds_open() == 0


def test_one_remotes_breaker_is_not_anothers(fake: Remote) -> None:
    fake.bodies["/mast"] = b"garbage"
    fake.simbad(UNKNOWN, 1.0, 2.0)
    for number in range(4):
        found = resolve(f"{UNKNOWN}{number}")
        assert found.answer is not None and found.answer.resolver == "SIMBAD"
    assert "left alone" in found.messages[0] and found.messages[0].endswith("; SIMBAD was used.")


def test_too_many_questions_at_once_are_refused(fake: Remote, settings: Any) -> None:
    settings.RESOLVER_TIMEOUT_S = 1.0
    fake.hang = True
    said: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: said.extend(resolve(f"{UNKNOWN}{n}", resolver="MAST").messages))
        for n in range(fetch.AT_ONCE + 3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("too many questions" in sentence for sentence in said) == 3
    fake.released.set()
    for _ in range(100):
        if fetch._places["MAST"]._value == fetch.AT_ONCE:  # type: ignore[attr-defined]
            break
        time.sleep(0.02)
    assert fetch._places["MAST"]._value == fetch.AT_ONCE  # type: ignore[attr-defined]


def test_comparing_all_resolvers(fake: Remote) -> None:
    fake.mast("M 31", 10.6847, 41.2690)
    fake.simbad("M 31", 10.6847, 41.339)
    found = resolve("M 31", resolver="all")
    assert found.answer is not None and found.answer.resolver == "ngc"
    assert [other.resolver for other in found.others] == ["MAST", "SIMBAD"]  # what MAST has from SIMBAD is not NED's
    assert found.messages == (
        "SIMBAD puts 'M 31' 4.2 arcmin away from where the bundled NGC/IC catalogue (OpenNGC) has it"
        " (10.68470 +41.33900, as M 31).",
    )


def test_off_means_off(fake: Remote, settings: Any) -> None:
    settings.RESOLVER_REMOTE = False
    for resolver in ("any", "NED", "all", "SIMBAD", "MAST"):
        found = resolve(UNKNOWN, resolver=resolver)
        assert found.answer is None
        assert "This site sends no names to remote resolvers." in found.messages
    with pytest.raises(Unavailable, match="sends no names"):
        mast.ask(UNKNOWN)
    assert fake.asked == []


def test_recorded_replies_of_the_archive() -> None:
    """astroquery ships a real reply of the archive's resolver."""
    path = Path(astroquery.mast.__file__).parent / "tests" / "data" / "resolver.json"
    body = path.read_bytes()
    for place in json.loads(body)["resolvedCoordinate"]:
        answer = mast.read(body, place["searchString"].upper(), "MAST")
        assert answer is not None
        assert answer.canonical == " ".join(answer.canonical.split())
    crab = mast.read(body, "M1", "NED")
    assert crab is not None and abs(crab.ra_deg - 83.63) < 0.01


def test_replies_of_sesame() -> None:
    assert simbad.read(NOTHING["/simbad"], "x") is None
    assert simbad.read(b"# x\t#Q1\n#=S=Simbad (via url): 1\n%J 359.999 -0.5 = \n#====Done (now)====", "x") is not None
    with pytest.raises(remote.Malformed):
        simbad.read(b"# x", "x")
