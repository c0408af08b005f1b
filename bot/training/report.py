"""What a fresh model can do, measured as it will run, and the card that says so."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.evaluation.metrics import auc
from bot.language import detect
from bot.normalise import read
from bot.training.calibrate import (
    LIKELY,
    VERY_LIKELY,
    Numbers,
    cooled,
    cuts,
    temperatures,
)
from bot.training.export import TOKENS
from bot.training.mixture import OURS, Mixture
from bot.training.rows import HARMLESS, LABELS, Row
from bot.training.sources import SOURCES
from bot.training.swearing import FILE, LISTS


@dataclass(frozen=True, slots=True)
class Made:
    """What the card tells of how a model was made."""

    name: str
    backbone: str
    recipe: str
    layers: int


def card(folder: Path, mixture: Mixture, made: Made, whole: Path) -> dict[str, Any]:
    """The content of `model.json` for the model in this folder; `whole` is its float32 twin."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    known = logits_of(folder / "model.onnx", tokenizer, mixture.calibration)
    by = temperatures(detected(mixture.calibration), known)
    scores = cooled(detected(mixture.calibration), known, by)
    likely = cuts(mixture.calibration, scores, LIKELY)
    very = cuts(mixture.calibration, scores, VERY_LIKELY)
    content: dict[str, Any] = {
        "name": made.name,
        "backbone": f"{made.backbone}, {made.layers} layers, "
        f"vocabulary of {tokenizer.get_vocab_size():,} pieces",
        "format": "ONNX; weights 8 bits, embeddings 4; inputs input_ids, attention_mask "
        "(int64, [batch, tokens]); output scores (float32, [batch, labels], 0..1)",
        "labels": list(LABELS),
        "max_tokens": TOKENS,
        "thresholds": likely,
        "very_likely": {label: max(very[label], likely[label]) for label in LABELS},
        "temperatures": by,
        "sha256": {name: digest(folder / name) for name in ("model.onnx", "tokenizer.json")},
        "training": made.recipe,
        "data": data(mixture),
    }
    if mixture.held_out:
        content["numbers"] = numbers(folder, tokenizer, mixture.held_out, content, whole)
    return content


def numbers(
    folder: Path,
    tokenizer: Tokenizer,
    rows: Sequence[Row],
    card: Mapping[str, Any],
    whole: Path,
) -> dict[str, Any]:
    """What it does on rows it has never seen: AUC by language and label, and shares by kind."""
    found = logits_of(folder / "model.onnx", tokenizer, rows)
    scores = cooled(detected(rows), found, card["temperatures"])
    exact = cooled(detected(rows), logits_of(whole, tokenizer, rows), card["temperatures"])
    return {
        "held-out rows": len(rows),
        "auc toxicity": {
            lang: _auc(rows, scores, "toxicity", lang)
            for lang in sorted({row.lang for row in rows})
        },
        "auc": {label: _auc(rows, scores, label) for label in LABELS},
        "called toxic, by kind": _shares(rows, scores[:, 0] >= card["thresholds"]["toxicity"]),
        "integers against float32": {
            "mean absolute difference": round(float(np.abs(scores - exact).mean()), 4),
            "largest difference": round(float(np.abs(scores - exact).max()), 4),
            "auc toxicity": [
                _auc(rows, scores, "toxicity"),
                _auc(rows, exact, "toxicity"),
            ],
        },
    }


def logits_of(path: Path, tokenizer: Tokenizer, rows: Iterable[Row]) -> Numbers:
    """The logits of each row by an ONNX file, [rows, labels].

    As live messages are scored: each form of the reading by itself, and the highest counts.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    found = []
    for row in rows:
        forms = []
        for form in read(row.text).forms or ("",):
            ids = tokenizer.encode(form).ids
            ids = ids if len(ids) <= TOKENS else [*ids[: TOKENS - 1], ids[-1]]
            given = np.array([ids], dtype=np.int64)
            inputs = {"input_ids": given, "attention_mask": np.ones_like(given)}
            forms.append(session.run(["scores"], inputs)[0][0])
        found.append(np.max(forms, axis=0))
    scores = np.clip(np.array(found, dtype=np.float64), 1e-7, 1 - 1e-7)
    return np.asarray(np.log(scores / (1 - scores)))


def detected(rows: Iterable[Row]) -> list[Row]:
    """The rows with the language that a live message would be taken for."""
    return [replace(row, lang=detect(row.text) or "") for row in rows]


def data(mixture: Mixture) -> list[dict[str, Any]]:
    """The data table: each source, its rows in training, where it comes from, and its licence."""
    known = {source.file: (source.origin, source.licence) for source in SOURCES}
    lists = ", ".join(f"{origin} ({licence})" for origin, licence in LISTS.values())
    known[FILE] = (f"{lists}; ordinary words from our own messages", "see origin")
    table = []
    for source, rows in mixture.counts.items():
        ours = source.startswith(OURS)
        theirs = ("written for Hearthkeeper", "MIT") if ours else ("the trainer's own", "not said")
        origin, licence = known.get(source, theirs)
        table.append({"source": source, "rows": rows, "origin": origin, "licence": licence})
    return table


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _auc(rows: Sequence[Row], scores: Numbers, label: str, lang: str = "") -> float | None:
    """The AUC of a label, in a language or all; None when one class is missing."""
    mine = [
        (row.labels[label] >= 0.5, score)  # noqa: PLR2004 - a label is 0 or 1 here
        for row, score in zip(rows, scores[:, LABELS.index(label)], strict=True)
        if label in row.labels and (not lang or row.lang == lang)
    ]
    truth = np.array([yes for yes, _ in mine], dtype=bool)
    found = auc(truth, np.array([score for _, score in mine]))
    return None if found is None else round(found, 3)


def _shares(rows: Sequence[Row], called: Numbers) -> dict[str, float]:
    """By kind, harmless ones last: the share called toxic."""
    by_kind: dict[str, list[bool]] = {}
    for row, yes in zip(rows, called, strict=True):
        by_kind.setdefault(row.kind, []).append(bool(yes))
    kinds = sorted(filter(None, by_kind), key=lambda kind: (kind in HARMLESS, kind))
    return {kind: round(float(np.mean(by_kind[kind])), 3) for kind in kinds}
