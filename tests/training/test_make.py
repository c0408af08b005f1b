"""The whole way on a small sample and a tiny backbone: runs where torch is installed."""

import asyncio
import json
from importlib.resources import files

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer

from bot.errors import ConfigError
from bot.scorers import load
from bot.training.rows import LABELS, Row

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'hearthkeeper[training]'")
transformers = pytest.importorskip("transformers", reason="needs the extra `training`")
pytest.importorskip("onnx", reason="needs the extra `training`")
from bot.training import backbone, export, graph  # noqa: E402 - after the checks above
from bot.training.learn import Recipe, learn, padded  # noqa: E402
from bot.training.make import Options, make  # noqa: E402
from bot.training.network import Network, loss_of  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # torch and transformers warn of themselves

TEXTS = ["you are a complete idiot", "ευχαριστώ πολύ", "дякую, допомогло", "ok", "gg " * 60]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A backbone of three narrow layers, untrained, with the bundled model's vocabulary."""
    folder = tmp_path_factory.mktemp("backbone")
    tokenizer = Tokenizer.from_file(str(files("bot.scorers") / "weights" / "tokenizer.json"))
    torch.manual_seed(0)
    shape = transformers.BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=64, num_hidden_layers=3,
        num_attention_heads=4, intermediate_size=96, max_position_embeddings=256, pad_token_id=1,
    )  # fmt: skip
    transformers.BertModel(shape).save_pretrained(folder)
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def made(tiny, tmp_path_factory):
    """A model made from it, and its card."""
    out = tmp_path_factory.mktemp("made") / "model"
    options = Options((), out, str(tiny), "tried", 2, 20_000, 0.5, 1, 40, detoxify=True)
    return out, make(options)


def scores(path, tokenizer, texts):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ids, mask = padded(tokenizer, texts, export.TOKENS)
    return session.run(["scores"], {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})[0]


async def test_the_model_can_be_loaded_and_scores(made):
    out, card = made
    scorer = load(str(out))
    try:
        for text in TEXTS:
            found = await scorer.score(text)
            assert list(found) == list(LABELS)
            assert all(0 <= score <= 1 for score in found.values())
        assert scorer.name == "tried"
        assert scorer.thresholds["very likely"].keys() == scorer.thresholds["likely"].keys()
    finally:
        await scorer.close()
    assert json.loads((out / "model.json").read_text("utf-8")) == card
    assert {row["licence"] for row in card["data"]} == {"MIT"}
    assert not (out / "checkpoint.pt").exists()


