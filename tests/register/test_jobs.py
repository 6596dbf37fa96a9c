"""A job survives whoever does it, is done once, and stops when asked."""

from pathlib import Path

import pytest

from nameplate.register import Jobs, Store
from nameplate.register.jobs import LEASE_S, MOST_ATTEMPTS


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(Store.open(tmp_path))


def test_jobs_are_taken_in_order_and_each_by_one(jobs: Jobs) -> None:
    first = jobs.add("read", {"a": 1}, now=0, state="waiting")
    second = jobs.add("judge", None, now=0, state="waiting")
    taken = jobs.take("one", now=1)
    assert taken is not None
    assert (taken.id, taken.state, taken.body) == (first, "running", b'{"a":1}')
    other = jobs.take("two", now=1)
    assert other is not None
    assert other.id == second
    assert jobs.take("three", now=1) is None


def test_a_holder_that_was_killed_loses_its_job_when_its_lease_ends(jobs: Jobs) -> None:
    number = jobs.add("read", None, now=0, state="waiting")
    jobs.take("dead", now=0)
    assert jobs.take("next", now=LEASE_S - 1) is None
    taken = jobs.take("next", now=LEASE_S + 1)
    assert taken is not None
    assert (taken.id, taken.attempts) == (number, 2)
    assert jobs.beat(number, "dead", now=LEASE_S + 2, done=1, total=2, step="") == "lost"
    assert not jobs.end(number, "dead", "done", now=LEASE_S + 2)
    assert jobs.beat(number, "next", now=LEASE_S + 2, done=1, total=2, step="Reading") == "go on"
    assert jobs.end(number, "next", "done", now=LEASE_S + 3, message="1 file read.")


def test_a_beat_renews_the_lease(jobs: Jobs) -> None:
    number = jobs.add("read", None, now=0, state="waiting")
    jobs.take("one", now=0)
    jobs.beat(number, "one", now=LEASE_S - 1, done=1, total=2, step="")
    assert jobs.take("two", now=LEASE_S + 1) is None


def test_a_job_that_dies_again_and_again_waits_for_a_person(jobs: Jobs) -> None:
    number = jobs.add("read", None, now=0, state="waiting")
    for n in range(MOST_ATTEMPTS):
        assert jobs.take(f"h{n}", now=n * 100.0) is not None
    assert jobs.take("last", now=1_000) is None
    job = jobs.get(number)
    assert job is not None
    assert job.state == "interrupted"
    assert jobs.resume(number)
    assert jobs.take("again", now=1_001) is not None


def test_a_job_given_back_is_as_if_it_had_not_been_taken(jobs: Jobs) -> None:
    number = jobs.add("read", None, now=0, state="waiting")
    jobs.take("one", now=0)
    jobs.end(number, "one", "waiting", now=1)
    job = jobs.get(number)
    assert job is not None
    assert (job.state, job.attempts, job.finished) == ("waiting", 0, None)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_told(jobs: Jobs) -> None:
    waiting = jobs.add("read", None, now=0, state="waiting")
    jobs.cancel(waiting, now=1)
    running = jobs.add("read", None, now=0, state="waiting")
    jobs.take("one", now=1)
    jobs.cancel(running, now=2)
    assert [j.state for j in jobs.latest()] == ["running", "cancelled"]
    assert jobs.beat(running, "one", now=3, done=0, total=0, step="") == "cancel"


def test_what_an_interrupted_job_began_is_undone_by_who_takes_it_up(jobs: Jobs) -> None:
    number = jobs.add("read", None, now=0, state="waiting")
    jobs.take("one", now=0)
    jobs.end(number, "one", "interrupted", now=1)
    jobs.cancel(number, now=2)
    taken = jobs.take("two", now=3)
    assert taken is not None
    assert taken.cancel


def test_an_upload_that_never_arrived_whole_is_never_done(jobs: Jobs) -> None:
    number = jobs.add("read", None, now=0, state="receiving")
    assert jobs.take("one", now=1) is None
    assert jobs.drop_unreceived() == (number,)
    assert not jobs.received(number, None, total=1)
    assert jobs.take("one", now=1) is None


def test_jobs_of_the_dead_are_let_go_where_no_holder_can_live(jobs: Jobs) -> None:
    number = jobs.add("read", None, now=0, state="waiting")
    jobs.take("dead", now=0)
    jobs.orphan()
    taken = jobs.take("next", now=1)
    assert taken is not None
    assert taken.id == number
