"""The network as an ONNX graph whose weights are small integers and whose scores stand alone.

Each row of numbers (one token) is scaled by its own largest value before it becomes integers, so a
text scores the same whatever it is batched with; scaling a whole batch at once, as dynamic
quantisation does, moves scores with the neighbours. The last layer is worked out for the first
token alone, since nothing else is read off it.
"""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

BLOCK = 32
"""Numbers of an embedding that share a scale: 16 steps of it, as in GGML's Q4_0."""
STEPS = 63
"""Of weights to each side of zero: 7 bits. Processors without VNNI add products in pairs of 16
bits, and with 8 bits some sums would not fit: the same text would score otherwise there (ONNX
Runtime's guide to quantisation calls it `reduce_range`).
"""
OURS = "com.microsoft"
"""The domain of ONNX Runtime's own operators."""
Array = np.ndarray


class Graph:
    """Nodes and weights as they are put together."""

    def __init__(self, *, whole: bool) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self.whole = whole
        """Keep float32: the network as it was trained, to compare with."""
        for name, value in {"first": [0], "one": [1], "last": [-1]}.items():
            self.weight(name, np.array(value, np.int64))
        self.weight("middle", np.array(128, np.uint8))
        self.weight("unit", np.array(1, np.float32))
        self.weight("largest", np.array(127, np.float32))
        self.weight("rounding", np.array(128.5, np.float32))

    def weight(self, name: str, value: Array) -> str:
        """A constant of the graph."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, *inputs: str, to: str, domain: str = "", **how: Any) -> str:  # noqa: ANN401
        """A node with one output, called `to`."""
        self.nodes.append(helper.make_node(kind, inputs, [to], name=to, domain=domain, **how))
        return to

    def product(self, rows: str, name: str, matrix: Array) -> str:
        """Rows times the transpose of a matrix [out, in]."""
        if self.whole:
            return self.op("MatMul", rows, self.weight(f"{name}.w", matrix.T), to=name)
        scale = np.abs(matrix).max(axis=1) / STEPS
        whole = np.round(matrix / np.maximum(scale, 1e-12)[:, None]).astype(np.int8).T
        self.weight(f"{name}.w", whole)
        self.weight(f"{name}.scale", scale.astype(np.float32))
        most = self.op("Abs", rows, to=f"{name}.abs")
        most = self.op("ReduceMax", most, "last", to=f"{name}.most", keepdims=1)
        up = self.op("Div", "largest", most, to=f"{name}.up")
        down = self.op("Div", most, "largest", to=f"{name}.down")
        near = self.op("Mul", rows, up, to=f"{name}.near")
        near = self.op("Add", near, "rounding", to=f"{name}.shifted")
        near = self.cast(near, TensorProto.UINT8, f"{name}.q")
        parts = (near, f"{name}.w", "unit", f"{name}.scale", "middle")
        found = self.op("MatMulIntegerToFloat", *parts, to=f"{name}.found", domain=OURS)
        return self.op("Mul", found, down, to=name)

    def cast(self, value: str, kind: int, to: str) -> str:
        """A value as numbers of another kind."""
        self.nodes.append(helper.make_node("Cast", [value], [to], name=to, to=kind))
        return to

    def embedded(self, table: Array) -> str:
        """The rows of a table [pieces, width] for `input_ids`, kept in half a byte a number."""
        if self.whole:
            return self.op("Gather", self.weight("words", table), "input_ids", to="embedded")
        packed, scale = halved(table)
        self.weight("words", packed)
        self.weight("words.scale", scale)
        self.weight("low", np.array(15, np.uint8))
        self.weight("four", np.array(4, np.uint8))
        self.weight("eight", np.array(8, np.float32))
        found = self.op("Gather", "words", "input_ids", to="words.packed")
        low = self.op("BitwiseAnd", found, "low", to="words.low")
        high = self.op("BitShift", found, "four", to="words.high", direction="RIGHT")
        both = self.op("Concat", low, high, to="words.both", axis=-1)
        steps = self.op("Sub", self.cast(both, TensorProto.FLOAT, "words.f"), "eight", to="words.n")
        blocks = np.array([0, 0, table.shape[1] // BLOCK, BLOCK], np.int64)
        steps = self.op("Reshape", steps, self.weight("blocks", blocks), to="words.blocks")
        scales = self.cast(
            self.op("Gather", "words.scale", "input_ids", to="words.s"),
            TensorProto.FLOAT,
            "words.sf",
        )
        scales = self.op("Unsqueeze", scales, "last", to="words.su")
        scaled = self.op("Mul", steps, scales, to="words.scaled")
        flat = np.array([0, 0, table.shape[1]], np.int64)
        return self.op("Reshape", scaled, self.weight("flat", flat), to="embedded")

    def normed(self, rows: str, more: str, to: str, parts: tuple[Array, Array], eps: float) -> str:
        """Two sums of rows added, then layer normalisation."""
        gain, shift = self.weight(f"{to}.gain", parts[0]), self.weight(f"{to}.shift", parts[1])
        both = self.op("Add", rows, more, to=f"{to}.sum")
        return self.op("LayerNormalization", both, gain, shift, to=to, axis=-1, epsilon=eps)

    def model(self, labels: int) -> Any:  # noqa: ANN401 - an ONNX model
        """All of it: ids and mask in, scores out."""
        shape = ["batch", "tokens"]
        ins = [
            helper.make_tensor_value_info(name, TensorProto.INT64, shape)
            for name in ("input_ids", "attention_mask")
        ]
        outs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", labels])]
        graph = helper.make_graph(self.nodes, "hearthkeeper", ins, outs, self.weights)
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(OURS, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        onnx.checker.check_model(model, full_check=False)
        return model


def halved(table: Array) -> tuple[Array, Array]:
    """A table [pieces, width] in half a byte a number, and the scale of each block of 32.

    As GGML's Q4_0: the number farthest from 0 becomes -8 steps, the others whole steps in -8..7.
    The first half of a row stands in the low bits, the second in the high ones.
    """
    blocks = table.reshape(len(table), -1, BLOCK)
    far = np.take_along_axis(blocks, np.abs(blocks).argmax(-1, keepdims=True), -1)
    scale = (far / -8).astype(np.float16)
    step = np.where(scale == 0, 1, scale).astype(np.float32)
    steps = (np.clip(np.round(blocks / step), -8, 7) + 8).astype(np.uint8).reshape(len(table), -1)
    half = steps.shape[1] // 2
    return steps[:, :half] | (steps[:, half:] << 4), scale[..., 0]
