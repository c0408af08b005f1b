"""Our own messages to learn from: well-formed, each once, and of every kind in each language."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from bot.evaluation.talks import read_talks
from bot.training.rows import HARMLESS, HOSTILE, LABELS

HOME = Path("bot/training/corpus").resolve()
TALKS = sorted(HOME.glob("conversations_??.jsonl"))
MORE = sorted(HOME.glob("conversations_??_more.jsonl"))
FILES = sorted(set(HOME.glob("*.jsonl")) - {*TALKS, *MORE})
CALM = {
    "heated_but_civil",
    "friendly_banter",
    "venting_at_product",
    "cooled_by_itself",
    "fast_excited_chat",
}
FLARES = {"flame_war_mutual", "dogpile", "troll_bait"}
OF_TALK = ["id", "lang", "kind", "flame_war", "onset", "troll", "target", "turns"]
OF_TURN = ["author", "at", "text", "reply_to", "toxicity", "provocation", "deescalation"]


def odd(talk):
    return int(talk.id.split("-")[1]) % 2


def texts(talk):
    return [turn.text.casefold() for turn in talk.turns]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_line_is_a_labelled_message_and_stands_once(path):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    said = Counter(row["text"].casefold() for row in rows)
    assert [text for text, times in said.items() if times > 1] == []
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
    said = Counter((row["lang"], row["text"].casefold()) for row in rows)
    assert [text for text, times in said.items() if times > 1] == []


@pytest.mark.parametrize("path", TALKS + MORE, ids=[path.stem for path in TALKS + MORE])
def test_every_conversation_is_whole(path):
    lang = path.stem.split("_")[1]
    talks = read_talks([path])
    assert len(talks) >= 60
    for talk in talks:
        assert talk.lang == lang
        assert re.fullmatch(rf"{lang}-\d+", talk.id)
        assert talk.kind in (FLARES if talk.flares else CALM), talk.id
        assert (talk.onset is not None) == talk.flares, talk.id
        assert (talk.troll is not None) == (talk.kind == "troll_bait"), talk.id
        assert talk.target is not None or talk.kind != "dogpile", talk.id
        assert talk.troll is None or talk.troll != talk.target, talk.id
        assert len(talk.turns) >= 5
        assert not talk.turns[0].at, talk.id
        assert all(text.strip() for text in texts(talk)), talk.id
        for what in ("hostile", "baits", "calms"):
            assert None not in {getattr(turn, what) for turn in talk.turns}, talk.id
        if talk.kind != "cooled_by_itself":
            assert any(turn.hostile for turn in talk.turns) == talk.flares, talk.id
    assert sum(talk.flares for talk in talks) * 2 == len(talks)


@pytest.mark.parametrize("path", TALKS + MORE, ids=[path.stem for path in TALKS + MORE])
def test_every_conversation_says_all_that_is_said_of_one(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert list(row) == OF_TALK, row["id"]
        assert all(list(turn) == OF_TURN for turn in row["turns"]), row["id"]


def test_no_conversation_stands_twice():
    talks = read_talks(TALKS + MORE)
    ids = Counter(talk.id for talk in talks)
    said = Counter(tuple(texts(talk)) for talk in talks)
    assert [id for id, times in ids.items() if times > 1] == []
    assert [lines for lines, times in said.items() if times > 1] == []


@pytest.mark.parametrize("path", TALKS, ids=[path.stem for path in TALKS])
def test_both_halves_have_as_many_of_each_kind_and_no_lines_of_the_other(path):
    halves = [[], []]
    for talk in read_talks([path]):
        halves[odd(talk)].append(talk)
    even, other = (Counter(talk.kind for talk in half) for half in halves)
    assert all(abs(even[kind] - other[kind]) <= 1 for kind in CALM | FLARES)
    lines = [
        {text for talk in half for text in texts(talk) if len(text.split()) > 3} for half in halves
    ]
    assert lines[0].isdisjoint(lines[1])


@pytest.mark.parametrize("path", MORE, ids=[path.stem for path in MORE])
def test_the_half_that_is_measured_has_every_kind_and_as_many_flares_as_not(path):
    measured = [talk for talk in read_talks([path]) if odd(talk)]
    assert {talk.kind for talk in measured} == CALM | FLARES
    flares = sum(talk.flares for talk in measured)
    assert abs(flares - (len(measured) - flares)) <= 2


def test_what_is_measured_was_not_learnt_in_any_file_or_language():
    talks = read_talks(TALKS + MORE)
    learnt = defaultdict(set)
    for talk in talks:
        for text in texts(talk) if not odd(talk) else ():
            learnt[text].add(talk.id)
    for talk in filter(odd, talks):
        found = [text for text in texts(talk) if text in learnt]
        assert [text for text in found if len(text.split()) > 4] == [], talk.id
        shared = Counter(other for text in found for other in learnt[text])
        too_like = [other for other, times in shared.items() if times * 3 > len(talk.turns)]
        assert too_like == [], talk.id


@pytest.mark.parametrize(
    "sort", ["messages_*", "comments_*", "conversations_*", "conversations_*_more"]
)
def test_the_data_sheet_counts_right(sort):
    sheet = (HOME / "README.md").read_text(encoding="utf-8")
    sheet = sheet[sheet.index(f"\n`{sort}.jsonl`:\n\n| kind |") :]
    table = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in sheet.split("\n\n")[1].splitlines()
    ]
    languages = table[0][1:]
    assert sorted(languages) == sorted(path.stem[-2:] for path in TALKS)
    found = {lang: _counted(HOME / f"{sort.replace('*', lang)}.jsonl") for lang in languages}
    told = {name: dict(zip(languages, map(int, row), strict=True)) for name, *row in table[2:]}
    names = {name for counts in found.values() for name in counts}
    if not sort.endswith("_more"):
        names -= {"even ids", "odd ids"}
    assert told == {name: {lang: found[lang][name] for lang in languages} for name in names}


def _counted(path):
    """How many lines of a file are of each kind, how many there are, and how many in each half."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    ids = [int(row["id"].split("-")[1]) % 2 for row in rows if "id" in row]
    return Counter(row["kind"] for row in rows) | Counter(
        {"**all**": len(rows), "even ids": ids.count(0), "odd ids": ids.count(1)}
    )
