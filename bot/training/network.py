"""What is trained: the cut language model with one output a label."""

from typing import Any

import torch
from torch import nn

from bot.training.rows import LABELS

WEIGHTS = {"toxicity": 4.0, "threat": 3.0, "provocation": 2.0}
"""How much a label counts in a row's loss beside the others (1)."""


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
