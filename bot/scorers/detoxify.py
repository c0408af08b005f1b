"""Detoxify's models, or a checkpoint in their format: heavier, to compare with; needs torch.

What a model calls its outputs is mapped to our labels where it means the same. What it cannot tell
is left out: signals of these names stay unknown. The weights come over the network at the first
use, unless a checkpoint is given.
"""

import difflib
import importlib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from bot.config import Settings
from bot.errors import ConfigError, ScorerError
from bot.scorers._once import Once

VARIANTS = ("multilingual", "original", "unbiased")
"""XLM-R base in seven languages; BERT base and RoBERTa base, both in English."""
LABELS = ("toxicity", "insult", "threat", "identity_attack", "obscene")
"""What all three say. Of these, `original` alone says `toxic` and `identity_hate`."""
MORE = ("provocation", "directed", "complaint", "question", "praise", "deescalation")
"""What a checkpoint of our own may say beside."""
OLDER = {"toxic": "toxicity", "identity_hate": "identity_attack"}
LIKELY, VERY_LIKELY = 0.5, 0.75
"""Its authors cut at one half; nobody has calibrated it for chats."""
OUTPUTS = 16
"""What the multilingual model says in all: our labels, two more, and nine groups it recognises."""
LONGEST = 10_000
"""Characters read of a text; of these the model itself takes the first 512 tokens."""

Predict = Callable[[str], dict[str, float]]


def load(argument: str, threads: int | None, settings: Settings | None) -> "Scorer":
    """The variant of that name, by default the multilingual one, or the checkpoint at that path."""
    if not argument or argument in VARIANTS:
        return Scorer(variant=argument or VARIANTS[0], threads=threads)
    path = Path(argument).expanduser()
    if path.suffix == ".ckpt":
        if not path.is_file():
            raise ConfigError(f"there is no checkpoint {path}")
        return Scorer(path, threads=threads)
    near = difflib.get_close_matches(argument, VARIANTS, n=1)
    hint = f"did you mean `{near[0]}`? " if near else ""
    raise ConfigError(
        f"detoxify has no variant `{argument}`; {hint}"
        f"there are {', '.join(VARIANTS)}, or a checkpoint file (*.ckpt)"
    )


class Scorer:
    """Scores by Detoxify: a variant's own weights, or a `checkpoint` file in its format.

    `random_weights` builds the multilingual network untrained, for benchmarks: as fast, and
    meaningless. Raises `ScorerError` without the extra, or when the weights cannot be had.
    """

    def __init__(
        self,
        checkpoint: Path | None = None,
        *,
        variant: str = VARIANTS[0],
        random_weights: bool = False,
        threads: int | None = None,
    ) -> None:
        self._torch = _need("torch")
        told = f":{variant}" if variant != VARIANTS[0] else ""
        self.name = f"detoxify:{checkpoint.name}" if checkpoint else f"detoxify{told}"
        if random_weights:
            self.labels: tuple[str, ...] = LABELS
            self._predict = _untrained(self._torch)
        else:
            self.labels, self._predict = _trained(self._torch, variant, checkpoint)
        self.thresholds: Mapping[str, Mapping[str, float]] = {
            "likely": dict.fromkeys(self.labels, LIKELY),
            "very likely": dict.fromkeys(self.labels, VERY_LIKELY),
        }
        self._once = Once(self._read, threads)

    async def score(self, text: str) -> dict[str, float]:
        """The scores of this text alone; all 0.0 for a blank one."""
        return await self._once(text[:LONGEST].encode(errors="replace").decode())

    async def close(self) -> None:
        """Let the threads go."""
        await self._once.close()

    def _read(self, text: str) -> dict[str, float]:
        """In a worker thread, which shall use one core: others work on other texts."""
        if not text.strip():
            return dict.fromkeys(self.labels, 0.0)
        self._torch.set_num_threads(1)
        try:
            found = self._predict(text)
            return {label: float(found[label]) for label in self.labels}
        except Exception as error:
            raise ScorerError(f"{self.name} failed on a text: {error}") from error


def _need(module: str) -> Any:  # noqa: ANN401 - a module of a library without types
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ScorerError(
            f"the detoxify scorer needs {error.name}: pip install 'hearthkeeper[detoxify]'"
        ) from error


