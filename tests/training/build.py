"""Backbones to learn from: untrained, tiny, and with the bundled model's vocabulary."""

import json
from importlib.resources import files

import transformers
from tokenizers import Tokenizer

VOCABULARY = files("bot.scorers") / "weights" / "tokenizer.json"
SMALL = {
    "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
    "intermediate_size": 32,
}  # fmt: skip
ROLES = {"cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>"}


def saved(folder, kind="Bert", roles=ROLES, **shape):
    """A folder with a backbone of that kind; in these roles its tokenizer has these pieces."""
    pieces = Tokenizer.from_file(str(VOCABULARY)).get_vocab_size()
    given = SMALL | {"vocab_size": pieces, "pad_token_id": 1} | shape
    config = getattr(transformers, f"{kind}Config")(**given)
    getattr(transformers, f"{kind}Model")(config).save_pretrained(folder)
    (folder / "tokenizer.json").write_text(VOCABULARY.read_text("utf-8"), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", **roles})
    )
    return folder
