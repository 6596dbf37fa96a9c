"""Names of remote ends, as captures know them: the same table as for logs of traffic."""

from nameplate.evidence.tables.remote_names import DNS_VALID_NS, MOST_PAIRS, How, Names

__all__ = ["DNS_VALID_NS", "MOST_PAIRS", "How", "Names"]
