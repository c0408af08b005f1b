"""A list on a page that rebuilds only the rows that changed."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from nicegui import ui
from nicegui.element import Element

Item = TypeVar("Item", bound=Hashable)


class Keyed(Generic[Item]):
    """Shows items (frozen data) in a holder, one row each, told apart by `key`."""

    def __init__(
        self,
        holder: Element,
        key: Callable[[Item], Hashable],
        build: Callable[[Item], None],
        row: str = "",
    ) -> None:
        self._holder = holder
        self._key = key
        self._build = build
        self._classes = row
        self._rows: dict[Hashable, tuple[Element, Item]] = {}
        self._order: list[Hashable] = []

    def show(self, items: Sequence[Item]) -> bool:
        """Make the rows say what the items say, in their order; whether anything changed."""
        wanted = {self._key(item): item for item in items}
        gone = self._rows.keys() - wanted.keys()
        for key in gone:
            self._rows.pop(key)[0].delete()
        self._order = [key for key in self._order if key in self._rows]
        changed = bool(gone)
        for key, item in wanted.items():
            changed |= self._row(key, item)
        if self._order != list(wanted):
            self._arrange(list(wanted))
        return changed

    def _row(self, key: Hashable, item: Item) -> bool:
        known = self._rows.get(key)
        if known is not None and known[1] == item:
            return False
        if known is None:
            with self._holder:
                row: Element = ui.element().classes(self._classes)
            self._order.append(key)
        else:
            row = known[0]
            row.clear()
        with row:
            self._build(item)
        self._rows[key] = (row, item)
        return True

    def _arrange(self, order: list[Hashable]) -> None:
        for place, key in enumerate(order):
            self._rows[key][0].move(self._holder, target_index=place)
        self._order = order
