"""Which rows are learnt from, which only measure: held out, for calibration, or for training."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from bot.errors import ConfigError
from bot.training import rows as own_rows
from bot.training.rows import Row
from bot.training.sources import SOURCES
from bot.training.swearing import FILE, single_words

OWN = Path(__file__).parent / "corpus"
"""Our own messages, written for this."""
MESSAGES = ("messages_*.jsonl", "comments_*.jsonl")
"""What files of messages in our own form are called."""
Part = Literal["training", "calibration", "held out", "margin"]
OF_TWENTY: Mapping[int, Part] = {19: "margin", 0: "held out", 1: "calibration", 2: "margin"}
"""What lines of our own large files are for, by their number modulo 20; others train.

Two that stand side by side there are often alike but for the intent: so the neighbours of what is
measured with, a margin, are not learnt from. A situation may still have been told in another
language.
"""
OF_TEN: Mapping[int, Part] = {0: "held out", 1: "calibration", 5: "held out"}
"""The same of a given folder's files, by the number modulo 10: no line there has a twin."""
OURS = "ours: "
"""What the source of our own rows begins with."""
TIMES, TIMES_GIVEN = 2, 6
"""How often each row of our own and of the given folders' messages is shown in an epoch, each time
as somebody else would type it: the given ones are fewer, and what the model is wanted for.
"""
HARD = frozenset({"threat", "veiled_insult"})
"""Kinds that are shown twice as often: few, and hostile without a rude word."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """Rows by what they are for."""

    training: tuple[Row, ...]
    """In no order; rows that are shown more often in an epoch stand here more often."""
    calibration: tuple[Row, ...]
    """Our own, never trained on: they set temperatures and thresholds."""
    held_out: tuple[Row, ...]
    """Neither trained on nor calibrated with: they say how good the model is."""

    @property
    def counts(self) -> dict[str, int]:
        """Different training rows by source."""
        return dict(Counter(row.source for row in set_of(self.training)))


def set_of(found: Iterable[Row]) -> list[Row]:
    """Each row once, in order."""
    return list({(row.source, row.number, row.text): row for row in found}.values())


def mix(folders: Sequence[Path], seed: int, most: int | None = None) -> Mixture:
    """The rows of our own corpus and of these folders.

    A folder holds known public sources, by their file names, or messages of the same form as our
    own (`messages_*.jsonl` or `comments_*.jsonl`), of which every fifth line is held out; of our
    own, every twentieth is. At most `most` rows of each source, which is a file, are learnt from: a
    sample to try the whole way with. Raises `ConfigError` for a folder without either.
    """
    rng = Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
    ours = list(_parted(OWN, OURS, 20, OF_TWENTY))
    public: list[Row] = []
    for folder in folders:
        mine = list(_parted(folder, f"{folder.name}/", 10, OF_TEN))
        theirs = list(_public(folder, rng))
        if not mine and not theirs:
            named = " nor ".join(f"`{name}`" for name in MESSAGES)
            raise ConfigError(f"{folder}: neither {named} nor a known source in it")
        ours += mine
        public += theirs
    held_out = [row for row, part in ours if part == "held out"]
    out = {_key(row) for row in held_out}
    calibration = [row for row, part in ours if part == "calibration" and _key(row) not in out]
    apart = out | {_key(row) for row, part in ours if part != "training"}
    train = [row for row, _ in ours if _key(row) not in apart]
    for folder in folders:
        if (folder / f"{FILE}.jsonl").is_file():
            public += single_words(folder, train, rng)
    public = [row for row in public if _key(row) not in apart]
    return Mixture(
        training=(
            *(row for row in _few(train, most, rng) for _ in range(_times(row))),
            *_few(public, most, rng),
        ),
        calibration=tuple(calibration),
        held_out=tuple(held_out),
    )


def _times(row: Row) -> int:
    """How often a row of our own or of a given folder is shown in an epoch."""
    times = TIMES if row.source.startswith(OURS) else TIMES_GIVEN
    return 2 * times if row.kind in HARD else times


def _parted(
    folder: Path, source: str, every: int, parts: Mapping[int, Part]
) -> Iterator[tuple[Row, Part]]:
    """The messages of a folder, each with what it is for."""
    for path in sorted(path for name in MESSAGES for path in folder.glob(name)):
        for row in own_rows.own(path, f"{source}{path.stem}"):
            yield row, parts.get(row.number % every, "training")


def _public(folder: Path, rng: Random) -> Iterator[Row]:
    """Rows of the known sources, of each as many toxic and harmless ones as are wanted."""
    for source in SOURCES:
        found = list(source.rows(folder))
        toxic = [row for row in found if _hostile(row)]
        harmless = [row for row in found if not _hostile(row)]
        for some, wanted in ((toxic, source.toxic), (harmless, source.harmless)):
            yield from rng.sample(some, min(wanted, len(some)))


def _hostile(row: Row) -> bool:
    return any(row.labels.get(label, 0) > 0.5 for label in ("toxicity", "obscene"))  # noqa: PLR2004


def _few(found: list[Row], most: int | None, rng: Random) -> list[Row]:
    """At most so many rows of each source."""
    if most is None:
        return found
    sources: dict[str, list[Row]] = {}
    for row in found:
        sources.setdefault(row.source, []).append(row)
    return [row for rows in sources.values() for row in rng.sample(rows, min(most, len(rows)))]


def _key(row: Row) -> str:
    """What tells rows apart: a text that stands in two files is learnt from in neither or both."""
    return row.text.casefold()
