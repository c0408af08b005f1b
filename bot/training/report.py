"""What a fresh model can do, measured as it will run, and the card that says so."""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.evaluation.measured import DIGITS, Mask, Measured, Object, Truth
from bot.evaluation.rows import HALF
from bot.evaluation.rows import Row as Judged
from bot.evaluation.run import Scored, scored
from bot.language import detect
from bot.normalise import read
from bot.scorers.onnx import Scorer
from bot.training.calibrate import LIKELY, VERY_LIKELY, Numbers, cuts, temperatures
from bot.training.mixture import OURS, Mixture
from bot.training.rows import LABELS, Row
from bot.training.shifts import logits_of
from bot.training.sources import SOURCES
from bot.training.swearing import FILE, LISTS

OWN = "our own"
"""What our own rows are called among the numbers; those of a given folder, by its name."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the card tells of how a model was made."""

    name: str
    backbone: str
    recipe: str
    tokens: int
    """How many it takes at once."""


def card(folder: Path, whole: Path, mixture: Mixture, made: Made) -> Object:
    """Write `model.json` beside the model in this folder; its content.

    Rows are scored as live messages are: those for calibration once as the model itself has it, to
    find temperatures, and again with these in force, to find the cuts; those held out with both, to
    find the numbers. `whole` is a folder with the model's float32 twin, to compare it with.
    """
    content = draft(folder, made)
    known, unseen = mixture.calibration, mixture.held_out
    logits = logits_of(_array(said(folder, content, known)))
    content["temperatures"] = temperatures(_detected(known), logits)
    scores = _array(said(folder, content, known))
    content["thresholds"] = cuts(known, scores, LIKELY)
    content["very_likely"] = cuts(known, scores, VERY_LIKELY)
    found, exact = said(folder, content, unseen), said(whole, content | {"sha256": {}}, unseen)
    content |= {"data": data(mixture), "numbers": numbers(unseen, found, exact)}
    _write(folder, content)
    return content


def draft(folder: Path, made: Made) -> Object:
    """The card of the model in this folder before anything is known of its scores.

    The model's checksum is part of its name: what was learnt for one model fits no other.
    """
    sums = {name: _digest(folder / name) for name in ("model.onnx", "tokenizer.json")}
    return {
        "name": f"{made.name}-{sums['model.onnx'][:8]}",
        "backbone": made.backbone,
        "format": "ONNX; weights 7 bits, embeddings 4; inputs input_ids, attention_mask "
        "(int64, [batch, tokens]); output scores (float32, [batch, labels], 0..1)",
        "labels": list(LABELS),
        "max_tokens": made.tokens,
        "thresholds": dict.fromkeys(LABELS, HALF),
        "very_likely": {},
        "temperatures": {},
        "sha256": sums,
        "training": made.recipe,
    }


def said(folder: Path, content: Object, rows: Sequence[Row]) -> Scored:
    """What the model in this folder says of these rows with that card, which is written there.

    Raises `ScorerError` for a model that cannot be used.
    """
    _write(folder, content)
    return asyncio.run(_asked(Scorer(folder), rows))


def numbers(rows: Sequence[Row], found: Scored, exact: Scored) -> Object:
    """How good the scores of these rows are, by origin, and how far they are from exact ones.

    The names and the meaning of the numbers are those of `bot.evaluation.report`.
    """
    truth = Truth([_judged(row) for row in rows])
    ours, twin = Measured(truth, found), Measured(truth, exact)
    apart = np.abs(np.array([ours.scores[label] - twin.scores[label] for label in LABELS]))
    everything = np.ones(len(rows), dtype=bool)
    return {
        "held out": {name: _origin(ours, here) for name, here in truth.parts("file")},
        "integers against float32": {
            "mean difference": round(float(apart.mean()), DIGITS),
            "largest difference": round(float(apart.max()), DIGITS),
            "auc": [_toxicity(one.part(everything)).get("auc") for one in (ours, twin)],
        },
    }


def data(mixture: Mixture) -> list[Object]:
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


async def _asked(scorer: Scorer, rows: Sequence[Row]) -> Scored:
    try:
        return await scored(scorer.name, scorer, [_judged(row) for row in rows])
    finally:
        await scorer.close()


def _judged(row: Row) -> Judged:
    """The row as an evaluation has it, with its origin for a file."""
    origin = OWN if row.source.startswith(OURS) else row.source.rpartition("/")[0]
    labels = {label: share >= HALF for label, share in row.labels.items()}
    return Judged(row.text, row.lang, row.kind, labels, origin, row.number + 1)


def _detected(rows: Sequence[Row]) -> list[Row]:
    """The rows with the language that a live message would be taken for."""
    return [replace(row, lang=detect(read(row.text).own) or "") for row in rows]


def _array(found: Scored) -> Numbers:
    """Scores as [rows, labels]."""
    return np.array([[one[label] for label in LABELS] for one in found.scores])


def _origin(measured: Measured, here: Mask) -> Object:
    """What is told of the rows of one origin."""
    part = measured.part(here)
    languages = {
        lang: measured.part(here & mine)
        for lang, mine in measured.truth.parts("lang")
        if (here & mine).any()
    }
    return {
        "rows": part["rows"],
        "toxicity": _brief(part),
        "toxicity by language": {
            lang: {"rows": one["rows"]}
            | _brief(one)
            | {"identity gap": one["identity"] and one["identity"]["gap"]["toxicity"]}
            for lang, one in languages.items()
        },
        "auc by label": {label: one["auc"] for label, one in part["labels"].items()},
        "share of hostile kinds called toxic": {
            kind: one["toxicity_share"] for kind, one in part["hostile_kinds"].items()
        },
        "harmless kinds called toxic, of 1,000": {
            kind: one["toxicity_per_1000"] for kind, one in part["harmless_kinds"].items()
        },
    }


def _toxicity(part: Object) -> Object:
    """The numbers of toxicity in a part of the rows; none where nothing is known of it."""
    found: Object = part["labels"].get("toxicity", {})
    return found


def _brief(part: Object) -> Object:
    """What a card tells of toxicity in a part of the rows."""
    told, found = ("auc", "auc_low", "auc_high", "f1", "calibration_error"), _toxicity(part)
    return {name: found[name] for name in told if name in found}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(folder: Path, content: Object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "model.json").write_text(f"{text}\n", encoding="utf-8")
