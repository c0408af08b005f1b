"""The page about the bundled model says what its card in `model.json` says."""

import json
import re
from importlib.resources import files

import pytest

WEIGHTS = files("bot.scorers") / "weights"
PAGE = (WEIGHTS / "MODEL_CARD.md").read_text("utf-8")
CARD = json.loads((WEIGHTS / "model.json").read_text("utf-8"))
APART, OURS = CARD["numbers"]["held out"]["corpus"], CARD["numbers"]["held out"]["our own"]


def short(value):
    return f"{value:.3f}".removeprefix("0")


@pytest.mark.parametrize("lang", ["en", "es", "pl", "ru", "el", "uk"])
def test_the_numbers_of_a_language_are_those_measured(lang):
    apart, ours = (part["toxicity by language"][lang]["auc"] for part in (APART, OURS))
    assert f"| {lang} | {short(apart)} | {short(ours)} |" in PAGE


def test_the_numbers_of_all_languages_and_labels_are_those_measured():
    apart, ours = APART["toxicity"]["auc"], OURS["toxicity"]["auc"]
    assert f"| all | {short(apart)} | {short(ours)} |" in PAGE
    labels = re.search(r"Labels on the small set: (.*?)\n\n", PAGE, re.DOTALL)[1]
    told = dict(re.findall(r"(\w+)\s+(\.\d{3})", labels))
    assert len(told) == 10
    where = {label: OURS if label in {"question", "praise"} else APART for label in told}
    assert told == {label: short(where[label]["auc by label"][label]) for label in told}


def test_it_names_the_model_its_cut_and_every_label():
    assert PAGE.startswith(f"# Model card: {CARD['name'].rpartition('-')[0]}\n")
    assert f"({short(CARD['thresholds']['toxicity'])})" in PAGE
    assert {label for label in CARD["labels"] if f"`{label}`" not in PAGE} == set()
    assert {row["licence"] for row in CARD["data"]} <= {
        "MIT", "CC0-1.0", "CC-BY-4.0", "Apache-2.0", "BSD-3-Clause", "see origin",
    }  # fmt: skip


def test_the_shares_called_toxic_are_those_measured():
    told = dict(re.findall(r"^\| (\w+)(?: \(harmless\))? \| ([.\d]*) \|", PAGE, re.MULTILINE))
    hostile = APART["share of hostile kinds called toxic"]
    harmless = APART["harmless kinds called toxic, of 1,000"]
    shares = hostile | {kind: each / 1000 for kind, each in harmless.items()}
    assert {kind: f"{share:.2f}".removeprefix("0") for kind, share in shares.items()} == {
        kind: told[kind] for kind in shares
    }
