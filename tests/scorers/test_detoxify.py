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


JIGSAW = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
"""The outputs of the original model, in its order and its words."""
HIDDEN = {
    "hidden_size": 8,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 8,
}
KINDS = ("Bert", "Roberta", "XLMRoberta")


def tiny(kind, classes):
    """A tiny network of that kind; output i is always logit i/10."""
    places = 512 if kind == "Bert" else 514
    shape = getattr(transformers, f"{kind}Config")(
        vocab_size=64_000,
        max_position_embeddings=places,
        pad_token_id=1,
        num_labels=len(classes),
        **HIDDEN,
    )
    network = getattr(transformers, f"{kind}ForSequenceClassification")(shape)
    last = network.classifier if kind == "Bert" else network.classifier.out_proj
    with torch.no_grad():
        last.weight.zero_()
        last.bias.copy_(torch.arange(len(classes)) / 10)
    return network


def write(folder, classes=SAID, kind="XLMRoberta", **changed):
    """A checkpoint in the format of Detoxify's training, with what belongs to it beside it."""
    folder.mkdir(exist_ok=True)
    network = tiny(kind, classes)
    network.config.save_pretrained(folder)
    tokenizer = str(files("bot.scorers") / "weights" / "tokenizer.json")
    transformers.PreTrainedTokenizerFast(
        tokenizer_file=tokenizer, pad_token="<pad>"
    ).save_pretrained(folder)
    arch = {
        "model_type": str(folder),
        "model_name": f"{kind}ForSequenceClassification",
        "tokenizer_name": "PreTrainedTokenizerFast",
        "num_classes": len(classes),
    }
    config = {"dataset": {"args": {"classes": classes}}, "arch": {"args": arch}}
    path = folder / "tiny.ckpt"
    torch.save({"config": config, "state_dict": network.state_dict()} | changed, path)
    return path


def asked(path, text="you are a complete idiot"):
    """The scores of a text by that checkpoint, and the scorer, closed."""
    scorer = load(str(path), threads=1)
    scores = asyncio.run(scorer.score(text))
    asyncio.run(scorer.close())
    return scores, scorer


def sigmoid(logit):
    return pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-6)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return write(tmp_path_factory.mktemp("tiny"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_checkpoint_is_loaded_and_its_outputs_are_our_labels(tmp_path, kind):
    scores, scorer = asked(write(tmp_path, kind=kind))
    assert scorer.name == "detoxify:tiny.ckpt"
    assert tuple(scores) == scorer.labels == detoxify.LABELS
    for label, score in scores.items():
        assert score == sigmoid(SAID.index(label) / 10)
    for level in ("likely", "very likely"):
        assert set(scorer.thresholds[level]) == set(scorer.labels)


def test_the_words_of_the_original_model_are_understood(tmp_path):
    scores, scorer = asked(write(tmp_path, JIGSAW, "Bert"))
    assert set(scores) == set(scorer.labels) == set(detoxify.LABELS)
    assert scores["toxicity"] == sigmoid(0.0)
    assert scores["identity_attack"] == sigmoid(0.5)


def test_what_a_checkpoint_cannot_tell_is_absent_and_what_we_do_not_know_is_ignored(tmp_path):
    scores, scorer = asked(write(tmp_path, ["spam", "praise", "toxic", "directed"]))
    assert scores == {"toxicity": sigmoid(0.2), "directed": sigmoid(0.3), "praise": sigmoid(0.1)}
    assert tuple(scores) == scorer.labels


def test_a_checkpoint_with_one_class_has_one_score(tmp_path):
    assert asked(write(tmp_path, ["toxicity"]))[0] == {"toxicity": sigmoid(0.0)}


def test_a_checkpoint_of_which_no_class_is_known_is_refused(tmp_path):
    path = write(tmp_path, ["spam", "ham"])
    with pytest.raises(ScorerError, match="its classes are spam, ham; none is of toxicity, "):
        load(str(path))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"config": {}}, "not in Detoxify's format: 'dataset' is missing"),
        ({"state_dict": {}}, r"lacks \d+ of the weights, \S+ among them"),
    ],
)
def test_a_checkpoint_that_would_give_meaningless_scores_is_refused(tmp_path, changed, said):
    path = write(tmp_path, **changed)
    with pytest.raises(ScorerError, match=said):
        load(str(path))


def test_a_checkpoint_that_names_too_few_classes_is_refused(checkpoint, tmp_path):
    folder = shutil.copytree(checkpoint.parent, tmp_path / "few")
    content = torch.load(folder / "tiny.ckpt", weights_only=False)
    content["config"]["dataset"]["args"]["classes"] = SAID[:3]
    torch.save(content, folder / "tiny.ckpt")
    with pytest.raises(ScorerError, match="it names 3 classes for 16 outputs"):
        load(str(folder / "tiny.ckpt"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_longer_than_the_model_takes_is_cut(tmp_path, kind):
    """Also where nobody told the tokenizer how many tokens that is."""
    scores, _ = asked(write(tmp_path, kind=kind), "word " * 1900)
    assert scores["toxicity"] == pytest.approx(0.5)


async def test_each_text_has_its_own_scores_whatever_is_asked_beside_it(checkpoint):
    scorer = load(f"detoxify:{checkpoint}", threads=4)
    found = await asyncio.gather(
        *(scorer.score(f"text {number} " * number) for number in range(30))
    )
    assert all(scores["toxicity"] == pytest.approx(0.5) for scores in found[1:])
    await scorer.close()


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
