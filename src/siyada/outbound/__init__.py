"""Outbound: the one way to other machines. Denies what no policy names, and records every attempt."""

from siyada.outbound.deadline import Deadline, within
from siyada.outbound.fetch import Fetched, open_fetch
from siyada.outbound.gate import NETWORK_ERRORS, Outbound, open_socket_client
from siyada.outbound.policy import Attempt, Destination, Record, parse_destination, read_policy, server_destination

__all__ = [
    "NETWORK_ERRORS",
    "Attempt",
    "Deadline",
    "Destination",
    "Fetched",
    "Outbound",
    "Record",
    "open_fetch",
    "open_socket_client",
    "parse_destination",
    "read_policy",
    "server_destination",
    "within",
]
