"""Which addresses were seen on the link itself, and by which hardware address each was held.

An address says little of who has it: leases pass it on, two units may claim it, and a router may
answer for what lies behind it (proxy ARP, RFC 1027).
"""

from bisect import bisect_right

MOST_NEAR = 65_536
"""Most addresses, bindings and leases that are remembered."""
_MOST_LEASES = 64
_MANY = "many"


class Near:
    """The addresses of a link. Addresses are normalised texts, MACs 12 lower hex digits."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self._pairs: set[tuple[str, str]] = set()
        self._only: dict[str, str] = {}
        self._leases: dict[str, list[tuple[int, str]]] = {}

    def add(self, ip: str) -> None:
        """Remember an address; whose it is was not said."""
        if len(self._seen) < MOST_NEAR:
            self._seen.setdefault(ip, "")

    def bind(self, ip: str, mac: str, *, beside: bool = True) -> None:
        """Remember that a hardware address claims an address.

        `beside` says whether the address is of the network of those who ask for it: a router
        answers for others as well.
        """
        if beside:
            self.add(ip)
        if ip in self._seen:
            self._seen[ip] = mac
        if len(self._pairs) < MOST_NEAR:
            self._pairs.add((ip, mac))
        if "." in ip and not ip.startswith("169.254.") and len(self._only) < MOST_NEAR:
            before = self._only.setdefault(mac, ip)
            if before != ip:
                self._only[mac] = _MANY

    def lease(self, ip: str, mac: str, time_ns: int) -> None:
        """Remember to whom an address was leased, and when."""
        if len(self._leases) >= MOST_NEAR and ip not in self._leases:
            return
        held = self._leases.setdefault(ip, [])
        if held and held[-1][1] == mac:
            return
        if len(held) < _MOST_LEASES:
            held.append((time_ns, mac))
            held.sort()

    def has(self, ip: str) -> bool:
        """Say whether an address was seen on the link, by the word of none who holds several."""
        mac = self._seen.get(ip)
        return mac is not None and self._only.get(mac) != _MANY

    def holder(self, ip: str, mac: str, time_ns: int) -> str:
        """Return who held an address when a packet of it came with `mac`, or `mac` itself.

        The frame's is the unit's own where it claims the address; a router's else, and then it is
        the lease's at that time.
        """
        held = self._leases.get(ip)
        if not held or ((ip, mac) in self._pairs and self._only.get(mac) != _MANY):
            return mac
        at = bisect_right(held, (time_ns, _MANY)) - 1
        return held[at][1] if at >= 0 else mac
