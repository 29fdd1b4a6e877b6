"""Time limits on whichever cursor, and nothing left of them afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mastsite.search.limits import TimeLimit, time_limit
from mastsite.search.models import Holding
from tests.environment import VENDOR

pytestmark = [
    pytest.mark.usefixtures("archive"),
    pytest.mark.skipif(VENDOR != "postgresql", reason="SQLite has one way of being stopped"),
]
SLOW = "SELECT pg_sleep(20)"


def plain() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SLOW)


def in_a_transaction() -> None:
    with transaction.atomic():
        plain()


def by_the_server() -> None:
    """In a transaction, as outside PostgreSQL reads all rows at the commit, where its limit has ended."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(SLOW)
        cursor.fetchone()


def by_the_driver() -> None:
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(SLOW)


def limit_left() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("ask", [plain, in_a_transaction, by_the_server])
def test_every_cursor_of_django_is_stopped(ask: Callable[[], None]) -> None:
    with pytest.raises(TimeLimit), time_limit(0.5):
        ask()
    assert limit_left() == "0"


def test_the_drivers_cursors_are_stopped_where_it_was_asked() -> None:
    with pytest.raises(TimeLimit), time_limit(0.5, any_cursor=True):
        by_the_driver()
    assert limit_left() == "0"


def test_a_limit_holds_for_every_statement_of_its_block() -> None:
    def several() -> None:
        assert Holding.objects.count() >= 0
        with transaction.atomic():
            assert Holding.objects.count() >= 0
        assert list(Holding.objects.iterator()) is not None
        plain()

    with pytest.raises(TimeLimit), time_limit(0.5):
        several()
    assert limit_left() == "0"


def test_rows_are_those_of_the_statement_and_not_of_its_limit() -> None:
    wanted = sorted(Holding.objects.values_list("slug", flat=True))
    with time_limit(5), CaptureQueriesContext(connection) as asked:
        assert sorted(Holding.objects.values_list("slug", flat=True)) == wanted
        assert sorted(Holding.objects.values_list("slug", flat=True).iterator()) == wanted
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1, %s", ["a"])
            assert [column.name for column in cursor.description or ()] == ["?column?", "?column?"]
            assert cursor.fetchall() == [(1, "a")]
    assert len(asked) == 3
    assert limit_left() == "0"
