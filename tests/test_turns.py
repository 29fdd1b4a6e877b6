"""Answers are made in turns; what takes long or waits long holds nobody up."""

from __future__ import annotations

import threading

from mastsite.turns import Turns, by_turns


def waiting(turns: Turns, number: int) -> None:
    """Return when so many wait."""
    while len(turns._waiting) < number:
        threading.Event().wait(0.001)


def test_turns_are_given_in_the_order_of_coming() -> None:
    turns, order, threads = Turns(long_s=60, patience_s=60), [], []
    first = turns.take()

    def come(number: int) -> None:
        turn = turns.take()
        order.append(number)
        turns.give_back(turn)

    for number in range(5):
        threads.append(threading.Thread(target=come, args=(number,)))
        threads[-1].start()
        waiting(turns, number + 1)
    assert order == []
    turns.give_back(first)
    for thread in threads:
        thread.join(30)
    assert order == [0, 1, 2, 3, 4]


def test_a_long_turn_is_lost_to_the_next() -> None:
    turns = Turns(long_s=0.01, patience_s=60)
    long = turns.take()
    second = turns.take()  # comes back although the first was never given back
    turns.give_back(long)
    assert turns._holder is second
    turns.give_back(second)
    assert turns._holder is None


def test_nobody_waits_for_ever() -> None:
    turns = Turns(long_s=60, patience_s=0.01)
    held = turns.take()
    without = turns.take()
    assert not turns._waiting
    assert turns._holder is without  # the first of those who wait
    turns.give_back(without)
    turns.give_back(held)
    assert turns.take() is turns._holder


def test_what_fails_gives_its_turn_back() -> None:
    def failing(environ: dict, start_response: object) -> list[bytes]:
        raise ValueError(environ["fault"])

    answer = by_turns(failing)
    for fault in ("one", "two"):
        try:
            answer({"fault": fault}, lambda *_: None)
        except ValueError as error:
            assert str(error) == fault
