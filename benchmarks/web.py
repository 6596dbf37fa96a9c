"""The list of devices under load: 100,000 devices, 20 requests a second, one core.

Prints how long a list page takes, and how long from a cold start to the first page. The server is
held to one core where the system can; this program, which asks, runs beside it.
"""

import http.client
import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from nameplate.model.identifiers import DeviceId
from nameplate.model.report import DeviceOut
from nameplate.papers.steps import next_steps
from nameplate.papers.words import maker_names
from nameplate.register.views import Row
from nameplate.work import read
from nameplate.work.demo import EVIDENCE
from nameplate.work.desk import MADE_OF, Desk, now, today
from nameplate.work.rebuild import Answer
from nameplate.work.rows import Body, row_of

DEVICES = 100_000
A_SECOND = 20
SECONDS = 30
LIMIT_MS = 100.0
COLD_S = 2.0
ASKED = (
    "/devices",
    "/devices?listed=yes",
    "/devices?listed=unknown&sort=where",
    "/devices?kind=camera",
    "/devices?kind=recorder&band=strong",
    "/devices?maker=dahua&sort=label",
    "/devices?place=library",
)


def rows(models: tuple[DeviceOut, ...]) -> Iterator[Row]:
    """Vary the sample council's devices until there are enough."""
    for n in range(DEVICES):
        model = models[n % len(models)]
        mac = f"00005e{n:06x}"
        keys = msgspec.structs.replace(
            model.keys, mac=(mac,), ip=(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}",)
        )
        device = msgspec.structs.replace(model, id=DeviceId(f"{n:06x}"), keys=keys, aliases=())
        yield row_of(Body(shown=device))


def build(folder: Path) -> None:
    """Make a case whose view has DEVICES devices."""
    request = read.Request((str(EVIDENCE),), "2022-call", today(), None)
    answer = read.run(request, on_progress=lambda _: None).answer
    desk = Desk.open(folder)
    whole = Answer(
        read=msgspec.structs.replace(
            answer,
            devices=(),
            summary=msgspec.structs.replace(answer.summary, devices=DEVICES),
        ),
        steps=next_steps(answer),
        names=maker_names(answer),
        made=now(),
    )
    started = time.monotonic()
    desk.views.build(rows(answer.devices), msgspec.json.encode(whole))
    desk.store.state(MADE_OF, desk.made_of())
    size = sum(p.stat().st_size for p in folder.glob("register.sqlite*"))
    took = time.monotonic() - started
    print(f"view of {DEVICES:,} devices: {took:.1f} s, {size / 1e6:,.0f} MB")


class Site:
    """The served case, and a session in it."""

    def __init__(self, folder: Path) -> None:
        nameplate = str(Path(sys.executable).with_name("nameplate"))
        self._started = time.monotonic()
        self.process = subprocess.Popen(
            [nameplate, "serve", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        if sys.platform == "linux":
            os.sched_setaffinity(self.process.pid, {max(os.sched_getaffinity(0))})
        link = (self.process.stdout or io.BytesIO()).readline().decode().strip()
        self.host, _, path = link.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(self.host)
        connection.request("GET", f"/{path}")
        reply = connection.getresponse()
        reply.read()
        self.cookie = (reply.getheader("set-cookie") or "").partition(";")[0]
        self.get("/devices")
        self.cold_s = time.monotonic() - self._started

    def get(self, path: str, connection: http.client.HTTPConnection | None = None) -> float:
        """Ask for a page; return the seconds it took."""
        connection = connection or http.client.HTTPConnection(self.host)
        started = time.monotonic()
        connection.request("GET", path, headers={"Cookie": self.cookie})
        reply = connection.getresponse()
        data = reply.read()
        if reply.status != 200 or b"np-filters" not in data:
            raise SystemExit(f"{path}: {reply.status}")
        return time.monotonic() - started


def load(site: Site, seed: int) -> list[float]:
    """Ask A_SECOND pages a second for SECONDS, each at its time whatever the others do."""
    chance = random.Random(seed)  # noqa: S311  # a mix of pages, no secret
    took: list[float] = []
    begin = time.monotonic() + 0.5

    def ask(number: int, path: str) -> None:
        time.sleep(max(0.0, begin + number / A_SECOND - time.monotonic()))
        took.append(site.get(path))

    threads = []
    for number in range(A_SECOND * SECONDS):
        path = chance.choice(ASKED)
        page = chance.choice((1, 1, 1, 2, 3, chance.randint(1, 200)))
        path += ("&" if "?" in path else "?") + f"page={page}"
        if chance.random() < 0.1:  # what nobody asked before: it cannot have been kept
            path = f"/devices?text=c{chance.randint(0, 9_999)}"
        threads.append(threading.Thread(target=ask, args=(number, path)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took)


def main() -> int:
    """Measure, print, and say whether the bounds hold."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        build(folder)
        site = Site(folder)
        try:
            took = load(site, 1)
        finally:
            site.process.terminate()
            site.process.wait()
    at = {p: 1000 * took[min(len(took) - 1, int(len(took) * p / 100))] for p in (50, 95, 99)}
    print(f"cold start to the first page: {site.cold_s:.2f} s (bound {COLD_S} s)")
    print(
        f"list page, {A_SECOND} a second, one core: median {at[50]:.0f} ms,"
        f" p95 {at[95]:.0f} ms (bound {LIMIT_MS:.0f}), p99 {at[99]:.0f} ms, of {len(took)}"
    )
    return 0 if at[95] <= LIMIT_MS and site.cold_s <= COLD_S else 1


if __name__ == "__main__":
    sys.exit(main())
