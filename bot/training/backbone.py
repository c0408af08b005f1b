"""A language model cut to size: some of its layers, and the word pieces of our alphabets."""

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer

from bot.errors import ConfigError
from bot.training.graph import BLOCK

SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
PARTS = ("attention", "intermediate", "output")
"""What a layer of BERT's kind is made of."""
SMALL_SCRIPTS = frozenset({"CYRILLIC", "GREEK"})
"""Their pieces are all kept; Latin ones, of which there are many, by how common they are."""


LICENCES = {"intfloat/multilingual-e5-small": "MIT"}
"""Those of backbones that are known here, by Hugging Face id."""


@dataclass(frozen=True, slots=True)
class Backbone:
    """A language model cut to size."""

    model: Any
    tokenizer: Tokenizer
    roles: Mapping[str, str]
    """The pieces that pad, mark a text's start and the like, by transformers' names of the roles
    (`pad_token`)."""
    told: str
    """What it is, its licence, and what was kept of it, in a line."""


def load(name: str, layers: int, pieces: int) -> Backbone:
    """That model with `layers` of its layers, evenly spread, and at most `pieces` pieces.

    `name` is a folder or a Hugging Face id of a BERT-like encoder. A Unigram vocabulary is cut;
    any other kind is kept whole. Raises `ConfigError` when it cannot be loaded or is not alike.
    """
    try:
        model = AutoModel.from_pretrained(name)
        whole = AutoTokenizer.from_pretrained(name, use_fast=True)
        tokenizer, roles = whole.backend_tokenizer, whole.special_tokens_map
    except Exception as error:
        raise ConfigError(f"--backbone {name}: {briefly(error)}") from None
    if why := _unfit(model):
        raise ConfigError(f"--backbone {name}: not a BERT-like encoder: {why}")
    found = list(model.encoder.layer)
    model.encoder.layer = torch.nn.ModuleList(found[i] for i in spread(len(found), layers))
    model.config.num_hidden_layers = len(model.encoder.layer)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer, kept = cut(tokenizer, pieces)
    words = model.embeddings.word_embeddings
    words = torch.nn.Embedding.from_pretrained(words.weight.data[kept].clone(), freeze=True)
    model.embeddings.word_embeddings = words
    model.config.vocab_size = len(kept)
    known = {role: token for role, token in roles.items() if _has(tokenizer, token)}
    shape = f"{len(model.encoder.layer)} layers, vocabulary of {len(kept):,} pieces"
    return Backbone(model, tokenizer, known, f"{name} ({licence(name)}), {shape}")


def licence(name: str) -> str:
    """A backbone's licence: what the head of its folder's `README.md` says, or what is known."""
    readme = Path(name) / "README.md"
    text = readme.read_text(encoding="utf-8", errors="replace") if readme.is_file() else ""
    head = re.match(r"---\n(.*?)^---$", text, re.DOTALL | re.MULTILINE)
    said = head and re.search(r"""^license: *["']?([\w.-]+)""", head[1], re.MULTILINE)
    return said[1] if said else LICENCES.get(name, "licence not said")


def _has(tokenizer: Tokenizer, token: object) -> bool:
    return isinstance(token, str) and tokenizer.token_to_id(token) is not None


def briefly(error: Exception) -> str:
    """An error of somebody else's library on one line, for those may fill pages."""
    return " ".join(str(error).split())[:300]


def _unfit(model: Any) -> str:  # noqa: ANN401 - any model
    """What keeps a model from being written out after training; empty when nothing does."""
    config = model.config
    if not hasattr(getattr(model, "encoder", None), "layer") or not hasattr(model, "embeddings"):
        return "it has no `embeddings` and `encoder.layer`"
    if not all(hasattr(model.encoder.layer[0], part) for part in PARTS):
        return f"its layers are not made of {', '.join(PARTS)}"
    if getattr(model, "pooler", None) is None:
        return "it has no pooler behind its layers"
    if config.hidden_act != "gelu":
        return f"its activation is {config.hidden_act}, not gelu"
    if config.hidden_size % BLOCK:
        return f"its width, {config.hidden_size}, is no multiple of {BLOCK}"
    return ""


def spread(there: int, wanted: int) -> list[int]:
    """Which of `there` layers to keep: the first, the last, and between them evenly."""
    if wanted >= there:
        return list(range(there))
    step = (there - 1) / max(wanted - 1, 1)
    return [round(i * step) for i in range(wanted)]


def cut(tokenizer: Tokenizer, most: int) -> tuple[Tokenizer, list[int]]:
    """The tokenizer with the pieces of our alphabets, and the old number of each piece left."""
    written = json.loads(tokenizer.to_str())
    vocabulary = written["model"]["vocab"]
    if written["model"]["type"] != "Unigram" or len(vocabulary) <= most:
        return tokenizer, list(range(tokenizer.get_vocab_size()))
    special = {token["content"] for token in written["added_tokens"]}
    kept = _chosen(vocabulary, special, most)
    new = {old: number for number, old in enumerate(kept)}
    written["model"]["vocab"] = [vocabulary[old] for old in kept]
    written["model"]["unk_id"] = new[written["model"]["unk_id"]]
    for token in written["added_tokens"]:
        token["id"] = new[token["id"]]
    for token in (written.get("post_processor") or {}).get("special_tokens", {}).values():
        token["ids"] = [new[old] for old in token["ids"]]
    return Tokenizer.from_str(json.dumps(written)), kept


def save(tokenizer: Tokenizer, path: Path) -> None:
    """The tokenizer's file, on one line, for people do not read it."""
    path.write_text(tokenizer.to_str(pretty=False), encoding="utf-8")


def _chosen(vocabulary: Sequence[tuple[str, float]], special: set[str], most: int) -> list[int]:
    """The numbers of the pieces to keep, in order: single characters, ours, then the commonest."""
    always, latin = [], []
    for number, (piece, score) in enumerate(vocabulary):
        letters = piece.replace("\u2581", "")
        scripts = {_script(letter) for letter in letters if letter.isalpha()}
        if piece in special or scripts <= SMALL_SCRIPTS:
            always.append(number)
        elif scripts <= SCRIPTS:
            latin.append((-score if len(letters) > 1 else -math.inf, number))
    rest = [number for _, number in sorted(latin)[: max(most - len(always), 0)]]
    return sorted([*always, *rest])


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
