"""One file, one entry: a module's file name is its name in the rulebook."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def modules(package: ModuleType) -> dict[str, ModuleType]:
    """The package's modules by file name, sorted; a name that starts with `_` is no entry."""
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return {
        name: importlib.import_module(f"{package.__name__}.{name}")
        for name in names
        if not name.startswith("_")
    }
