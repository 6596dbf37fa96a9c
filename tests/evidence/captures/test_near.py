"""Who held an address on the link, and when."""

from nameplate.evidence.captures.near import Near

ROUTER, CAMERA, NEXT = "00005e0053fe", "00005e005321", "00005e005322"
AT, FAR = "192.168.7.33", "8.8.4.4"


def test_a_public_address_is_of_the_link_by_the_word_of_its_own_unit() -> None:
    near = Near()
    assert not near.has(FAR)
    near.bind(FAR, CAMERA)
    assert near.has(FAR)


def test_who_answers_for_several_answers_for_what_is_elsewhere() -> None:
    near = Near()
    near.bind(FAR, ROUTER)
    near.bind("192.168.7.254", ROUTER)
    near.bind("2001:db8::1", CAMERA)
    near.bind("2001:db8::2", CAMERA)
    assert not near.has(FAR)
    assert near.has("2001:db8::1")


def test_a_frame_of_who_claims_the_address_is_its_own() -> None:
    near = Near()
    near.lease(AT, CAMERA, 1)
    near.bind(AT, NEXT)
    assert near.holder(AT, NEXT, 5) == NEXT


def test_behind_a_router_the_address_is_the_leases_of_that_time() -> None:
    near = Near()
    near.lease(AT, CAMERA, 10)
    near.lease(AT, NEXT, 20)
    found = [near.holder(AT, ROUTER, at) for at in (5, 10, 15, 20, 25)]
    assert found == [ROUTER, CAMERA, CAMERA, NEXT, NEXT]


def test_a_router_that_answers_for_an_address_does_not_have_its_lease() -> None:
    near = Near()
    near.bind(AT, ROUTER)
    near.bind("192.168.7.254", ROUTER)
    near.lease(AT, CAMERA, 10)
    assert near.holder(AT, ROUTER, 15) == CAMERA
