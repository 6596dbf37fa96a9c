"""Lists that are read page by page while the case changes, by many at once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from api_served import Served


def pages(served: Served, client: httpx.Client, address: str) -> Iterator[list[Any]]:
    """Follow `next` from a list's first page to its last."""
    following: str | None = served.base + address
    while following is not None:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        yield page["items"]
        following = None if page["next"] is None else served.root + page["next"]


@pytest.mark.parametrize("sort", ["id", "kind", "where", "label", "maker"])
@pytest.mark.parametrize("limit", [7, 200])
def test_every_device_is_met_once_in_any_order(
    council: Served, client: httpx.Client, sort: str, limit: int
) -> None:
    found = [d for page in pages(council, client, f"/devices?sort={sort}&limit={limit}")
             for d in page]  # fmt: skip
    counted = client.get("/case").json()["answer"]["summary"]["devices"]
    assert len(found) == len({d["id"] for d in found}) == counted > 50
    values = [d["id"] if sort == "id" else d["kind"] for d in found]
    if sort in ("id", "kind"):
        assert values == sorted(values)
    if sort == "label":
        labels = [(d["label"] is None, (d["label"] or "").casefold()) for d in found]
        assert labels == sorted(labels)


def test_a_list_that_is_read_while_the_case_is_judged_and_decided_loses_and_doubles_nothing(
    own_council: Served,
) -> None:
    with own_council.client() as client:
        before = {d["id"] for page in pages(own_council, client, "/devices?limit=200")
                  for d in page}  # fmt: skip
        met: list[str] = []
        for number, page in enumerate(pages(own_council, client, "/devices?limit=9")):
            met += [d["id"] for d in page]
            if number == 1:  # a decision that moves a device to the front of the reports' order
                entry = {"what": "set", "aspect": "maker", "value": "hikvision",
                         "who": "A. N.", "why": "label"}  # fmt: skip
                last = sorted(before)[-1]
                address = f"/devices/{last}/decisions"
                assert (
                    client.post(address, json=entry, headers={"if-match": "*"}).status_code == 201
                )
            if number == 3:  # a new view in the place of the old one
                own_council.serving.judge()
                own_council.settled()
            if number == 5:  # evidence goes: some devices with it
                held = client.get("/evidence").json()["items"]
                gone = next(e["sha256"] for e in held if e["file"].endswith("arp.txt")
                            or "arp" in e["format"])  # fmt: skip
                assert client.delete(f"/evidence/{gone}").status_code == 202
                own_council.settled()
        after = {d["id"] for page in pages(own_council, client, "/devices?limit=200")
                 for d in page}  # fmt: skip
        assert len(met) == len(set(met))
        assert before & after <= set(met)


@pytest.mark.parametrize("address", ["/evidence", "/not-read", "/partial", "/jobs", "/decisions"])
def test_other_lists_have_pages_too(council: Served, client: httpx.Client, address: str) -> None:
    whole = [one for page in pages(council, client, f"{address}?limit=200") for one in page]
    parts = [one for page in pages(council, client, f"{address}?limit=1") for one in page]
    assert parts == whole


def test_a_cursor_of_another_list_is_refused(client: httpx.Client) -> None:
    cursor = client.get("/devices?limit=1").json()["next"].partition("cursor=")[2]
    for address in ("/evidence", "/jobs", "/devices?sort=kind"):
        joined = "&" if "?" in address else "?"
        told = client.get(f"{address}{joined}cursor={cursor}")
        assert (told.status_code, told.json()["where"]) == (422, "cursor")


def test_twenty_readers_are_served_while_one_decides(own_council: Served) -> None:
    with own_council.client() as client:
        ids = [d["id"] for d in client.get("/devices?limit=200").json()["items"]]
        until = time.monotonic() + 4

        def read(number: int) -> tuple[int, set[int]]:
            asked, statuses = 0, set()
            while time.monotonic() < until:
                id_ = ids[(number * 7 + asked) % len(ids)]
                for path in ("/devices?limit=50", f"/devices/{id_}/why", "/search?q=hik", "/case"):
                    statuses.add(client.get(path).status_code)
                    asked += 1
            return asked, statuses

        def decide() -> int:
            made = 0
            while time.monotonic() < until:
                entry = {"what": "dispute", "who": "A. N.", "why": "doubt"}
                address = f"/devices/{ids[made % len(ids)]}/decisions"
                done = client.post(address, json=entry, headers={"if-match": "*"})
                made += done.status_code == 201
                time.sleep(0.05)
            return made

        with ThreadPoolExecutor(21) as many:
            readers = [many.submit(read, number) for number in range(20)]
            made = many.submit(decide)
            assert {s for one in readers for s in one.result()[1]} == {200}
        assert made.result() > 5
        book = [e for page in pages(own_council, client, "/decisions?limit=200") for e in page]
        assert len(book) == made.result()
