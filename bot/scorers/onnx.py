"""The bundled model, or another folder with one like it: ONNX on the CPU, no torch.

A text is scored alone, without padding and in one thread, for the weights are quantised as they
run: beside other texts in a batch the same text would get other scores. Long texts are read in
windows, and the highest score of each label counts, less what many windows owe to chance. A model
whose card gives temperatures has its scores calibrated by the language of the text. Labels are
whatever the card names.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.config import Settings
from bot.errors import ScorerError
from bot.language import detect
from bot.scorers._card import Card, broken, check_whole, read_card
from bot.scorers._once import Once

LONGEST = 10_000
"""Characters read of a text; no platform lets a member send as many at once."""
NARROW = 40
"""Tokens of a narrow window, a sentence or two. A wider one lets insults drown; one of 20 saw them
anywhere, in harmless texts too.
"""
CHANCE = 0.25
"""The power of their number by which the odds of narrow windows are divided: the more of them there
are, the likelier one looks hostile by chance. Chosen on texts of 10 to 40 held-out harmless lines,
with and without an insult among them, at a cut that 3 % of short harmless messages pass: 9 % are
flagged falsely and 36 % of the insults found (AUC .71), where windows of 20 tokens and a power of 0
flagged 80 % and found 90 % (AUC .62).
"""
FRAGMENT = 4
"""Tokens under which a sentence is read together with the next."""
PARTING = 8
"""Tokens at the end of a long sentence that are read alone too: a parting shot needs no stop."""

Tokens = tuple[int, ...]
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")


def load(argument: str, threads: int | None, settings: Settings | None) -> "Scorer":
    """The bundled model, or the one in that folder."""
    return Scorer(Path(argument).expanduser() if argument else None, threads)


class Scorer:
    """Scores by the model of a folder: `model.onnx`, `tokenizer.json` and `model.json`.

    `folder` is the bundled one by default; `threads` texts are worked on at a time, by default
    one a core and at most four. Raises `ScorerError`, naming the file, when the model cannot be
    used.
    """

    def __init__(self, folder: Traversable | None = None, threads: int | None = None) -> None:
        folder = folder or files("bot.scorers") / "weights"
        card = read_card(folder)
        self.name = card.name
        self.labels = card.labels
        self.thresholds: Mapping[str, Mapping[str, float]] = card.levels
        self._temperatures = card.temperatures
        self._room = card.max_tokens - 2
        self._tokenizer = _open_tokenizer(folder / "tokenizer.json", card)
        self._start, self._end = self._tokenizer.encode("").ids
        self._nothing = frozenset(self._tokens(" "))
        self._session = _open_session(folder / "model.onnx", card)
        self._once = Once(self._read, threads)
        self._try_out(folder / "model.onnx")

    async def score(self, text: str) -> dict[str, float]:
        """The scores of this text alone; all 0.0 where there is nothing to read.

        Of a text longer than `LONGEST` characters only the beginning is read. Half a surrogate
        pair counts as a question mark.
        """
        return await self._once(text[:LONGEST].encode(errors="replace").decode())

    async def close(self) -> None:
        """Let the threads go."""
        await self._once.close()

    def _read(self, text: str) -> dict[str, float]:
        """In a worker thread: the highest score of each label over all windows, calibrated."""
        try:
            tokens = self._tokens(text)
            if self._nothing.issuperset(tokens):
                return dict.fromkeys(self.labels, 0.0)
            highest = self._highest(tokens, text)
            temperature = self._temperature(text)
        except Exception as error:
            raise ScorerError(f"{self.name} failed on a text: {error}") from error
        if highest.shape != (len(self.labels),) or not ((highest >= 0) & (highest <= 1)).all():
            raise ScorerError(
                f"{self.name} gave no scores in 0..1 for its {len(self.labels)} labels"
            )
        if temperature != 1:
            highest = _calibrated(highest, temperature)
        return dict(zip(self.labels, highest.tolist(), strict=True))

    def _temperature(self, text: str) -> float:
        """That of the text's language; a model without any needs no language."""
        if not self._temperatures:
            return 1.0
        return self._temperatures.get(detect(text) or "", 1.0)

    def _highest(self, tokens: Tokens, text: str) -> np.ndarray:
        """The highest score of each label over the windows of a text.

        What the model takes at once is one window. A longer text is read twice: in windows as wide
        as the model takes, and sentence by sentence, because a few bad words among many harmless
        ones hardly move the scores of a wide window.
        """
        highest = self._over(_slide(tokens, self._room, overlap=self._room // 4))
        if len(tokens) > self._room:
            parts = [self._tokens(part) for part in _SENTENCE_END.split(text)]
            for narrow in (_sentences(parts), _partings(parts)):
                highest = np.maximum(highest, self._over(narrow, chance=CHANCE))
        return highest

    def _over(self, windows: Iterable[Tokens], chance: float = 0.0) -> np.ndarray:
        """The highest score of each label over windows, less for chance; none is 0.

        The same words twice are one window.
        """
        rows = [self._run(window) for window in dict.fromkeys(windows)]
        highest: np.ndarray = np.max(rows, axis=0) if rows else np.zeros(len(self.labels))
        if chance and len(rows) > 1:
            highest = _scores(_logits(highest) - chance * math.log(len(rows)))
        return highest

    def _tokens(self, text: str) -> Tokens:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _run(self, tokens: Tokens) -> np.ndarray:
        ids = np.array([[self._start, *tokens, self._end]], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        row: np.ndarray = self._session.run(["scores"], inputs)[0][0]
        return row

    def _try_out(self, path: Traversable) -> None:
        """One text, so that a model that does not fit its card is found out at start."""
        try:
            self._read("hello")
        except ScorerError as error:
            raise broken(path, str(error)) from error


def _calibrated(scores: np.ndarray, temperature: float) -> np.ndarray:
    """The scores with their logits divided by the temperature; 0 and 1 stay what they are."""
    with np.errstate(over="ignore"):
        return _scores(_logits(scores) / temperature)


def _logits(scores: np.ndarray) -> np.ndarray:
    """The logarithms of the odds; those of 0 and 1 are infinite."""
    exact = scores.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: np.ndarray = np.log(exact) - np.log1p(-exact)
    return found


def _scores(logits: np.ndarray) -> np.ndarray:
    """The scores that have these logits."""
    with np.errstate(over="ignore"):
        found: np.ndarray = 1 / (1 + np.exp(-logits))
    return found


def _slide(tokens: Tokens, size: int, overlap: int) -> Iterator[Tokens]:
    """Windows of that size over the tokens, each repeating the end of the one before."""
    for start in range(0, max(len(tokens) - overlap, 1), size - overlap):
        yield tokens[start : start + size]


def _sentences(parts: Iterable[Tokens]) -> Iterator[Tokens]:
    """The parts one by one: fragments joined, and what is too long sliding by halves."""
    sentence: Tokens = ()
    for part in parts:
        sentence += part
        if len(sentence) >= FRAGMENT:
            yield from _slide(sentence, NARROW, overlap=NARROW // 2)
            sentence = ()
    if sentence:
        yield sentence


def _partings(parts: Iterable[Tokens]) -> Iterator[Tokens]:
    """The ends of the parts that are too long."""
    return (part[-PARTING:] for part in parts if len(part) > NARROW)


def _open_tokenizer(path: Traversable, card: Card) -> Tokenizer:
    """A tokenizer that neither cuts nor pads, with a token for the start and one for the end."""
    check_whole(path, card)
    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
    except Exception as error:
        raise broken(path, str(error)) from error
    if len(tokenizer.encode("").ids) != 2:  # noqa: PLR2004 - the start and the end
        raise broken(path, "it does not mark the start and the end of a text")
    return tokenizer


def _open_session(path: Traversable, card: Card) -> onnxruntime.InferenceSession:
    """A session that uses the caller's thread and no other, so that workers do not compete."""
    check_whole(path, card)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        with as_file(path) as real:
            return onnxruntime.InferenceSession(
                str(real), options, providers=["CPUExecutionProvider"]
            )
    except Exception as error:
        raise broken(path, str(error)) from error
