"""The whole way on a small sample and a tiny backbone: runs where torch is installed."""

import asyncio
import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from bot.errors import ConfigError
from bot.scorers import load
from bot.training.rows import LABELS, Row

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'hearthkeeper[training]'")
pytest.importorskip("transformers", reason="needs the extra `training`")
pytest.importorskip("onnx", reason="needs the extra `training`")
from bot.training import backbone  # noqa: E402 - after the checks above
from bot.training.export import to_onnx  # noqa: E402
from bot.training.learn import Recipe, learn  # noqa: E402
from bot.training.make import Options, make  # noqa: E402
from bot.training.network import Network, halfway, lean, loss_of  # noqa: E402
from bot.training.restore import restore  # noqa: E402
from tests.training.build import saved  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # torch and transformers warn of themselves

TEXTS = ["you are a complete idiot", "ευχαριστώ πολύ", "дякую, допомогло", "ok", "gg " * 60]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A backbone of three narrow layers."""
    torch.manual_seed(0)
    return saved(tmp_path_factory.mktemp("backbone"), hidden_size=64, num_hidden_layers=3)


def options(out, base, **changed):
    given = {"data": (), "name": "tried", "layers": 2, "pieces": 20_000, "epochs": 0.5, "seed": 1}
    return Options(
        **given | {"sample": 40, "detoxify": False} | changed, out=out, backbone=str(base)
    )


@pytest.fixture(scope="module")
def made(tiny, tmp_path_factory):
    """A model made from it, and its card."""
    out = tmp_path_factory.mktemp("made") / "model"
    return out, make(options(out, tiny, detoxify=True))


async def test_the_model_can_be_loaded_and_scores(made):
    out, card = made
    scorer = load(str(out))
    try:
        for text in TEXTS:
            found = await scorer.score(text)
            assert list(found) == list(LABELS)
            assert all(0 <= score <= 1 for score in found.values())
        assert scorer.name == f"tried-{card['sha256']['model.onnx'][:8]}"
        assert scorer.thresholds["very likely"].keys() == scorer.thresholds["likely"].keys()
    finally:
        await scorer.close()
    assert json.loads((out / "model.json").read_text("utf-8")) == card
    assert {row["licence"] for row in card["data"]} == {"MIT"}
    pieces = Tokenizer.from_file(str(out / "tokenizer.json")).get_vocab_size()
    told = f"(licence not said), 2 layers, vocabulary of {pieces:,} pieces"
    assert card["backbone"].endswith(told)
    files = {path.name for path in out.iterdir()}
    assert files == {"model.onnx", "tokenizer.json", "model.json", "detoxify"}


def test_our_own_scorer_reads_that_checkpoint(made):
    pytest.importorskip("detoxify", reason="needs the extra `detoxify`")
    out, _ = made
    scorer = load(str(out / "detoxify" / "model.ckpt"))
    found = asyncio.run(scorer.score(TEXTS[0]))
    assert 0 < found["toxicity"] < 1
    asyncio.run(scorer.close())


def test_learning_goes_on_from_a_checkpoint_and_ends_halfway(made, tiny, tmp_path):
    out, first = made
    start = out / "detoxify" / "model.ckpt"
    card = make(options(tmp_path / "again", tiny, detoxify=True, start=start, epochs=0.1))
    assert card["name"] != first["name"]
    assert "halfway back" in card["training"]
    before, after = (
        torch.load(path / "detoxify" / "model.ckpt", weights_only=True)["state_dict"]
        for path in (out, tmp_path / "again")
    )
    moved = [(after[name] - before[name]).abs().max().item() for name in before]
    assert 0 < max(moved) < 0.1, "a gentle step from where it began, and not another beginning"


def test_learning_goes_on_from_a_models_folder(made, tiny, tmp_path):
    out, first = made
    card = make(options(tmp_path / "again", tiny, start=out, epochs=0.1))
    assert card["name"] != first["name"]
    assert "halfway back" in card["training"]


@pytest.mark.parametrize(("whole", "apart"), [(True, 1e-6), (False, 1 / 63)])
def test_a_network_is_read_back_as_it_was_written(tiny, tmp_path, whole, apart):
    torch.manual_seed(4)
    base, other = (backbone.load(str(tiny), 2, 20_000) for _ in range(2))
    network, again = Network(base.model), Network(other.model)
    backbone.save(base.tokenizer, tmp_path / "tokenizer.json")
    with torch.no_grad():
        for weights in network.parameters():
            if weights.requires_grad:
                weights.add_(0.1 * torch.randn_like(weights))
    to_onnx(network, tmp_path / "model.onnx", whole=whole)
    (tmp_path / "model.json").write_text(json.dumps({"labels": LABELS}))
    restore(again, base.tokenizer, tmp_path)
    ids, mask = torch.tensor([[0, 5, 6, 9, 2]]), torch.ones(1, 5, dtype=torch.long)
    with torch.no_grad():
        there, back = network.eval()(ids, mask), again.eval()(ids, mask)
    assert (there - back).abs().max() < (1e-5 if whole else 0.1)
    fitted = dict(network.named_parameters())
    for name, weights in again.named_parameters():
        if "position" not in name and "token_type" not in name:
            most = fitted[name].abs().max()
            assert (weights - fitted[name]).abs().max() <= apart * most, name


def test_a_model_of_another_backbone_or_of_other_labels_is_refused(made, tiny, tmp_path):
    out, card = made
    base = backbone.load(str(tiny), 2, 20_000)
    with torch.no_grad():
        base.model.embeddings.word_embeddings.weight.add_(1.0)
    with pytest.raises(ValueError, match="another backbone"):
        restore(Network(base.model), base.tokenizer, out)
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes((out / name).read_bytes())
    (tmp_path / "model.json").write_text(json.dumps(card | {"labels": ["joy"]}))
    with pytest.raises(ValueError, match="labels"):
        restore(Network(base.model), base.tokenizer, tmp_path)


def test_a_folder_of_another_size_is_named(made, tiny, tmp_path):
    with pytest.raises(ConfigError, match=r"--start .*model: it has 2 layers, not 1"):
        make(options(tmp_path / "other", tiny, start=made[0], layers=1))
    with pytest.raises(ConfigError, match=r"--start .*empty: "):
        (tmp_path / "empty").mkdir()
        make(options(tmp_path / "other", tiny, start=tmp_path / "empty"))


def test_a_checkpoint_of_another_size_is_named(made, tiny, tmp_path):
    start = made[0] / "detoxify" / "model.ckpt"
    with pytest.raises(ConfigError, match=r"--start .*model\.ckpt: "):
        make(options(tmp_path / "other", tiny, start=start, layers=1))
    with pytest.raises(ConfigError, match=r"--start .*none\.ckpt: "):
        make(options(tmp_path / "other", tiny, start=tmp_path / "none.ckpt"))


def test_vulgar_words_count_a_little_toward_toxicity(tiny):
    torch.manual_seed(3)
    network = Network(backbone.load(str(tiny), 1, 20_000).model).eval()
    ids, mask = torch.tensor([[0, 5, 6, 2]]), torch.ones(1, 4, dtype=torch.long)
    toxicity, obscene = LABELS.index("toxicity"), LABELS.index("obscene")
    with torch.no_grad():
        before = network(ids, mask)[0]
        lean(network, 0.5)
        after = network(ids, mask)[0]
    wanted = before.clone()
    wanted[toxicity] += 0.5 * before[obscene]
    assert torch.allclose(after, wanted, atol=1e-5)


def test_halfway_lies_between_two_networks(tiny):
    torch.manual_seed(4)
    network = Network(backbone.load(str(tiny), 1, 20_000).model)
    now = {name: weights.clone() for name, weights in network.state_dict().items()}
    halfway(network, {name: torch.zeros_like(weights) for name, weights in now.items()})
    found = network.state_dict()
    assert all(torch.allclose(found[n], now[n] / 2) for n in now if now[n].is_floating_point())


def test_a_stopped_run_goes_on_and_ends_with_the_same_weights(tiny, tmp_path):
    rows = [Row(f"text number {n}", "en", {"toxicity": float(n % 2)}) for n in range(64)]
    recipe = Recipe(epochs=1.5, batch=8, every=3)

    class Stopped(Exception):
        pass

    def ended(name, stop_at=None):
        torch.manual_seed(5)
        base = backbone.load(str(tiny), 2, 20_000)
        network = Network(base.model)

        def step(number, total, loss):
            if number == stop_at:
                raise Stopped

        learn(network, base.tokenizer, rows, recipe, tmp_path / name, step)
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
        base = backbone.load(str(tiny), 1, 20_000)
        done.clear()
        learn(
            Network(base.model),
            base.tokenizer,
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
    ("kind", "shape", "changed", "why"),
    [
        ("Bert", {"max_position_embeddings": 40}, {}, "failed on a text"),
        ("Roberta", {}, {"detoxify": True}, "holds BERT's kind only, not roberta"),
        ("Bert", {"roles": {}}, {"detoxify": True}, "a tokenizer with a `pad_token`"),
    ],
)
def test_a_backbone_that_could_not_be_written_out_is_refused_before_hours_of_learning(
    kind, shape, changed, why, tmp_path
):
    base, out = saved(tmp_path, kind, **shape), tmp_path / "model"
    with pytest.raises(ConfigError, match=f"--backbone {base}: .*{why}"):
        make(options(out, base, **changed, epochs=1000))
    assert not list(out.iterdir()), "nothing was learnt, and nothing stays"


def test_a_folder_that_nothing_can_be_written_to_is_named_before_hours_of_learning(tiny):
    with pytest.raises(ConfigError, match="--out /proc: "):
        make(options(Path("/proc"), tiny, epochs=1000))


def test_what_is_unknown_costs_nothing():
    logits = torch.tensor([[5.0] * len(LABELS)])
    known = torch.full((1, len(LABELS)), torch.nan)
    assert loss_of(logits, known) == 0
    known[0, 0] = 0.0
    assert loss_of(logits, known) == pytest.approx(5.0067, abs=1e-3)
