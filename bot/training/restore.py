"""Read a network back from the ONNX file that was written of it, to go on learning from there."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import nn

from bot.training.graph import BLOCK
from bot.training.network import Network
from bot.training.rows import LABELS

Arrays = Mapping[str, np.ndarray]


def restore(network: Network, tokenizer: Tokenizer, folder: Path) -> None:
    """Fill the network with the weights of a model's folder, as exact as they were kept there.

    Embeddings of words are not read, for they are never fitted: the network has its backbone's.
    Raises `ValueError` for a model of another backbone, layers, pieces or labels; a file that is
    missing or not a model raises what its library does.
    """
    if json.loads((folder / "model.json").read_text("utf-8")).get("labels") != list(LABELS):
        raise ValueError(f"its labels are not {', '.join(LABELS)}")
    if Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab() != tokenizer.get_vocab():
        raise ValueError("its word pieces are not those of this backbone")
    graph = onnx.load(str(folder / "model.onnx")).graph
    found = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    if not _alike(found, network.bert.embeddings.word_embeddings.weight.detach().numpy()):
        raise ValueError("it was made of another backbone")
    layers = sum(name.endswith(".qkv.w") for name in found)
    if layers != len(network.bert.encoder.layer):
        raise ValueError(f"it has {layers} layers, not {len(network.bert.encoder.layer)}")
    with torch.no_grad():
        for weights, value in _pairs(network, found):
            if tuple(weights.shape) != value.shape:
                raise ValueError(f"weights of {value.shape} where {tuple(weights.shape)} are due")
            weights.copy_(torch.from_numpy(value.astype(np.float32)))


def _pairs(network: Network, found: Arrays) -> Iterator[tuple[torch.Tensor, np.ndarray]]:
    """Each of the network's weights with what the file has for it."""
    words = network.bert.embeddings
    pad = getattr(words.position_embeddings, "padding_idx", None)
    begin = 0 if pad is None else pad + 1
    places = found["places"] - words.token_type_embeddings.weight.detach().numpy()[0]
    yield words.position_embeddings.weight[begin : begin + len(places)], places
    yield from _norm(words.LayerNorm, found, "rows")
    for number, layer in enumerate(network.bert.encoder.layer):
        yield from _layer(layer, found, f"layer{number}")
    for name, part in (("pooled", network.bert.pooler.dense), ("logits", network.classifier)):
        yield part.weight, found[f"{name}.w"]
        yield part.bias, found[f"{name}.b"]


def _alike(found: Arrays, table: np.ndarray) -> bool:
    """Whether these are the embeddings that were written, which are kept in whole steps."""
    if "words.scale" not in found:
        return np.allclose(found["words"], table, atol=1e-5)
    packed, scale = found["words"], np.abs(found["words.scale"].astype(np.float32))
    signed = found["words.scale"].astype(np.float32)
    steps = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    kept = (steps.reshape(len(packed), -1, BLOCK) * signed[..., None]).reshape(table.shape)
    return bool(np.abs(kept - table).mean() <= scale.mean())


def _layer(layer: Any, found: Arrays, name: str) -> Iterator[tuple[torch.Tensor, np.ndarray]]:  # noqa: ANN401 - an encoder's own
    mine, out = layer.attention.self, layer.attention.output
    asked = (mine.query, mine.key, mine.value)
    matrices = np.split(_matrix(found, f"{name}.qkv"), 3)
    for part, matrix, bias in zip(asked, matrices, np.split(found[f"{name}.b"], 3), strict=True):
        yield part.weight, matrix
        yield part.bias, bias
    dense: dict[str, nn.Module] = {
        "out": out.dense,
        "wide": layer.intermediate.dense,
        "back": layer.output.dense,
    }
    for end, part in dense.items():
        yield part.weight, _matrix(found, f"{name}.{end}.product")
        yield part.bias, found[f"{name}.{end}.b"]
    yield from _norm(out.LayerNorm, found, f"{name}.mid")
    yield from _norm(layer.output.LayerNorm, found, f"{name}.end")


def _norm(layer: Any, found: Arrays, name: str) -> Iterator[tuple[torch.Tensor, np.ndarray]]:  # noqa: ANN401 - an encoder's own
    yield layer.weight, found[f"{name}.gain"]
    yield layer.bias, found[f"{name}.shift"]


def _matrix(found: Arrays, name: str) -> np.ndarray:
    """A matrix [out, in]: whole numbers times their row's scale, or as it was trained."""
    kept = found[f"{name}.w"].T.astype(np.float32)
    scale = found.get(f"{name}.scale")
    matrix: np.ndarray = kept if scale is None else kept * scale[:, None]
    return matrix
