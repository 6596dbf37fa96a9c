"""How judging grows with evidence: CPU seconds for 1, 2, 4, 8 thousand devices, one core.

    python benchmarks/judgement.py

Made-up units in the product's own knowledge: an address table, a reply and a register row each.
The last column is the cost per device against the first row: linear means that it stays near 1.
"""

import time
from collections.abc import Iterator

from nameplate.judgement.attribution import attribute
from nameplate.judgement.devices import devices
from nameplate.knowledge import load
from nameplate.model.identifiers import Sha256
from nameplate.model.records import Key, KeyKind, Sighting, Witness, keys


def evidence(count: int) -> Iterator[Sighting]:
    """Yield four sightings a unit, over three made-up files."""
    for n in range(count):
        mac = f"244845{n:06x}"
        ip = f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
        both = keys(_key("mac", mac), _key("ip", ip))
        yield _saw("mac", mac, both, "table", n, Witness.PEER)
        yield _saw("isapi.model", "DS-2CD2146G2-ISU", keys(_key("ip", ip)), "scan", n)
        yield _saw("isapi.system_contact", "Hikvision.China", keys(_key("ip", ip)), "scan", n)
        yield _saw("register.brand", "Annke", keys(_key("mac", mac)), "rows", n, Witness.PERSON)


def _key(kind: KeyKind, value: str) -> Key | None:
    return Key.of(kind, value, "table")


def _saw(
    field: str,
    value: str,
    named: tuple[Key, ...],
    file: str,
    number: int,
    witness: Witness = Witness.DEVICE,
) -> Sighting:
    return Sighting(
        keys=named,
        witness=witness,
        field=field,
        value=value,
        where=f"line {number + 1}",
        evidence=Sha256(file),
        unit=f"line {number + 1}",
    )


def main() -> None:
    """Print the table."""
    knowledge = load()
    print(f"{'devices':>8} {'join s':>8} {'judge s':>8} {'ms a device':>12} {'against first':>14}")
    first = 0.0
    for count in (1000, 2000, 4000, 8000):
        sightings = tuple(evidence(count))
        start = time.process_time()
        found = devices(sightings, knowledge)
        joined = time.process_time()
        judged = [attribute(device, knowledge) for device in found]
        end = time.process_time()
        assert len(judged) == count, len(judged)  # noqa: S101  # the figures would mean nothing
        each = (end - start) / count * 1000
        first = first or each
        print(
            f"{count:>8} {joined - start:>8.2f} {end - joined:>8.2f} {each:>12.3f} "
            f"{each / first:>14.2f}"
        )


if __name__ == "__main__":
    main()
