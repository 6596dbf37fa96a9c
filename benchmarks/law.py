"""How many questions of law are answered a minute on one core, and how that grows.

    python benchmarks/law.py

The peer is the same judgement without the index: every limb of every record is asked for every
question. Both give the same answers; the last column is the cost a question against the first row.
"""

import random
import time
from collections.abc import Callable

import msgspec

from nameplate.judgement.law import Code, answer, compiled
from nameplate.knowledge import load
from nameplate.model.question import Answered, Question, Thing

ACTORS = (
    "council",
    "central-government-body",
    "private-company",
    "federal-agency",
    "nhs-body",
    "state-agency",
    "municipality",
    "school-public",
    "university",
    "police",
)
PLACES = ("GB-ENG", "GB-SCT", "GB", "US", "US-TX", "US-LA", "CA-QC", "CA", "FR", "TW", "IN", "AU")
VERBS = ("use", "buy", "install", "sell", "export_to", "invest", "remove", "pay", "import")
MAKERS = ("hikvision", "dahua", "axis", "ezviz", "uniview", None)
PURPOSES = ("public-safety", "other", None)


def questions(count: int) -> list[Question]:
    """Return made-up questions, the same ones every time."""
    chance = random.Random(1)  # noqa: S311  # made-up questions, no secret
    return [
        Question(
            actor_kind=chance.choice(ACTORS),
            jurisdiction=chance.choice(PLACES),
            verb=chance.choice(VERBS),
            purpose=chance.choice(PURPOSES),
            thing=Thing(kind="camera", maker=chance.choice(MAKERS)),
            date=f"20{chance.randint(18, 26)}-{chance.randint(1, 12):02}-15",
        )
        for _ in range(count)
    ]


def without_index(code: Code) -> Code:
    """Return the same code with sets that hold every limb, whatever the word."""
    every = (1 << len(code.limbs)) - 1

    class Every(dict[str, int]):
        def get(self, key: str, default: object = None) -> int:
            del key, default
            return every

    index = msgspec.structs.replace(
        code.index, verb=Every(), actor=Every(), not_actor={}, extent=Every(), nexus=Every()
    )
    return msgspec.structs.replace(code, index=index)


def seconds(ask: Callable[[Question], Answered], asked: list[Question]) -> float:
    """Return the CPU seconds that the questions took."""
    start = time.process_time()
    for question in asked:
        ask(question)
    return time.process_time() - start


def main() -> None:
    """Print the table."""
    knowledge = load()
    start = time.process_time()
    code = compiled(knowledge)
    print(f"compiled {len(code.limbs)} limbs in {(time.process_time() - start) * 1000:.1f} ms")
    print(f"{'':<14} {'questions':>9} {'a minute':>10} {'us each':>8} {'against first':>14}")
    first = 0.0
    for count in (1000, 2000, 4000, 8000):
        each = seconds(lambda q: answer(q, code), questions(count)) / count
        first = first or each
        print(_row("with index", count, each, first))
    naive = without_index(code)
    each = seconds(lambda q: answer(q, naive), questions(1000)) / 1000
    print(_row("without index", 1000, each, first))


def _row(name: str, count: int, each: float, first: float) -> str:
    rate = 60 / each
    return f"{name:<14} {count:>9} {rate:>10,.0f} {each * 1e6:>8.0f} {each / first:>14.2f}"


if __name__ == "__main__":
    main()
