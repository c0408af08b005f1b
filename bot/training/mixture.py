"""Which rows are learnt from, which only measure: held out, for calibration, or for training."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.errors import ConfigError
from bot.training import rows as own_rows
from bot.training.rows import Row
from bot.training.sources import SOURCES
from bot.training.swearing import FILE, ordinary_words, swear_words

OWN = Path(__file__).parent / "corpus"
"""Our own messages, written for this."""
FIFTH, TENTH = 5, 10
"""Every fifth line of a file of a given folder is held out; every tenth one, the one after a line
held out, calibrates.
"""
TWENTIETH = 20
"""Both for our own large files; what stands side by side there is often alike but for the intent,
so both lines of such a pair are kept out of training.
"""
OURS = "ours: "
"""What the source of our own rows begins with."""
TIMES, TIMES_GIVEN = 2, 6
"""How often each row of our own and of the given folders' messages is shown in an epoch, each time
as somebody else would type it: the given ones are fewer, and what the model is wanted for.
"""


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

    A folder holds known public sources, by their file names, or messages of the same shape as our
    own (`messages_*.jsonl`), of which every fifth line is held out; of our own, every twentieth is.
    `most` rows are taken of each source: a sample to try the whole way with. Raises `ConfigError`
    for a folder without either.
    """
    rng = Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
    ours = list(_parted(OWN, OURS, TWENTIETH, TWENTIETH))
    public: list[Row] = []
    for folder in folders:
        mine = list(_parted(folder, f"{folder.name}/", FIFTH, TENTH))
        theirs = list(_public(folder, rng, most))
        if not mine and not theirs:
            raise ConfigError(f"{folder}: neither `messages_*.jsonl` nor a known source in it")
        ours += mine
        public += theirs
    out = {_key(row) for row, _, out in ours if out}
    calibration = [row for row, calibrates, _ in ours if calibrates and _key(row) not in out]
    apart = out | {_key(row) for row in calibration}
    train = [row for row, _, _ in ours if _key(row) not in apart]
    for folder in folders:
        if (folder / f"{FILE}.jsonl").is_file():
            vulgar = swear_words(folder, rng)[:most]
            public += [*vulgar, *ordinary_words(train, vulgar, rng)]
    return Mixture(
        training=(
            *(row for row in _few(train, most, rng) for _ in range(_times(row))),
            *(row for row in public if _key(row) not in apart),
        ),
        calibration=tuple(calibration),
        held_out=tuple(row for row, _, out in ours if out),
    )


def _times(row: Row) -> int:
    return TIMES if row.source.startswith(OURS) else TIMES_GIVEN


def _parted(
    folder: Path, source: str, held_out: int, calibrates: int
) -> Iterator[tuple[Row, bool, bool]]:
    """The messages of a folder: each, whether it calibrates, and whether it is held out."""
    for path in sorted([*folder.glob("messages_*.jsonl"), *folder.glob("comments_*.jsonl")]):
        for row in own_rows.own(path, f"{source}{path.stem}"):
            yield row, row.number % calibrates == 1, row.number % held_out == 0


def _public(folder: Path, rng: Random, most: int | None) -> Iterator[Row]:
    """Rows of the known sources, of each as many toxic and harmless ones as are wanted."""
    for source in SOURCES:
        found = list(source.rows(folder))
        toxic = [row for row in found if _hostile(row)]
        harmless = [row for row in found if not _hostile(row)]
        for some, wanted in ((toxic, source.toxic), (harmless, source.harmless)):
            yield from rng.sample(some, min(wanted, most or wanted, len(some)))


def _hostile(row: Row) -> bool:
    return any(row.labels.get(label, 0) > 0.5 for label in ("toxicity", "obscene"))  # noqa: PLR2004


def _few(found: list[Row], most: int | None, rng: Random) -> list[Row]:
    return found if most is None else rng.sample(found, min(most, len(found)))


def _key(row: Row) -> str:
    """What tells rows apart: a text that stands in two files is learnt from in neither or both."""
    return row.text.casefold()
