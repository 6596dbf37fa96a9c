"""The operations of all resources, by their paths."""

import importlib
import pkgutil
from functools import cache

from nameplate.web.api import resources
from nameplate.web.api.operation import Operation, operations_of


@cache
def by_resource() -> dict[str, tuple[Operation, ...]]:
    """Return the operations of each resource, by the name of its file."""
    names = sorted(m.name for m in pkgutil.iter_modules(resources.__path__))
    return {
        name: tuple(operations_of(importlib.import_module(f"{resources.__name__}.{name}")))
        for name in names
    }


@cache
def by_path() -> dict[str, dict[str, Operation]]:
    """Return the operations by path and method; paths without parts first."""
    found: dict[str, dict[str, Operation]] = {}
    every = [op for ops in by_resource().values() for op in ops]
    for op in sorted(every, key=lambda o: ("{" in o.path, o.path)):
        methods = found.setdefault(op.path, {})
        if op.method in methods:
            raise ValueError(f"{op.method} {op.path} is there twice")
        methods[op.method] = op
    return found
