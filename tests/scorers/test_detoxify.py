"""The heavy model: runs where torch is installed, which the default install does without."""

import asyncio
import json
import math
import shutil
from importlib.resources import files

import pytest

from bot.errors import ScorerError
from bot.scorers import load

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'hearthkeeper[detoxify]'")
transformers = pytest.importorskip("transformers", reason="needs the extra `detoxify`")
from bot.scorers import detoxify  # noqa: E402 - after the check above

pytestmark = pytest.mark.filterwarnings("ignore")  # torch and transformers warn of themselves

SAID = [
    *("toxicity", "severe_toxicity", "obscene", "identity_attack", "insult", "threat"),
    *("sexual_explicit", "male", "female", "homosexual_gay_or_lesbian", "christian", "jewish"),
    *("muslim", "black", "white", "psychiatric_or_mental_illness"),
]
"""The outputs of the multilingual model, in its order."""


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """A tiny network in the format of Detoxify's training; output i is always logit i/10."""
    folder = tmp_path_factory.mktemp("tiny")
    shape = transformers.XLMRobertaConfig(
        vocab_size=64_000,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=514,
        num_labels=len(SAID),
    )
    network = transformers.XLMRobertaForSequenceClassification(shape)
    with torch.no_grad():
        network.classifier.out_proj.weight.zero_()
        network.classifier.out_proj.bias.copy_(torch.arange(len(SAID)) / 10)
    shape.save_pretrained(folder)
    tokenizer = str(files("bot.scorers") / "weights" / "tokenizer.json")
    transformers.PreTrainedTokenizerFast(
        tokenizer_file=tokenizer, pad_token="<pad>", model_max_length=512
    ).save_pretrained(folder)
    arch = {
        "model_type": str(folder),
        "model_name": "XLMRobertaForSequenceClassification",
        "tokenizer_name": "PreTrainedTokenizerFast",
        "num_classes": len(SAID),
    }
    config = {"dataset": {"args": {"classes": SAID}}, "arch": {"args": arch}}
    path = folder / "tiny.ckpt"
    torch.save({"config": config, "state_dict": network.state_dict()}, path)
    return path


def test_a_checkpoint_is_loaded_and_its_outputs_are_our_labels(checkpoint):
    scorer = load(str(checkpoint), threads=1)
    scores = asyncio.run(scorer.score("you are a complete idiot"))
    assert tuple(scores) == scorer.labels
    for label, score in scores.items():
        assert score == pytest.approx(1 / (1 + math.exp(-SAID.index(label) / 10)), abs=1e-6)
    asyncio.run(scorer.close())


def test_a_text_longer_than_the_model_takes_is_cut(checkpoint):
    scorer = load(str(checkpoint), threads=1)
    assert asyncio.run(scorer.score("word " * 1900))["toxicity"] == pytest.approx(0.5)
    asyncio.run(scorer.close())


def test_a_broken_checkpoint_is_named_in_one_line(checkpoint, tmp_path):
    broken = shutil.copy(checkpoint, tmp_path / "broken.ckpt")
    with broken.open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(ScorerError) as raised:
        load(str(broken))
    assert str(broken) in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


@pytest.fixture(scope="module")
def untrained():
    scorer = detoxify.Scorer(random_weights=True, threads=2)
    yield scorer
    asyncio.run(scorer.close())


async def test_the_untrained_network_scores_each_text_alone(untrained):
    texts = ["you are a complete idiot", "thanks, that helped!", "ти повний ідіот"]
    together = await asyncio.gather(*map(untrained.score, texts))
    other = detoxify.Scorer(random_weights=True, threads=1)
    assert [await other.score(text) for text in texts] == together
    assert len({json.dumps(scores) for scores in together}) == len(texts)
    assert all(0 < score < 1 for scores in together for score in scores.values())
    await other.close()


async def test_a_blank_text_scores_zero(untrained):
    assert await untrained.score("  \n") == dict.fromkeys(untrained.labels, 0.0)


def test_every_label_has_its_thresholds(untrained):
    for level in ("likely", "very likely"):
        assert set(untrained.thresholds[level]) == set(untrained.labels)
