"""What an evaluation found as one plain object, whose form others rely on.

    {"data": {"files": {name: rows}, "every", "limit", "renamed": {our label: original},
              "left_out": [{"file", "label", "line", "value"}], "hostile_kinds": [kind]},
     "scorers": [{"scorer", "model", "likely": {label: 0..1},
                  "overall": P, "languages": {lang: P},
                  "files": {name: {"overall": P, "languages": {lang: P}}}}]}

`lang` is the message's own, or empty. P is one part of the messages:

    {"rows", "labels": {label: L}, "harmless_kinds": {kind: K}, "hostile_kinds": {kind: K},
     "identity": {"named": F, "others": F, "gap": {"toxicity": G, "any": G}} or null}

L, for each label that the scorer tells and some message has, is

    {"positives", "negatives", "auc", "auc_low", "auc_high", "average_precision",
     "precision", "recall", "f1", "calibration_error"}

with precision, recall and F1 at the scorer's own `likely`, the bounds of a 95 % interval of the
AUC, and null where a number does not exist, above all where a class is missing. The calibration
error is the expected one over 15 bins of equal width. F is

    {"rows", "toxicity", "any"}

how many messages, and how many of them reach `likely` on toxicity, and on any of the labels
toxicity, insult, threat, identity_attack and provocation that the scorer tells. K is F with
`toxicity_per_1000` and `any_per_1000` for harmless kinds, `toxicity_share` and `any_share` for
hostile ones. A kind is hostile when at least half of its messages have one of these five labels.
`identity` holds harmless messages that name a group of people (`bot.evaluation.identity`, or the
kind identity_neutral) against those that do not, in languages of which we have words; G is
`{"share", "low", "high"}`: the first share less the second, with a 95 % interval.

Floats have four digits. The same input gives the same bytes.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.evaluation.measured import Measured, Truth
from bot.evaluation.rows import Data, Wanted
from bot.evaluation.run import Scored

Object = dict[str, Any]


def report(data: Data, wanted: Wanted, found: Sequence[Scored]) -> Object:
    """The whole of it."""
    truth = Truth(data.rows)
    return {
        "data": {
            "files": {name: int(mask.sum()) for name, mask in truth.parts("file")},
            "every": wanted.every,
            "limit": wanted.limit,
            "renamed": dict(wanted.renamed),
            "left_out": [one._asdict() for one in data.left_out],
            "hostile_kinds": sorted(truth.hostile_kinds - {""}),
        },
        "scorers": [_scorer(truth, one) for one in found],
    }


def _scorer(truth: Truth, scored: Scored) -> Object:
    measured = Measured(truth, scored)
    languages, files = list(truth.parts("lang")), list(truth.parts("file"))
    return {
        "scorer": scored.asked,
        "model": scored.model,
        "likely": measured.likely,
        "overall": measured.part(np.ones(len(truth.rows), dtype=bool)),
        "languages": {lang: measured.part(mine) for lang, mine in languages},
        "files": {
            name: {
                "overall": measured.part(here),
                "languages": {
                    lang: measured.part(here & mine)
                    for lang, mine in languages
                    if (here & mine).any()
                },
            }
            for name, here in files
        },
    }
