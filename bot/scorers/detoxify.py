"""Detoxify's multilingual model (XLM-R base): heavier, the reference to compare with; needs torch.

Its labels are mapped to ours where they mean the same. It does not say `provocation` or `directed`:
signals of these names stay unknown. The weights come over the network at the first use, unless a
checkpoint is given.
"""

import importlib
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from bot.errors import ScorerError
from bot.scorers._once import Once

LABELS = ("toxicity", "insult", "threat", "identity_attack", "obscene")
THRESHOLDS = {
    "likely": dict.fromkeys(LABELS, 0.5),
    "very likely": dict.fromkeys(LABELS, 0.75),
}
"""Its authors cut at one half; nobody has calibrated it for chats."""
OUTPUTS = 16
"""What the multilingual model says in all: our labels, two more, and nine groups it recognises."""
LONGEST = 10_000
"""Characters read of a text; of these the model itself takes the first 512 tokens."""

Predict = Callable[[str], dict[str, float]]


class Scorer:
    """Scores by Detoxify: the multilingual weights, or a `checkpoint` file made by its training.

    `random_weights` builds the same network untrained, for benchmarks: as fast, and meaningless.
    Raises `ScorerError` without the extra, or when the weights cannot be had.
    """

    name = "detoxify"
    labels: tuple[str, ...] = LABELS
    thresholds: Mapping[str, Mapping[str, float]] = THRESHOLDS

    def __init__(
        self,
        checkpoint: Path | None = None,
        *,
        random_weights: bool = False,
        threads: int | None = None,
    ) -> None:
        self._torch = _need("torch")
        self._predict = _untrained(self._torch) if random_weights else _trained(checkpoint)
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
            return dict.fromkeys(LABELS, 0.0)
        self._torch.set_num_threads(1)
        try:
            found = self._predict(text)
            return {label: float(found[label]) for label in LABELS}
        except Exception as error:
            raise ScorerError(f"{self.name} failed on a text: {error}") from error


def _need(module: str) -> Any:  # noqa: ANN401 - a module of a library without types
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ScorerError(
            f"the detoxify scorer needs {error.name}: pip install 'hearthkeeper[detoxify]'"
        ) from error


def _trained(checkpoint: Path | None) -> Predict:
    """The real model. XLM-R's configuration and tokenizer are fetched unless they lie beside it."""
    library = _need("detoxify")
    beside = checkpoint and checkpoint.parent
    known = beside and (beside / "config.json").is_file()
    try:
        model = library.Detoxify(
            "multilingual",
            checkpoint=checkpoint and str(checkpoint),
            huggingface_config_path=str(beside) if known else None,
        )
    except Exception as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise ScorerError(
            f"detoxify cannot load {checkpoint or 'its weights'}: {why}; "
            "SCORER may also be a checkpoint file (*.ckpt)"
        ) from error
    predict: Predict = model.predict
    return predict


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
