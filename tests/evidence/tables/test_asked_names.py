"""Names that are held until it is known where they lead, within bounds."""

from nameplate.evidence.tables.asked_names import Asked
from nameplate.model.records import Sighting, Witness


def said(name: str) -> Sighting:
    return Sighting(keys=(), witness=Witness.DEVICE, field="dns.name", value=name, where="line 1")


def values(found: list[Sighting]) -> list[str]:
    return [one.value for one in found]


def test_a_name_is_given_at_the_end_unless_it_leads_to_the_site() -> None:
    asked = Asked()
    for name in ("cloud.example.org", "nas.example.org", "cloud.example.org"):
        assert list(asked.ask(name, [said(name)])) == []
    asked.inside("NAS.example.org.")
    assert list(asked.ask("nas.example.org", [said("nas.example.org")])) == []
    assert values(list(asked.finish())) == ["cloud.example.org", "cloud.example.org"]
    assert list(asked.finish()) == []


def test_the_oldest_gives_way_where_there_is_no_room() -> None:
    asked = Asked(most=2)
    found = [one for n in range(4) for one in asked.ask(f"{n}.example.org", [said(str(n))])]
    assert values(found) == ["0", "1"]
    assert values(list(asked.finish())) == ["2", "3"]
