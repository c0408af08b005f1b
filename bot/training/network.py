"""What is trained: the cut language model with one output a label."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from bot.training.rows import LABELS

WEIGHTS = {"toxicity": 4.0, "threat": 3.0, "provocation": 2.0}
"""How much a label counts in a row's loss beside the others (1)."""


VULGAR = 0.1
"""How much of the logit of `obscene` is added to that of `toxicity` at the end.

Our own messages hold swearing at things for harmless, people who label comments mostly do not.
This share costs nothing on our own held-out rows and gives up to three points of AUC on labelled
sets of others; a larger one gives more there, and calls swearing at things toxic.
"""


class Network(nn.Module):
    """Word pieces in, one logit a label out, read off the first token as BERT's classifiers do."""

    def __init__(self, base: Any, labels: int = len(LABELS)) -> None:  # noqa: ANN401 - any encoder
        super().__init__()
        self.bert = base
        self.dropout = nn.Dropout(0.1)
        self.classifier = nn.Linear(base.config.hidden_size, labels)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits, [batch, labels]; ids and mask are int64, [batch, tokens]."""
        pooled = self.bert(input_ids=ids, attention_mask=mask).pooler_output
        logits: torch.Tensor = self.classifier(self.dropout(pooled))
        return logits


def loss_of(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy over what is known; a target of NaN is unknown and counts nothing.

    Each row counts alike, be one of its labels known or all: else rows of public sources, which
    tell one label, would hardly be learnt from beside our own.
    """
    known = ~torch.isnan(targets)
    weights = torch.tensor([WEIGHTS.get(label, 1.0) for label in LABELS])
    each = nn.functional.binary_cross_entropy_with_logits(
        logits, torch.nan_to_num(targets), reduction="none"
    )
    counted = known * weights
    rows = (each * counted).sum(dim=1) / counted.sum(dim=1).clamp(min=1)
    return rows.mean()


def lean(network: Network, share: float) -> None:
    """Add a share of the logit of `obscene` to that of `toxicity`; a negative one takes it away."""
    toxicity, obscene = LABELS.index("toxicity"), LABELS.index("obscene")
    with torch.no_grad():
        for part in (network.classifier.weight, network.classifier.bias):
            part[toxicity] += share * part[obscene]


def halfway(network: Network, start: Mapping[str, torch.Tensor]) -> None:
    """Put every weight halfway between this network's and those of the one it went on from.

    The mean of two networks on one path does better on texts of other sorts than either (Wortsman
    et al., 2022, "Robust fine-tuning of zero-shot models").
    """
    network.load_state_dict(
        {
            name: torch.lerp(start[name], now, 0.5) if now.is_floating_point() else now
            for name, now in network.state_dict().items()
        }
    )
