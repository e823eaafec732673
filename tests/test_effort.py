"""Bounds of time hold on a busy machine, and fail where they are passed."""

from __future__ import annotations

import time

import pytest

from tests import effort


def _busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def _fails() -> None:
    with effort.within(0.01):
        _busy(0.02)
        raise ValueError


def test_what_takes_too_long_fails_also_where_it_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "_floor", lambda: effort.FLOOR)

    with pytest.raises(AssertionError, match="of the processor"), effort.within(0.01):
        _busy(0.02)
    with pytest.raises(AssertionError, match="of the processor"):
        _fails()


def test_a_machine_that_is_slowed_down_gets_as_much_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "_floor", lambda: 9 * effort.FLOOR)

    with effort.within(0.01):
        _busy(0.03)


def test_waiting_costs_nothing() -> None:
    with effort.within(0.01):
        time.sleep(0.05)
