"""`bench` measures for real and says it in numbers; how good they are is no test."""

import inspect
import json

from bot.bench.judging import large_rulebook
from bot.bench.load import messages, texts
from bot.bench.past import talk
from bot.cli.bench import bench
from tests.command import bot, complaint

NUMBERS = {
    "path_messages_per_s",
    "latency_p50_ms",
    "latency_p95_ms",
    "latency_p99_ms",
    "peak_memory_mb",
    "scorer_1_core_messages_per_s",
    "scorer_2_core_messages_per_s",
    "judge_300_rules_ms",
    "start_s",
}
SHORT = ("--messages", "60", "--seconds", "1", "--starts", "1")


def test_it_measures_everything_and_leaves_nothing_behind(tmp_path):
    done = bot("bench", "--json", *SHORT, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    numbers = json.loads(done.stdout)
    assert set(numbers) == NUMBERS
    assert all(number > 0 for number in numbers.values())
    assert numbers["latency_p50_ms"] <= numbers["latency_p95_ms"] <= numbers["latency_p99_ms"]
    assert list(tmp_path.iterdir()) == []


def test_a_backtest_is_timed_when_it_is_asked_for(tmp_path):
    done = bot("bench", "--json", *SHORT[:-1], "0", "--backtest", "300", cwd=tmp_path)
    numbers = json.loads(done.stdout)
    assert set(numbers) == NUMBERS - {"start_s"} | {"backtest_messages", "backtest_s"}
    assert numbers["backtest_messages"] == 300
    assert numbers["backtest_s"] > 0
    assert list(tmp_path.iterdir()) == []


def test_the_large_rulebook_is_as_large_as_its_name_says():
    book = large_rulebook()
    assert len(book.rules) == 300
    [text] = book.sources.values()
    assert len(set().union(*json.loads(text)["lists"].values())) == 2000
    assert book.digest == large_rulebook().digest


def test_the_same_seed_says_the_same():
    assert list(talk(200, seed=7)) == list(talk(200, seed=7)) != list(talk(200, seed=8))


def test_every_message_is_a_different_text_of_the_packaged_chat():
    default = inspect.signature(bench).parameters["messages"].default
    said = {one.text for one in messages(default, "bench")}
    assert len(said) == default
    assert said <= set(texts())


def test_there_are_as_many_texts_as_the_help_says_and_more_than_that_differ_all_the_same():
    every = {one.text for one in messages(2 * len(texts()), "bench")}
    assert len(every) == 2 * len(texts())
    assert f"disk: {len(texts())} different ones," in " ".join(inspect.getdoc(bench).split())


def test_people_get_a_table(tmp_path):
    done = bot("bench", *SHORT[:-1], "0", cwd=tmp_path)
    names = {line.split()[0] for line in done.stdout.decode().splitlines()}
    assert names == NUMBERS - {"start_s"}


def test_a_model_nobody_knows_is_named():
    assert "grok" in complaint(bot("bench", "--vs", "grok"))