def _trained(torch: Any, variant: str, checkpoint: Path | None) -> tuple[tuple[str, ...], Predict]:  # noqa: ANN401 - a library without types
    """The labels and the model, tried out once. What belongs to a checkpoint, its `config.json` and
    tokenizer, is fetched unless it lies beside it.
    """
    library = _need("detoxify")
    weights = _looked_into(torch, checkpoint) if checkpoint else None
    beside = checkpoint and checkpoint.parent
    known = beside and (beside / "config.json").is_file()
    try:
        model = library.Detoxify(
            variant,
            checkpoint=checkpoint and str(checkpoint),
            huggingface_config_path=str(beside) if known else None,
        )
        _fit(model, weights)
        model.predict("hello")
    except Exception as error:
        raise _unusable(checkpoint, error) from error
    predict: Predict = model.predict
    return _ours(model.class_names), predict


def _looked_into(torch: Any, checkpoint: Path) -> frozenset[str]:  # noqa: ANN401 - a library without types
    """The names of a checkpoint's weights; `ScorerError` when nothing in it is of use to us."""
    try:
        whole = zipfile.is_zipfile(checkpoint)
        found = torch.load(checkpoint, map_location="cpu", weights_only=False, mmap=whole)
    except Exception as error:
        raise _unusable(checkpoint, error) from error
    try:
        classes = [str(name) for name in found["config"]["dataset"]["args"]["classes"]]
        weights = frozenset(found["state_dict"])
    except (KeyError, TypeError, IndexError) as error:
        raise _unusable(checkpoint, f"it is not in Detoxify's format: {error} is missing") from None
    if not _ours(classes):
        known = ", ".join((*LABELS, *MORE))
        raise _unusable(checkpoint, f"its classes are {', '.join(classes)}; none is of {known}")
    return weights


def _ours(classes: Iterable[str]) -> tuple[str, ...]:
    """Our labels among a model's classes, in our order."""
    said = {OLDER.get(name, name) for name in classes}
    return tuple(label for label in (*LABELS, *MORE) if label in said)


def _fit(model: Any, weights: frozenset[str] | None) -> None:  # noqa: ANN401 - a library without types
    """Cut texts where the network ends; `ValueError` when part of it would stay untrained."""
    network = model.model
    missing = sorted(set(network.state_dict()) - weights) if weights is not None else []
    if missing:
        raise ValueError(f"it lacks {len(missing)} of the weights, {missing[0]} among them")
    if network.config.num_labels != len(model.class_names):
        told = f"{len(model.class_names)} classes for {network.config.num_labels} outputs"
        raise ValueError(f"it names {told}")
    before = network.config.pad_token_id + 1 if "roberta" in network.config.model_type else 0
    room = network.config.max_position_embeddings - before
    model.tokenizer.model_max_length = min(model.tokenizer.model_max_length, room)


def _unusable(checkpoint: Path | None, why: object) -> ScorerError:
    """The error for a model that cannot be loaded, on one line."""
    said = " ".join(str(why).split()) or type(why).__name__
    if checkpoint:
        return ScorerError(f"detoxify cannot load {checkpoint}: {said}")
    return ScorerError(
        f"detoxify cannot load its weights: {said}; SCORER may also be a checkpoint file (*.ckpt)"
    )


def _untrained(torch: Any) -> Predict:  # noqa: ANN401 - a library without types
    """The same network with random weights, always the same ones.

    The tokens are the bundled model's: XLM-R's own vocabulary cut to its commonest pieces, so that
    a text has as many tokens or a few more.
    """
    transformers = _need("transformers")
    tokenizer = Tokenizer.from_file(str(files("bot.scorers") / "weights" / "tokenizer.json"))
    tokenizer.enable_truncation(512)
    shape = transformers.XLMRobertaConfig(
        vocab_size=250_002,
        max_position_embeddings=514,
        type_vocab_size=1,
        num_labels=OUTPUTS,
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = transformers.XLMRobertaForSequenceClassification(shape).eval()

    def predict(text: str) -> dict[str, float]:
        tokens = torch.tensor([tokenizer.encode(text).ids])
        with torch.inference_mode():
            scores = torch.sigmoid(network(input_ids=tokens).logits[0])
        return dict(zip(LABELS, scores.tolist(), strict=False))

    return predict
