"""Whatever is done to a rule file: it gives a rulebook or a clean list of mistakes, at once."""

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigError, RulebookError
from bot.rulebook.load import loads
from bot.rulebook.pointing import pointed
from bot.rulebook.sources import Sources
from tests.rulebook import documents as made
from tests.rulebook.build import yaml
from tests.rulebook.test_bombs import within

BITS = ["&a ", "*a", "!!x ", "%", "@", "`", "|", "> ", "- ", "? ", ": ", "{", "}", "[", "]", "'"]
BITS += ['"', "#", "\t", "\n", "  ", "---\n", "\0", "\x85", "\u2028", "<<: ", "~", "\\", "😀", ","]
JUNK = ["", "no", "1", "-1", ">= 2", "9" * 400, "a b", "((", "{list: fruit}", "30m", [], {}, [[]]]
JUNK += [
    {"": ""},
    {"any": []},
    {"list": "x"},
    "x" * 2000,
    ["a", "a"],
    {"all": {"insult": "likely"}},
]
JUNK += ["words", "default.yaml", ["default", "words"], "main"]
BLANK = "\ufffe"
WORDS = sorted({*made.document_keys(), *made.rule_keys(), *made.policy_keys(), *made.line_keys()})
WORDS += [
    "extends",
    "include",
    "release",
    "for",
    "all",
    "any",
    "not",
    "strike",
    "text (regex)",
    "x",
]


def slim(text):
    """Without most of the examples, which are much alike."""
    return re.sub(r"((?:\n +- \"[^\n]*){2})(?:\n +- \"[^\n]*)+", r"\1", text)


RULES = Path(__file__).parents[2] / "rules"
PACKS = {path.stem: slim(path.read_text(encoding="utf-8")) for path in sorted(RULES.glob("*.yaml"))}
packs = st.sampled_from(sorted(PACKS))


def survive(text, files):
    """Load a damaged file: every mistake has its place in a file that was read."""

    def fetch(wanted, by):
        name = wanted.removesuffix(".yaml")
        if name not in files:
            raise ConfigError(f"`{wanted}` is not there")
        return f"{name}.yaml", files[name]

    with within(30):
        try:
            book = loads(text, "main.yaml", fetch)
        except RulebookError as error:
            remarks, texts = error.remarks, error.texts
            assert any(one.severity == "error" for one in remarks)
        else:
            remarks, texts = book.warnings, book.sources
            assert book.rules
    for one in remarks:
        lines = texts[one.place.file].splitlines() or [""]
        assert 1 <= one.place.line <= len(lines) + 1
        assert "\n" not in str(one)
        assert pointed(one, texts).startswith(str(one))


def struck(text, damage):
    for place, cut, bit in damage:
        at = int(place * len(text))
        text = text[:at] + bit + text[at + cut :]
    return text


blow = st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(["", *BITS]))


def blows(most):
    return st.lists(blow, min_size=1, max_size=most)


def places(data, path=()):
    """The path of every value."""
    yield path
    held = data.items() if isinstance(data, dict) else ()
    for key, value in enumerate(data) if isinstance(data, list) else held:
        yield from places(value, (*path, key))


def at(data, path):
    for step in path:
        data = data[step]
    return data


def wrecked(data, chance):
    """Some values and keys taken out, put elsewhere, named otherwise or replaced by junk."""
    data = deepcopy(data)
    for _ in range(chance.randint(1, 4)):
        known = list(places(data))
        path = chance.choice(known[1:]) if len(known) > 1 else None
        if path is None:
            break
        holder, key = at(data, path[:-1]), path[-1]
        how = chance.randrange(5)
        if how == 0:
            del holder[key]
        elif how == 1:
            holder[key] = deepcopy(chance.choice([*JUNK, BLANK]))
        elif how == 2:
            holder[key] = deepcopy(at(data, chance.choice(known)))
        elif how == 3 and isinstance(holder, dict):
            holder[chance.choice(WORDS)] = holder.pop(key)
        else:
            holder[key] = [holder[key]]
    text = yaml(data).replace(json.dumps(BLANK, ensure_ascii=False), "")
    key = json.dumps(chance.choice(WORDS))
    return text.replace(f"{key}:", f"? [{key}] :", chance.randrange(2))


PLAIN = {
    name: Sources(lambda wanted, by: (wanted, PACKS[wanted])).read(text, name).plain
    for name, text in PACKS.items()
}
chances = st.randoms(use_true_random=False)


def check_text(name, damage, base):
    files = {**PACKS, "default": struck(PACKS["default"], base)}
    survive(struck(PACKS[name], damage), files)


def check_tree(data, chance):
    main = wrecked(data, chance)
    more = {"main": main, "words": "lists: {}", "default": wrecked(PLAIN["default"], chance)}
    survive(main, {**PACKS, **more})


trees = packs.map(PLAIN.get) | packs.map(lambda name: {"version": "1", "extends": name})


@settings(max_examples=150)
@given(packs, blows(5), st.lists(blow, max_size=2))
def test_a_damaged_pack_gives_a_rulebook_or_a_clean_list_of_mistakes(name, damage, base):
    check_text(name, damage, base)


@settings(max_examples=100)
@given(trees | made.documents, chances)
def test_a_rulebook_with_parts_in_the_wrong_place_gives_a_clean_list_of_mistakes(data, chance):
    check_tree(data, chance)


@pytest.mark.soak
@settings(max_examples=5_000)
@given(packs, blows(8), st.lists(blow, max_size=3))
def test_five_thousand_damaged_packs_give_a_rulebook_or_a_clean_list_of_mistakes(
    name, damage, base
):
    check_text(name, damage, base)


@pytest.mark.soak
@settings(max_examples=5_000)
@given(trees | made.documents, chances)
def test_five_thousand_rulebooks_with_parts_in_the_wrong_place_give_clean_mistakes(data, chance):
    check_tree(data, chance)
