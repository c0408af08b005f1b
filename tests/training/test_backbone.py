"""Language models cut to size: what is kept, what is refused, and whose licence they have."""

import pytest
from tokenizers import Tokenizer

from bot.errors import ConfigError
from bot.training.__main__ import BACKBONE

pytest.importorskip("torch", reason="needs the extra: pip install 'hearthkeeper[training]'")
pytest.importorskip("transformers", reason="needs the extra `training`")
pytest.importorskip("onnx", reason="needs the extra `training`")
from bot.training import backbone
from tests.training.build import VOCABULARY, saved

pytestmark = pytest.mark.filterwarnings("ignore")  # torch and transformers warn of themselves


def test_a_cut_vocabulary_reads_our_alphabets_as_before():
    whole = Tokenizer.from_str(VOCABULARY.read_text("utf-8"))
    small, kept = backbone.cut(whole, 50_000)
    assert small.get_vocab_size() == len(kept) == 50_000
    for text in ("Είσαι ηλίθιος", "повний дурень", "🎉!"):
        assert small.encode(text).tokens == whole.encode(text).tokens
    ids = small.encode("hello there").ids
    assert kept[ids[0]] == whole.encode("hello there").ids[0], "the start is the start"


@pytest.mark.parametrize(
    ("kind", "shape", "why"),
    [
        ("Bert", {"hidden_size": 36}, "its width, 36, is no multiple of 32"),
        ("Bert", {"hidden_act": "relu"}, "its activation is relu"),
        ("Electra", {"embedding_size": 32}, "it has no pooler behind its layers"),
    ],
)
def test_a_backbone_that_cannot_be_learnt_from_is_refused_when_it_is_loaded(
    kind, shape, why, tmp_path
):
    with pytest.raises(ConfigError, match=why):
        backbone.load(str(saved(tmp_path, kind, **shape)), 1, 20_000)


@pytest.mark.parametrize("name", ["nowhere/at-all", "."])
def test_a_backbone_that_is_none_is_named(name, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ConfigError, match=f"--backbone {name}"):
        backbone.load(name, 2, 20_000)


@pytest.mark.parametrize(
    ("readme", "licence"),
    [
        ("---\nlanguage: el\nlicense: apache-2.0\ntags:\n- bert\n---\n# A model\n", "apache-2.0"),
        ("---\ntags: [bert]\n---\nlicense: any, we hope\n", "licence not said"),
        ("license: mit", "licence not said"),
        (None, "licence not said"),
    ],
)
def test_the_licence_of_a_backbone_is_what_its_own_card_says(readme, licence, tmp_path):
    if readme:
        (tmp_path / "README.md").write_text(readme)
    assert backbone.licence(str(tmp_path)) == licence


def test_the_licence_of_the_default_backbone_is_known():
    assert backbone.licence(BACKBONE) == "MIT"
