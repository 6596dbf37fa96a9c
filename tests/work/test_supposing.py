"""What a scenario reads of a device is enough for it, and is kept while nothing changes."""

import zlib
from datetime import date

from nameplate.model.report import Read
from nameplate.model.who import Who
from nameplate.work.rows import Body, brief, row_of
from nameplate.work.scenario import difference
from papers.sample_devices import devices
from papers.sample_read import answer

WHO = Who(actor_kind="council", jurisdiction="GB-ENG")
CALL = "uk-parliamentarians-letter-2022"


def test_what_is_left_out_of_a_device_changes_nothing_of_a_scenario() -> None:
    whole = answer(devices())
    rows = [row_of(Body(shown=device)).body for device in whole.devices]
    bodies = [zlib.decompress(zlib.compress(data)) for data in rows]
    light = Read(
        **{name: getattr(whole, name) for name in Read.__struct_fields__ if name != "devices"},
        devices=tuple(brief(data) for data in bodies),
    )
    for switches in ({}, {"rebadged_units": False}):
        asked = (WHO, CALL, date(2027, 1, 1), switches)
        assert difference(light, *asked) == difference(whole, *asked)
