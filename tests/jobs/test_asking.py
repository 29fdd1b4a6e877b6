"""Jobs are shared and bounded, and what they count is what the engine counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from mastsite.jobs import asking, counting, runner
from mastsite.jobs.kinds import KINDS, Outcome, folder_of
from mastsite.jobs.models import Job
from mastsite.jobs.queries import plain, query_of
from mastsite.jobs.states import CANCELLED, DONE, WAITING
from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from mastsite.search.result import Count

pytestmark = pytest.mark.usefixtures("kept")


def query(mission: str = "k2", **params: str) -> Query:
    return parse(get_mission(mission), list(params.items()))


def test_the_same_is_asked_once() -> None:
    first = asking.ask("count", {"a": 1}, "v1")
    second = asking.ask("count", {"a": 1}, "v1")
    assert first.token == second.token
    assert asking.ask("count", {"a": 1}, "v2").token != first.token
    assert not second.cancel()  # the other reader still waits
    first.refresh_from_db()
    assert first.state == WAITING
    assert first.cancel()
    first.refresh_from_db()
    assert first.state == CANCELLED
    assert asking.ask("count", {"a": 1}, "v1").token != first.token


def test_so_many_wait_and_no_more(settings: object) -> None:
    settings.JOBS_WAITING = 2  # type: ignore[attr-defined]
    for number in range(2):
        asking.ask("count", {"a": number}, "")
    with pytest.raises(asking.NoRoom, match="2 jobs are waiting"):
        asking.ask("count", {"a": 3}, "")
    settings.JOBS_WAITING = 0  # type: ignore[attr-defined]
    with pytest.raises(asking.NoRoom, match="takes no background jobs"):
        asking.ask("count", {"a": 3}, "")


def test_old_jobs_are_forgotten_with_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    old, young = (asking.note("count", {"a": n}, "", Outcome("One.", {"count": 1})) for n in range(2))
    for job in (old, young):
        folder_of(job).mkdir(parents=True)
    Job.objects.filter(token=old.token).update(ended=timezone.now() - timedelta(days=8))
    waiting = asking.ask("count", {"a": 3}, "")
    assert Job.named(old.token) is None and not folder_of(old).exists()
    assert Job.named(young.token) is not None and folder_of(young).exists()
    monkeypatch.setattr(asking, "KEPT_AT_MOST", 0)
    asking.purge()
    assert Job.named(young.token) is None and Job.named(waiting.token) is not None


def test_a_token_cannot_be_guessed() -> None:
    tokens = {asking.ask("count", {"a": n}, "").token for n in range(5)}
    assert len(tokens) == 5 and all(len(token) == 22 for token in tokens)


@pytest.mark.parametrize(
    "params",
    [{"kp": "12..14"}, {"target": "130 20; 131.5 19", "radius": "60"}, {"kp": "<15", "sort": "-kp", "limit": "3"}],
)
def test_a_search_survives_being_kept(params: dict[str, str]) -> None:
    asked = query(**params)
    again = query_of(plain(asked))
    assert again == asked and again.places == asked.places
    assert [p.position for p in again.places] == [p.position for p in asked.places]


def test_a_count_by_a_job_is_the_engine_s(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = query(kp="12..14", sort="-kp", limit="5")
    monkeypatch.setattr(engine, "count", lambda *_args, **_more: Count(10_000, exact=False))  # as when its time is up
    job = counting.start(asked)
    assert job.state == WAITING and counting.known(asked) is None
    taken = Job.take("me")
    assert taken is not None and taken.token == job.token and Job.take("me") is None
    runner.run(taken)
    job.refresh_from_db()
    monkeypatch.undo()
    expected = engine.count(query(kp="12..14"), cap=None)
    assert expected.exact and (job.state, job.result) == (DONE, {"count": expected.value})
    assert counting.known(asked) == expected
    assert counting.start(asked).token == job.token


def test_a_quick_count_takes_no_worker() -> None:
    job = counting.start(query(kp="12..12.5"))
    assert job.state == DONE and job.result["count"] == engine.count(query(kp="12..12.5"), cap=None).value


def test_every_kind_has_a_label_and_an_end() -> None:
    for kind in KINDS.values():
        assert kind.label[:1].isupper() and kind.time_limit_s > 0
