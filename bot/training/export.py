"""Write a trained network out: as the ONNX file to score by, or as a checkpoint for Detoxify."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from transformers import PreTrainedTokenizerFast

from bot.errors import ConfigError
from bot.training.backbone import Backbone
from bot.training.graph import OURS, Graph
from bot.training.network import Network
from bot.training.rows import LABELS

TOKENS = 128
"""Tokens that the model takes at once; the scorer reads longer texts in windows."""


def to_onnx(network: Network, path: Path, *, whole: bool = False) -> None:
    """The ONNX file: inputs `input_ids` and `attention_mask` (int64, [batch, tokens]), output
    `scores` (float32, [batch, labels], 0..1). `whole` keeps float32 weights.
    """
    base = network.bert
    config = base.config
    eps = float(config.layer_norm_eps)
    graph = Graph(whole=whole)
    words = base.embeddings
    places = array(words.position_embeddings.weight) + array(words.token_type_embeddings.weight)[0]
    pad = getattr(words.position_embeddings, "padding_idx", None)
    begin = 0 if pad is None else pad + 1
    graph.weight("places", places[begin : begin + TOKENS + 2])
    width = graph.op("Shape", "input_ids", to="width", start=1, end=2)
    here = graph.op("Slice", "places", "first", width, "first", to="here")
    rows = graph.embedded(array(words.word_embeddings.weight))
    rows = graph.normed(rows, here, "rows", norm(words.LayerNorm), eps)
    graph.cast("attention_mask", onnx.TensorProto.INT32, "mask")
    layers = list(base.encoder.layer)
    for number, layer in enumerate(layers):
        alone = number == len(layers) - 1
        rows = _layer(graph, layer, rows, f"layer{number}", config.num_attention_heads, eps, alone)
    _head(graph, network, rows)
    onnx.save(graph.model(len(LABELS)), str(path))


def to_detoxify(network: Network, base: Backbone, folder: Path) -> Path:
    """A checkpoint as Detoxify's own training writes it, configuration and tokenizer beside it.

    Detoxify looks for both where they were written, so the folder must stay where it is. Raises
    `ConfigError` for a backbone of another kind than BERT's, or one that cannot pad.
    """
    config, folder = network.bert.config, folder.resolve()
    if config.model_type != "bert":
        raise ConfigError(f"Detoxify's format holds BERT's kind only, not {config.model_type}")
    if "pad_token" not in base.roles:
        raise ConfigError("Detoxify's format takes a tokenizer with a `pad_token`")
    folder.mkdir(exist_ok=True)
    config.num_labels = len(LABELS)
    config.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=base.tokenizer, model_max_length=TOKENS, **base.roles
    ).save_pretrained(folder)
    args = {
        "model_type": str(folder),
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "PreTrainedTokenizerFast",
        "num_classes": len(LABELS),
    }
    arch, dataset = {"args": args}, {"args": {"classes": list(LABELS)}}
    path = folder / "model.ckpt"
    state = network.state_dict()
    torch.save({"config": {"arch": arch, "dataset": dataset}, "state_dict": state}, path)
    return path


def array(weights: Any) -> np.ndarray:  # noqa: ANN401 - torch's own
    """Weights as float32 numbers."""
    found: np.ndarray = weights.detach().float().numpy()
    return found


def norm(layer: Any) -> tuple[np.ndarray, np.ndarray]:  # noqa: ANN401 - torch's own
    """Gain and shift of a layer normalisation."""
    return array(layer.weight), array(layer.bias)


def _layer(
    graph: Graph,
    layer: Any,  # noqa: ANN401 - an encoder's own
    rows: str,
    name: str,
    heads: int,
    eps: float,
    alone: bool,
) -> str:
    """One layer; `alone` works it out for the first token only."""
    mine, out = layer.attention.self, layer.attention.output
    asked = (mine.query, mine.key, mine.value)
    matrix = np.concatenate([array(part.weight) for part in asked])
    bias = graph.weight(f"{name}.b", np.concatenate([array(part.bias) for part in asked]))
    all_three = graph.op("Add", graph.product(rows, f"{name}.qkv", matrix), bias, to=f"{name}.in")
    three = [f"{name}.query", f"{name}.key", f"{name}.value"]
    graph.nodes.append(onnx.helper.make_node("Split", [all_three], three, axis=2, num_outputs=3))
    if alone:
        three[0] = graph.op("Slice", three[0], "first", "one", "one", to=f"{name}.query1")
        rows = graph.op("Slice", rows, "first", "one", "one", to=f"{name}.rows1")
    seen = graph.op(
        "MultiHeadAttention", *three, "", "mask", to=f"{name}.seen", domain=OURS, num_heads=heads
    )
    said = _dense(graph, seen, f"{name}.out", out.dense)
    rows = graph.normed(said, rows, f"{name}.mid", norm(out.LayerNorm), eps)
    wide = _dense(graph, rows, f"{name}.wide", layer.intermediate.dense)
    wide = graph.op("Gelu", wide, to=f"{name}.gelu", domain=OURS)
    back = _dense(graph, wide, f"{name}.back", layer.output.dense)
    return graph.normed(back, rows, f"{name}.end", norm(layer.output.LayerNorm), eps)


def _dense(graph: Graph, rows: str, name: str, layer: Any) -> str:  # noqa: ANN401 - torch's own
    found = graph.product(rows, f"{name}.product", array(layer.weight))
    return graph.op("Add", found, graph.weight(f"{name}.b", array(layer.bias)), to=name)


def _head(graph: Graph, network: Network, rows: str) -> None:
    """The first token's row through pooler and classifier to scores."""
    found = graph.op("Squeeze", rows, "one", to="head")
    for name, layer in (("pooled", network.bert.pooler.dense), ("logits", network.classifier)):
        weight = graph.weight(f"{name}.w", array(layer.weight))
        bias = graph.weight(f"{name}.b", array(layer.bias))
        found = graph.op("Gemm", found, weight, bias, to=name, transB=1)
        if name == "pooled":
            found = graph.op("Tanh", found, to="tanh")
    graph.op("Sigmoid", found, to="scores")
