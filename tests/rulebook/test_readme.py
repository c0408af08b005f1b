"""What `rules/README.md` says is true: every example loads, and every table is current."""

import re
from datetime import timedelta

import pytest
from ruamel.yaml import YAML

from bot import library
from bot.cli import app
from bot.rulebook.ladder import rises
from bot.rulebook.load import loads
from tests.command import answer
from tests.conftest import NOON
from tests.rulebook import tables
from tests.rulebook.build import EXAMPLES, strike
from tests.rulebook.build import yaml as written
from tests.rulebook.test_json_schema import as_editors_do, faults

TEXT = tables.README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml ?(\w*)\n(.*?)```", TEXT, re.DOTALL)
FILES = {re.match(r"# (\S+)\n", text)[1]: text for kind, text in BLOCKS if kind == "file"}
TOP = {
    "version": 1,
    "policies": {"respect": {"title": "Be kind"}, "calm": {"title": "Keep it cool"}},
    "ladders": {"default": {"half_life": "14d", "steps": [{"at": 2, "do": "warn"}]}},
    "levels": {"helper": ["helpers"]},
    "rules": [{"id": "spam", "policy": "calm", "when": {"links": ">= 3"}, "then": ["nudge"]}],
}
RULE = {"id": "shown", "policy": "respect", "when": {"insult": "likely"}, "then": ["strike"]}
RULE["examples"] = EXAMPLES


def filled(text, needed):
    """A fragment as it stands, and what else has to be there, on lines of its own."""
    known = YAML(typ="safe", pure=True).load(text) or {}
    rest = [f"{key}: {written(value)}" for key, value in needed.items() if key not in known]
    return "\n".join([*rest, text.rstrip()])


def moved(text, first, rest):
    lines = text.splitlines()
    return "\n".join([first + lines[0], *(f"{rest}{line}" for line in lines[1:])])


def whole(kind, text):
    """The file that an example is, or that it is a part of."""
    if kind == "when":
        return whole("rule", "when:\n" + moved(text, "  ", "  "))
    if kind == "rule":
        other = f"  - {written(TOP['rules'][0])}\n"
        return filled("rules:\n" + other + moved(filled(text, RULE), "  - ", "    "), TOP)
    return filled(text, TOP) if kind in ("top", "file") else text


def fetch(wanted, by):
    return (wanted, FILES[wanted]) if wanted in FILES else library.fetch(wanted, by)


@pytest.mark.parametrize(("kind", "text"), BLOCKS)
def test_every_example_loads_without_mistake_or_warning_and_fits_the_schema(kind, text):
    assert kind in ("", "when", "rule", "top", "file")
    full = whole(kind, text)
    unused = "is not used" if kind == "file" else "no warning of this kind"
    book = loads(full, "rules.yaml", fetch)
    assert not [str(one) for one in book.warnings if unused not in one.text]
    assert not faults(as_editors_do(full))


def test_an_example_of_a_condition_is_what_the_rule_asks():
    [when] = [text for kind, text in BLOCKS if kind == "when" and "between" in text]
    rule = next(one for one in loads(whole("when", when)).rules if one.id == "shown")
    assert rule.when.signal == "time"


@pytest.mark.parametrize("text", [text for kind, text in BLOCKS if not kind])
def test_the_examples_in_a_whole_file_hold_with_the_real_model(text, tmp_path):
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    status, out, err = answer("rules", "test", tmp_path / "mine.yaml")
    assert status == 0, out + err


def test_the_ladder_is_climbed_as_it_is_told():
    book, old, told = loads(BLOCKS[0][1]), [], []
    for day in (0, 7, 9):
        at = NOON + timedelta(days=day)
        new = strike("respect", 2.0, at)
        [rise] = rises(book, old, [new], at)
        told.append((rise.after, rise.step.do[0].name))
        old.append(new)
    assert told == [(2.0, "nudge"), (3.4, "warn"), (5.1, "mute")]
    assert all(f"{after:g}" in TEXT for after, _ in told)


@pytest.mark.parametrize("name", tables.tables())
def test_every_table_is_there_and_as_the_code_has_it(name):
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", TEXT, re.DOTALL)
    assert found, f"no table `{name}`"
    assert found[1] == tables.tables()[name], "refresh it: `python -m tests.rulebook.tables`"


def test_no_table_is_without_its_code():
    assert set(re.findall(r"<!-- (\w+) -->", TEXT)) == set(tables.tables())


def test_refreshing_what_is_current_changes_nothing():
    assert tables.current(TEXT) == TEXT
    stale = re.sub(
        r"<!-- modes -->\n.*?<!-- /modes -->", "<!-- modes -->\n<!-- /modes -->", TEXT, flags=re.S
    )
    assert stale != TEXT
    assert tables.current(stale) == TEXT


def test_every_command_about_rules_is_told_of():
    [group] = [one for one in app.registered_groups if one.name == "rules"]
    commands = group.typer_instance.registered_commands
    for name in (one.name or one.callback.__name__ for one in commands):
        assert f"`rules {name}" in TEXT, name


def test_every_pack_is_told_of():
    for name in library.packs():
        assert f"[`{name}`]({name}.yaml)" in TEXT
