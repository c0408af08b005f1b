"""One key of a condition, with all that its reader needs; and what its reader says is wrong."""

from dataclasses import dataclass

from bot.rulebook.mistakes import Mistakes
from bot.rulebook.tree import Path, Plain
from bot.rulebook.vocabulary import Vocabulary


class Wrong(Exception):
    """What is wrong with a value, or with items of it: each text with its place in the value."""

    def __init__(self, *faults: tuple[Path, str]) -> None:
        super().__init__()
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Asked:
    """A key such as `text (regex)`, split, and its value."""

    name: str
    modifiers: tuple[str, ...]
    value: Plain
    path: Path
    mistakes: Mistakes
    """For readers that note by themselves what is wrong, and then raise an empty `Wrong`."""
    known: Vocabulary

    def unmodified(self) -> None:
        """Refuse modifiers."""
        if self.modifiers:
            said = f"`{self.name}` takes no modifiers such as `({self.modifiers[0]})`"
            raise wrong(f"{said}; only `text` does")


def wrong(text: str) -> Wrong:
    """The whole value is wrong."""
    return Wrong(((), text))
