"""Joins: which bundles are one unit so far, why, and what did not fit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from nameplate.judgement.identity.bundles import Bundle, Named
from nameplate.model.judged import Because, Merge
from nameplate.model.records import Key


class Joins:
    """Union-find over bundles; the smaller index leads, so the order is stable."""

    def __init__(self, bundles: Sequence[Bundle], named: Named) -> None:
        self._bundles = bundles
        self._named = named
        self._makers: dict[int, frozenset[str]] = {}
        self._parent = list(range(len(bundles)))
        self._serials = {
            one.index: frozenset(k.value for k in one.keys if k.kind == "serial") for one in bundles
        }
        self.merges: dict[int, list[Merge]] = defaultdict(list)
        self.conflicts: dict[int, list[Because]] = defaultdict(list)

    def root(self, index: int) -> int:
        """Return the bundle that leads the unit of this one."""
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, one: Bundle, other: Bundle, key: Key, why: str, *, certain: bool) -> None:
        """Make the units of two bundles one, and keep why."""
        a, b = sorted((self.root(one.index), self.root(other.index)))
        if a == b:
            return
        makers = self.makers(one) | self.makers(other) if self._makers else frozenset()
        self._parent[b] = a
        self._serials[a] |= self._serials.pop(b)
        if self._makers:
            self._makers[a] = makers
        merge = Merge(key=key, why=why, certain=certain, at=(one.locus, other.locus))
        self.merges[a] += [*self.merges.pop(b, []), merge]
        self.conflicts[a] += self.conflicts.pop(b, [])

    def makers(self, one: Bundle) -> frozenset[str]:
        """Return which makers the unit of this bundle speaks for so far."""
        if not self._makers:
            for member in self._bundles:
                root = self.root(member.index)
                self._makers[root] = self._makers.get(root, frozenset()) | self._named(member)
        return self._makers[self.root(one.index)]

    def serials(self, one: Bundle) -> frozenset[str]:
        """Return which serial numbers the unit of this bundle has so far."""
        return self._serials[self.root(one.index)]

    def disagree(self, one: Bundle, other: Bundle) -> bool:
        """Say whether the two speak for makers, and for none in common."""
        a, b = self.makers(one), self.makers(other)
        return bool(a) and bool(b) and not a & b

    def conflict(self, at: Bundle, says: str) -> None:
        """Keep what does not fit, at the bundle where it shows."""
        self.conflicts[self.root(at.index)].append(Because(says=says, at=at.locus))

    def groups(self) -> Iterator[tuple[int, list[Bundle]]]:
        """Yield each unit: its leading bundle, and all its bundles in order."""
        found: dict[int, list[Bundle]] = defaultdict(list)
        for one in self._bundles:
            found[self.root(one.index)].append(one)
        yield from found.items()
