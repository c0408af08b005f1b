"""Networks written out: as ONNX files, and as checkpoints for Detoxify."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer, models

from bot.training.rows import LABELS

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'hearthkeeper[training]'")
transformers = pytest.importorskip("transformers", reason="needs the extra `training`")
pytest.importorskip("onnx", reason="needs the extra `training`")
from bot.training import backbone, export, graph  # noqa: E402 - after the checks above
from bot.training.learn import padded  # noqa: E402
from bot.training.network import Network  # noqa: E402
from tests.training.build import saved  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # torch and transformers warn of themselves

TEXTS = ["you are a complete idiot", "ευχαριστώ πολύ", "дякую, допомогло", "ok", "gg " * 60]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("backbone"), hidden_size=64, num_hidden_layers=2)


@pytest.fixture(scope="module")
def written(tiny, tmp_path_factory):
    """A network that has learnt nothing: as small integers, whole, and for Detoxify."""
    out = tmp_path_factory.mktemp("written")
    torch.manual_seed(3)
    base = backbone.load(str(tiny), 2, 20_000)
    network = Network(base.model)
    backbone.save(base.tokenizer, out / "tokenizer.json")
    export.to_onnx(network, out / "model.onnx")
    export.to_onnx(network, out / "whole.onnx", whole=True)
    export.to_detoxify(network, base, out / "detoxify")
    return out


def scores(path, texts):
    tokenizer = Tokenizer.from_file(str(path.parent / "tokenizer.json"))
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ids, mask = padded(tokenizer, texts, export.TOKENS)
    return session.run(["scores"], {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})[0]


def test_a_text_scores_the_same_whatever_it_is_batched_with(written):
    together = scores(written / "model.onnx", TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        alone = scores(written / "model.onnx", [text])[0]
        np.testing.assert_allclose(alone, row, atol=1e-6)


def test_small_integers_change_scores_little(written):
    small, whole = written / "model.onnx", written / "whole.onnx"
    assert np.abs(scores(small, TEXTS) - scores(whole, TEXTS)).max() < 0.02
    assert small.stat().st_size < whole.stat().st_size / 4


def test_detoxify_says_the_same_of_the_same_weights(written):
    detoxify = pytest.importorskip("detoxify", reason="needs the extra `detoxify`")
    theirs = detoxify.Detoxify(checkpoint=str(written / "detoxify" / "model.ckpt"))
    for text in TEXTS[:4]:
        ours = scores(written / "whole.onnx", [text])[0]
        said = theirs.predict(text)
        np.testing.assert_allclose([said[label] for label in LABELS], ours, atol=1e-4)


def test_detoxify_finds_a_checkpoint_of_a_relative_path_from_elsewhere(tiny, tmp_path, monkeypatch):
    detoxify = pytest.importorskip("detoxify", reason="needs the extra `detoxify`")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    base = backbone.load(str(tiny), 1, 20_000)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(tmp_path)
    path = export.to_detoxify(Network(base.model), base, Path("detoxify")).resolve()
    monkeypatch.chdir(elsewhere)
    assert set(detoxify.Detoxify(checkpoint=str(path)).predict("hello")) == set(LABELS)


def test_a_tokenizer_for_detoxify_knows_the_pieces_that_the_backbone_marks_with(tmp_path):
    """Also where they are BERT's own, and the first of all pieces is one of them."""
    special = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
    roles = {f"{role}_token": token for role, token in special.items()}
    numbers = {token: at for at, token in enumerate([*special.values(), "hello"])}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    shape = transformers.BertConfig(
        vocab_size=len(numbers), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32,
    )  # fmt: skip
    transformers.BertModel(shape).save_pretrained(tmp_path)
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **roles)
    fast.save_pretrained(tmp_path)
    base = backbone.load(str(tmp_path), 1, 20_000)
    export.to_detoxify(Network(base.model), base, tmp_path / "detoxify")
    theirs = transformers.PreTrainedTokenizerFast.from_pretrained(tmp_path / "detoxify")
    assert theirs.special_tokens_map == roles
    assert theirs.pad_token_id == 0
    assert len(theirs) == len(numbers)


def test_half_a_byte_a_number_loses_nothing_of_weights_that_had_no_more():
    rng = np.random.default_rng(1)
    steps = rng.integers(-7, 8, (50, 4, 32)).astype(np.float32)
    steps[..., 0] = -8
    scale = rng.random((50, 4, 1)).astype(np.float16).astype(np.float32)
    table = (steps * scale).reshape(50, 128)
    packed, scales = graph.halved(table)
    both = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    back = both.reshape(50, 4, 32) * scales[..., None].astype(np.float32)
    np.testing.assert_array_equal(back.reshape(50, 128), table)
