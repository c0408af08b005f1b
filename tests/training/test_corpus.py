"""Our own messages to learn from: well-formed, each once, and of every kind in each language."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.evaluation.talks import read_talks
from bot.training.rows import HARMLESS, HOSTILE, LABELS

HOME = Path("bot/training/corpus").resolve()
TALKS = sorted(HOME.glob("conversations_??.jsonl"))
FILES = sorted(set(HOME.glob("*_??.jsonl")) - set(TALKS))
CALM = {
    "heated_but_civil",
    "friendly_banter",
    "venting_at_product",
    "cooled_by_itself",
    "fast_excited_chat",
}
FLARES = {"flame_war_mutual", "dogpile", "troll_bait"}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_line_is_a_labelled_message_and_stands_once(path):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = Counter(row["text"].casefold() for row in rows)
    assert [text for text, times in texts.items() if times > 1] == []
    for row in rows:
        labels = LABELS[:7] if path.stem.startswith("messages") else LABELS
        assert list(row) == ["text", "lang", *labels, "kind"], row
        assert row["lang"] == path.stem[-2:]
        assert row["text"].strip()
        assert {row[label] for label in labels} <= {0, 1}, row
        assert row["kind"] in HARMLESS | HOSTILE, row
        if row["insult"] or row["threat"] or row["identity_attack"]:
            assert row["toxicity"], row
        if row["kind"] in HARMLESS:
            assert not row["toxicity"], row
    assert {row["kind"] for row in rows} >= HARMLESS
    assert {row["kind"] for row in rows} >= HOSTILE - {"obfuscated"}


def test_no_message_stands_in_two_files_of_a_language():
    rows = [json.loads(line) for path in FILES for line in path.read_text("utf-8").splitlines()]
    texts = Counter((row["lang"], row["text"].casefold()) for row in rows)
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("path", TALKS, ids=[path.stem for path in TALKS])
def test_every_conversation_is_whole(path):
    talks = read_talks([path])
    assert len({talk.id for talk in talks}) == len(talks) >= 60
    for talk in talks:
        assert talk.lang == path.stem[-2:]
        assert talk.kind in (FLARES if talk.flares else CALM), talk.id
        assert (talk.onset is not None) == talk.flares, talk.id
        assert (talk.troll is not None) == (talk.kind == "troll_bait"), talk.id
        assert talk.target is not None or talk.kind != "dogpile", talk.id
        assert len(talk.turns) >= 5
        assert None not in {turn.hostile for turn in talk.turns}
        if talk.flares:
            assert any(turn.hostile for turn in talk.turns), talk.id
    assert sum(talk.flares for talk in talks) * 2 == len(talks)


@pytest.mark.parametrize("path", TALKS, ids=[path.stem for path in TALKS])
def test_both_halves_have_as_many_of_each_kind_and_no_lines_of_the_other(path):
    halves = [[], []]
    for talk in read_talks([path]):
        halves[int(talk.id[-1]) % 2].append(talk)
    even, odd = (Counter(talk.kind for talk in half) for half in halves)
    assert all(abs(even[kind] - odd[kind]) <= 1 for kind in CALM | FLARES)
    lines = [
        {turn.text.casefold() for talk in half for turn in talk.turns if len(turn.text.split()) > 3}
        for half in halves
    ]
    assert lines[0].isdisjoint(lines[1])


@pytest.mark.parametrize("sort", ["messages", "comments", "conversations"])
def test_the_data_sheet_counts_right(sort):
    sheet = (HOME / "README.md").read_text(encoding="utf-8")
    sheet = sheet[sheet.index(f"\n`{sort}_*.jsonl`:\n") :]
    head = next(line for line in sheet.splitlines() if line.startswith("| kind |"))
    languages = [cell.strip() for cell in head.split("|")[2:-1]]
    rows = {
        lang: Counter(
            json.loads(line)["kind"]
            for line in (HOME / f"{sort}_{lang}.jsonl").read_text(encoding="utf-8").splitlines()
        )
        for lang in languages
    }
    assert len(languages) == len(TALKS)
    talks = sort == "conversations"
    for kind in CALM | FLARES if talks else HARMLESS | (HOSTILE - {"obfuscated"}):
        counts = " | ".join(str(rows[lang][kind]) for lang in languages)
        assert f"| {kind} | {counts} |" in sheet
