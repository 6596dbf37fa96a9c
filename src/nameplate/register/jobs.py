"""Long work, so that it survives whoever does it.

A job has a holder with a lease that it renews as it goes. A holder that is killed renews nothing:
when the lease has run out the job is taken up again, and after `MOST_ATTEMPTS` it waits for a
person. A holder that lost its job (it slept, another took over) is told at its next beat. A job
begins as `receiving` while its files arrive; what is left in that state was never acknowledged.
"""

from typing import Literal, NamedTuple

import msgspec

from nameplate.register.store import Store

State = Literal["receiving", "waiting", "running", "done", "cancelled", "failed", "interrupted"]
LEASE_S = 20.0
"""How long a holder is believed alive after its last sign, in seconds."""
MOST_ATTEMPTS = 3


class Job(NamedTuple):
    """One job. Times in seconds since 1970, UTC; `done` of `total` in bytes or devices."""

    id: int
    kind: str
    state: State
    body: bytes
    created: float
    started: float | None
    finished: float | None
    holder: str | None
    lease: float | None
    attempts: int
    cancel: bool
    done: int
    total: int
    step: str
    message: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state in ("done", "cancelled", "failed", "interrupted")


_SELECT = (
    "SELECT id, kind, state, body, created, started, finished, holder, lease, attempts, cancel,"
    " done, total, step, message FROM jobs "
)


class Jobs:
    """The jobs of one case. The clock is the caller's: `now` is seconds since 1970."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, kind: str, body: object, *, now: float, state: Literal["receiving", "waiting"]
    ) -> int:
        """Add a job and return its number."""
        with self._store.writing() as db:
            found = db.execute(
                "INSERT INTO jobs (kind, state, body, created, beat) VALUES (?, ?, ?, ?, ?)",
                (kind, state, msgspec.json.encode(body), now, now),
            )
            return int(found.lastrowid or 0)

    def received(self, job: int, body: object, *, total: int) -> bool:
        """Say that all of its files are here, to be read. From now on it cannot be lost."""
        return self._move(
            "UPDATE jobs SET state = 'waiting', body = ?, total = ?"
            " WHERE id = ? AND state = 'receiving'",
            (msgspec.json.encode(body), total, job),
        )

    def take(self, holder: str, *, now: float) -> Job | None:
        """Take the next job that waits, or whose holder's lease ran out; None where none is."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE jobs SET state = 'interrupted', finished = ?, message = ? WHERE state ="
                " 'running' AND lease < ? AND attempts >= ?",
                (now, f"It stopped {MOST_ATTEMPTS} times before its end.", now, MOST_ATTEMPTS),
            )
            row = db.execute(
                "SELECT id FROM jobs WHERE state = 'waiting' OR (state = 'running' AND lease < ?)"
                " ORDER BY id LIMIT 1",
                (now,),
            ).fetchone()
            if row is None:
                return None
            db.execute(
                "UPDATE jobs SET state = 'running', holder = ?, lease = ?, beat = ?,"
                " started = coalesce(started, ?), attempts = attempts + 1 WHERE id = ?",
                (holder, now + LEASE_S, now, now, row[0]),
            )
            return _one(db.execute(_SELECT + "WHERE id = ?", row).fetchone())

    def beat(
        self, job: int, holder: str, *, now: float, done: int, total: int, step: str
    ) -> Literal["go on", "cancel", "lost"]:
        """Say that the holder lives and how far it is; return what it must do now."""
        with self._store.writing() as db:
            row = db.execute(
                "UPDATE jobs SET lease = ?, beat = ?, done = ?, total = ?, step = ?"
                " WHERE id = ? AND holder = ? AND state = 'running' RETURNING cancel",
                (now + LEASE_S, now, done, total, step, job, holder),
            ).fetchone()
        if row is None:
            return "lost"
        return "cancel" if row[0] else "go on"

    def end(
        self,
        job: int,
        holder: str,
        state: Literal["done", "cancelled", "failed", "interrupted", "waiting"],
        *,
        now: float,
        message: str = "",
    ) -> bool:
        """End a job that one holds; `waiting` gives it back. False where it was lost."""
        finished = None if state == "waiting" else now
        return self._move(
            "UPDATE jobs SET state = ?, finished = ?, message = ?, holder = NULL, lease = NULL,"
            " attempts = attempts - (? = 'waiting')"
            " WHERE id = ? AND holder = ? AND state = 'running'",
            (state, finished, message, state, job, holder),
        )

    def cancel(self, job: int, *, now: float) -> None:
        """Ask a job to stop. One that was never begun is over at once; one that was, and that
        nobody holds, waits to be taken up again: what it began must be undone.
        """
        with self._store.writing() as db:
            db.execute(
                "UPDATE jobs SET state = 'cancelled', finished = ?, message = 'Cancelled.'"
                " WHERE id = ? AND state IN ('receiving', 'waiting') AND started IS NULL",
                (now, job),
            )
            db.execute(
                "UPDATE jobs SET cancel = 1, attempts = 0, finished = NULL,"
                " state = iif(state = 'running', state, 'waiting')"
                " WHERE id = ? AND state IN ('running', 'waiting', 'interrupted', 'failed')",
                (job,),
            )

    def resume(self, job: int) -> bool:
        """Let an interrupted or failed job wait again."""
        return self._move(
            "UPDATE jobs SET state = 'waiting', finished = NULL, message = '', attempts = 0,"
            " cancel = 0 WHERE id = ? AND state IN ('interrupted', 'failed')",
            (job,),
        )

    def orphan(self) -> None:
        """Let go of every running job: the caller knows that no holder lives."""
        with self._store.writing() as db:
            db.execute("UPDATE jobs SET lease = 0 WHERE state = 'running'")

    def drop_unreceived(self) -> tuple[int, ...]:
        """Cancel what never arrived whole, because whoever received it is gone."""
        with self._store.writing() as db:
            rows = db.execute(
                "UPDATE jobs SET state = 'cancelled', message = 'It never arrived whole.'"
                " WHERE state = 'receiving' RETURNING id"
            ).fetchall()
        return tuple(row[0] for row in rows)

    def get(self, job: int) -> Job | None:
        """Return a job by number."""
        with self._store.reading() as db:
            row = db.execute(_SELECT + "WHERE id = ?", (job,)).fetchone()
        return None if row is None else _one(row)

    def latest(self, limit: int = 20) -> tuple[Job, ...]:
        """Return the latest jobs, newest first."""
        with self._store.reading() as db:
            rows = db.execute(_SELECT + "ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
        return tuple(_one(row) for row in rows)

    def open(self) -> tuple[Job, ...]:
        """Return what waits or runs, oldest first."""
        with self._store.reading() as db:
            rows = db.execute(
                _SELECT + "WHERE state IN ('waiting', 'running') ORDER BY id"
            ).fetchall()
        return tuple(_one(row) for row in rows)

    def _move(self, sql: str, values: tuple[object, ...]) -> bool:
        with self._store.writing() as db:
            return db.execute(sql, values).rowcount == 1


def _one(row: tuple[object, ...]) -> Job:
    job = Job(*row)  # type: ignore[arg-type]  # the columns of _SELECT, in order
    return job._replace(cancel=bool(job.cancel))
