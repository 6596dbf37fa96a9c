"""A person decides in the browser, without any script: forms, faults, and taking it back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browsing import Namespace, served, wait_for_view
from nameplate.work.desk import Desk, today


@pytest.fixture
def site(
    browser: Browser, loopback_only: Namespace, tmp_path: Path, council_of: Any
) -> Iterator[Any]:
    case = council_of(tmp_path)
    with served(case, loopback_only.inside) as server:
        wait_for_view(case)
        yield server, case


@pytest.fixture
def page(browser: Browser, site: Any) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    made = context.new_page()
    made.goto(site[0].link)
    yield made
    context.close()


def answer_of(case: Path) -> Any:
    """What the command line says of the same case."""
    from nameplate.work import why

    return lambda device: (
        why.run(
            why.Request(device, (), "2022-call", today(), case), on_progress=lambda _: None
        ).device
    )


def open_device(page: Page, base: str, query: str) -> str:
    page.goto(f"{base}/devices?{query}")
    page.locator("#rows th a").first.click()
    return page.url.rpartition("/")[2]


def sign(page: Page, why: str) -> None:
    page.get_by_label("Why?").fill(why)
    page.get_by_label("Your name").fill("E. Officer")
    page.get_by_role("button").last.click()


def test_a_maker_is_set_shown_everywhere_and_taken_back(page: Page, site: Any) -> None:
    server, case = site
    device = open_device(page, server.base, "listed=unknown&kind=camera")
    before = page.locator(".np-answer").inner_text()
    page.get_by_role("link", name="Set who made it").click()
    page.get_by_label("Made by").select_option(label="Axis")
    sign(page, "the label under the lens")
    assert page.url.startswith(f"{server.base}/devices/{device}")
    assert "Axis: set by E. Officer" in page.locator(".np-answer").inner_text()
    assert "the label under the lens" in page.locator(".np-decided").inner_text()
    page.goto(f"{server.base}/devices?mark=set")
    assert page.locator("#rows tr").count() == 1
    assert "set by a person" in page.locator("#rows").inner_text()
    said = answer_of(case)(device)
    assert said.attribution.maker_name == "Axis"
    assert said.listed is False
    assert said.decided[0].who == "E. Officer"
    page.goto(f"{server.base}/devices/{device}")
    page.get_by_role("link", name="Take back").click()
    sign(page, "it was another one")
    assert page.locator(".np-answer").inner_text() == before
    assert "(taken back)" in page.locator(".np-history").inner_text()
    assert answer_of(case)(device).decided == ()


def test_what_the_evidence_says_stays_beside_what_a_person_set(page: Page, site: Any) -> None:
    server, case = site
    device = open_device(page, server.base, "band=strong&maker=hikvision")
    page.get_by_role("link", name="Set who made it").click()
    page.get_by_label("Made by").select_option(label="another maker, named below")
    page.get_by_label("The other maker’s name").fill("Tiny Cameras of Utrecht")
    sign(page, "I built it")
    assert "Tiny Cameras of Utrecht: set by" in page.locator(".np-answer").inner_text()
    note = page.locator(".np-decided").inner_text()
    assert "the evidence says otherwise" in note
    assert "Hikvision: strong evidence" in note
    said = answer_of(case)(device)
    assert said.listed is None
    assert said.attribution.band == "moderate"
    assert said.decided[0].disagrees


@pytest.mark.parametrize(
    ("link", "fill", "said"),
    [
        ("Set its kind", lambda p: p.get_by_label("Kind").select_option("intercom"), "Kind set"),
        ("Set where it is", lambda p: p.get_by_label("Where it is").fill("Roof"), "Place set"),
        ("Dispute this", lambda p: None, "Disputed by E. Officer"),
    ],
)
def test_kind_place_and_doubt(page: Page, site: Any, link: str, fill: Any, said: str) -> None:
    open_device(page, site[0].base, "kind=camera")
    page.get_by_role("link", name=link).click()
    fill(page)
    sign(page, "I stood before it")
    assert said in page.locator(".np-decided").inner_text()


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(page: Page, site: Any) -> None:
    server, case = site
    open_device(page, server.base, "kind=camera")
    page.get_by_role("link", name="Same unit as another").click()
    page.get_by_label("The other device").fill("no such thing")
    page.get_by_label("Why?").fill("same box")
    page.get_by_role("button").last.click()
    assert page.title().startswith("Error: ")
    assert page.locator(".govuk-error-summary a").all_inner_texts() == [
        "Enter your name",
        "Enter the id or an address of the other device",
    ]
    assert page.get_by_label("The other device").input_value() == "no such thing"
    assert page.get_by_label("Why?").input_value() == "same box"
    page.locator(".govuk-error-summary a").first.click()
    assert page.url.endswith("#who")
    assert Desk.open(case).decisions.every() == ()


def test_two_devices_become_one_and_two_again(page: Page, site: Any) -> None:
    server, case = site
    page.goto(f"{server.base}/devices?listed=yes")
    first, second = page.locator("#rows th a").all_inner_texts()[:2]
    page.goto(f"{server.base}/devices/{first}/decide/merge")
    page.get_by_label("The other device").fill(second)
    sign(page, "one unit with two addresses")
    finish(page, server.base)
    page.goto(f"{server.base}/devices/{second}")
    assert "Taken for one unit" in page.locator(".np-decided").inner_text()
    assert len(answer_of(case)(first).keys.mac) == 2
    page.get_by_role("link", name="Take back").click()
    sign(page, "two after all")
    finish(page, server.base)
    page.goto(f"{server.base}/devices/{second}")
    assert page.url.endswith(second)
    assert page.locator(".np-decided").count() == 0


def test_one_device_becomes_two(page: Page, site: Any) -> None:
    server, _ = site
    page.goto(f"{server.base}/devices")
    before = page.get_by_role("status").inner_text()
    for device in page.locator("#rows th a").all_inner_texts():
        page.goto(f"{server.base}/devices/{device}/decide/split")
        if page.locator("input[name=places]").count() > 1:
            break
    page.locator("input[name=places]").last.check()
    sign(page, "the register mixes two up")
    finish(page, server.base)
    page.goto(f"{server.base}/devices")
    assert page.get_by_role("status").inner_text() != before
    assert "Parted from" in page.goto(f"{server.base}/devices/{device}").text()  # type: ignore[union-attr]  # it answered


def finish(page: Page, base: str) -> None:
    """Wait for the judgement that a merge or a split asks for."""
    for _ in range(60):
        page.goto(f"{base}/evidence")
        if page.locator(".np-working").count() == 0:
            return
        page.wait_for_timeout(250)
    raise AssertionError("the case was not judged again")


def test_evidence_is_given_and_followed_without_script(
    page: Page, site: Any, tmp_path: Path
) -> None:
    server, _ = site
    file = tmp_path / "one-more.csv"
    file.write_text("Asset,Type,Make,Model,MAC address\nZ-1,Camera,Acme,X1,00:00:5e:00:53:01\n")
    page.goto(f"{server.base}/evidence")
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="Read them").click()
    page.wait_for_url("**/jobs/*")
    # A browser without script renews it by <noscript>; switched off by a driver it does not.
    for _ in range(150):
        if page.get_by_text("Done.").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    page.goto(f"{server.base}/search?q=0000.5e00.5301")
    assert "Acme" in page.locator("main").inner_text()
