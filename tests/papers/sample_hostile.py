"""Texts that try to act on whoever shows them, in every place that evidence can reach."""

import msgspec

from nameplate.model.report import (
    BecauseOut,
    DeviceOut,
    ExcerptOut,
    FactOut,
    KeysOut,
    MergeOut,
    PartOut,
    Read,
    SeenIn,
)
from papers.sample_parts import attribution, device, reason, sha
from papers.sample_read import answer

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=http://192.0.2.9/x onerror=alert(1)>',
    "</bdi></td><iframe src='//192.0.2.9'></iframe>",
    "<style>@import 'http://192.0.2.9/x.css'</style>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    '=HYPERLINK("http://192.0.2.9","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r\n=1+1",
    "＝1+1",
    "a;=1+1",
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31mred",
    "user\u202egnp.exe",
    "\u2066\u200f\ufeff\u2028",
    "zalgo" + "\u0301" * 80,
    "[red]markup[/red] :smile:",
    "\udcff\x00\x7f",
    "long " + "x" * 100_000,
    "مرحبا שלום",
    "00012345",
    "19e200",
)


def hostile_read() -> Read:
    """Return an answer in which each hostile text stands in every place evidence can reach."""
    return answer(tuple(_hostile(number, text) for number, text in enumerate(HOSTILE)))


def _hostile(number: int, text: str) -> DeviceOut:
    at = SeenIn(evidence=sha(f"hostile {number}"), where=text, file=text)
    told = BecauseOut(says=text, seen_in=at)
    fact = FactOut(value=text, seen_in=at)
    why = reason(text, text, text, at, signal=text, basis=text, witness=text)
    why = msgspec.structs.replace(
        why,
        source=text,
        excerpt=ExcerptOut(text=text[:256], hex="1b5b324a", start=4),
        maker=text,
        group=text,
    )
    base = device(
        f"{number:06x}",
        "camera",
        attribution(
            "strong",
            f"{text}: strong evidence",
            maker=text,
            name=text,
            brand=text,
            firmware=text,
            reasons=(why,),
            against=(why,),
            needs=(f"{text} would decide",),
            registrant=text,
        ),
        keys=KeysOut(mac=(text,), serial=(text,), ip=(text,), hostname=(text,), asset=(text,)),
        listed=(True, None, False)[number % 3],
        at=(at,),
        label=text,
        model=text,
        place=text,
        owner=fact,
        behind=text,
        because=(told,),
        parts=(PartOut(component=text, maker=text, because=told),),
        merges=(MergeOut(key=text, why=text, certain=False, seen_in=(at,)),),
        conflicts=(told,),
        aliases=(text,),
    )
    return msgspec.structs.replace(base, operator=fact, controller=fact, landlord=fact, status=fact)