def test_a_text_scores_the_same_whatever_it_is_batched_with(made):
    out, _ = made
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    together = scores(out / "model.onnx", tokenizer, TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        alone = scores(out / "model.onnx", tokenizer, [text])[0]
        np.testing.assert_allclose(alone, row, atol=1e-6)


def test_small_integers_change_scores_little(made):
    out, _ = made
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    small = scores(out / "model.onnx", tokenizer, TEXTS)
    whole = scores(out / "model.float32.onnx", tokenizer, TEXTS)
    assert np.abs(small - whole).max() < 0.02
    assert (out / "model.onnx").stat().st_size < (out / "model.float32.onnx").stat().st_size / 4


def test_detoxify_says_the_same_of_the_same_weights(made):
    detoxify = pytest.importorskip("detoxify", reason="needs the extra `detoxify`")
    out, _ = made
    checkpoint = out / "detoxify" / "model.ckpt"
    theirs = detoxify.Detoxify(
        checkpoint=str(checkpoint), huggingface_config_path=str(checkpoint.parent)
    )
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    for text in TEXTS[:4]:
        ours = scores(out / "model.float32.onnx", tokenizer, [text])[0]
        said = theirs.predict(text)
        np.testing.assert_allclose([said[label] for label in LABELS], ours, atol=1e-4)


def test_our_own_scorer_reads_that_checkpoint(made):
    pytest.importorskip("detoxify", reason="needs the extra `detoxify`")
    out, _ = made
    scorer = load(str(out / "detoxify" / "model.ckpt"))
    found = asyncio.run(scorer.score(TEXTS[0]))
    assert 0 < found["toxicity"] < 1
    asyncio.run(scorer.close())


def test_a_stopped_run_goes_on_and_ends_with_the_same_weights(tiny, tmp_path):
    rows = [Row(f"text number {n}", "en", {"toxicity": float(n % 2)}) for n in range(64)]
    recipe = Recipe(epochs=1.5, batch=8, every=3)

    class Stopped(Exception):
        pass

    def ended(name, stop_at=None):
        torch.manual_seed(5)
        base, tokenizer = backbone.load(str(tiny), 2, 20_000)
        network = Network(base)

        def step(number, total, loss):
            if number == stop_at:
                raise Stopped

        learn(network, tokenizer, rows, recipe, tmp_path / name, step)
        return network.state_dict()

    whole = ended("whole")
    with pytest.raises(Stopped):
        ended("parts", stop_at=8)
    steps = ended("parts")
    assert all(torch.equal(whole[name], steps[name]) for name in whole)


def test_a_run_of_other_rows_or_of_another_network_begins_anew(tiny, tmp_path):
    rows = [Row(f"text number {n}", "en", {"toxicity": float(n % 2)}) for n in range(16)]
    others = [Row(row.text, row.lang, {"toxicity": 1 - row.labels["toxicity"]}) for row in rows]
    recipe, done = Recipe(epochs=1, batch=8, every=1), []

    def steps(some, made_of):
        base, tokenizer = backbone.load(str(tiny), 1, 20_000)
        done.clear()
        learn(
            Network(base),
            tokenizer,
            some,
            recipe,
            tmp_path / "kept",
            lambda *now: done.append(now),
            made_of,
        )
        return len(done)

    assert steps(rows, "one") == 2
    assert steps(rows, "one") == 0, "it was done already"
    assert steps(others, "one") == 2
    assert steps(others, "another") == 2


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        ({"hidden_size": 36}, "no multiple of 32"),
        ({"hidden_act": "relu"}, "its activation is relu"),
    ],
)
def test_a_backbone_that_could_not_be_written_out_is_refused_before_training(shape, why, tmp_path):
    small = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2} | shape
    transformers.BertModel(
        transformers.BertConfig(vocab_size=64_000, intermediate_size=32, **small)
    ).save_pretrained(tmp_path)
    Tokenizer.from_file(str(files("bot.scorers") / "weights" / "tokenizer.json")).save(
        str(tmp_path / "tokenizer.json")
    )
    (tmp_path / "tokenizer_config.json").write_text(
        '{"tokenizer_class": "PreTrainedTokenizerFast"}'
    )
    with pytest.raises(ConfigError, match=why):
        backbone.load(str(tmp_path), 1, 20_000)


def test_what_is_unknown_costs_nothing():
    logits = torch.tensor([[5.0] * len(LABELS)])
    known = torch.full((1, len(LABELS)), torch.nan)
    assert loss_of(logits, known) == 0
    known[0, 0] = 0.0
    assert loss_of(logits, known) == pytest.approx(5.0067, abs=1e-3)


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


def test_a_cut_vocabulary_reads_our_alphabets_as_before(tiny):
    whole = Tokenizer.from_file(str(tiny / "tokenizer.json"))
    small, kept = backbone.cut(whole, 30_000)
    assert small.get_vocab_size() == len(kept) == 30_000
    for text in ("Είσαι ηλίθιος", "повний дурень", "🎉!"):
        assert small.encode(text).tokens == whole.encode(text).tokens
    ids = small.encode("hello there").ids
    assert kept[ids[0]] == whole.encode("hello there").ids[0], "the start is the start"


@pytest.mark.parametrize("name", ["nowhere/at-all", "."])
def test_a_backbone_that_is_none_is_named(name, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ConfigError, match=f"--backbone {name}"):
        backbone.load(name, 2, 20_000)
