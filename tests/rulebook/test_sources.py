"""A rulebook of several files: what is put together, and where mistakes are told."""

import pytest

from bot.errors import ConfigError, RulebookError
from bot.rulebook.load import loads

BASE = """\
version: 1
policies:
  respect: {title: Be kind, weight: 2}
  calm: {title: Keep cool}
ladders: {default: {half_life: 14d, steps: [{at: 2, do: [nudge]}]}}
rules:
  - id: insults
    policy: respect
    when: {insult: likely}
    then: [nudge]
    examples: {match: [one]}
  - {id: shouting, policy: calm, when: {caps: ">= 0.8"}, then: [nudge]}
"""


def fetching(**files):
    """Files by their stem."""

    def fetch(wanted, by):
        stem = wanted.removesuffix(".yaml")
        if stem not in files:
            raise ConfigError(f"{wanted}: No such file or directory")
        return f"{stem}.yaml", files[stem]

    return fetch


def load(text, /, **files):
    return loads(text, "main.yaml", fetching(**files))


def wrong(text, /, **files):
    with pytest.raises(RulebookError) as caught:
        load(text, **files)
    return str(caught.value).splitlines()


def test_a_rulebook_that_extends_another_is_the_other_with_its_changes():
    book = load(
        """\
version: 1
extends: base.yaml
policies:
  respect: {title: Play fair}
  spam: {title: No adverts}
rules:
  - {id: insults, mode: shadow, when: {threat: likely}, examples: {match: [two]}}
  - {id: floods, policy: spam, when: {flood: 5}, then: [nudge]}
""",
        base=BASE,
    )
    assert [rule.id for rule in book.rules] == ["insults", "shouting", "floods"]
    insults = book.rules[0]
    assert (insults.mode, insults.when.signal, insults.policy) == ("shadow", "threat", "respect")
    assert insults.examples.match == ("one", "two")
    assert book.policies["respect"].title == "Play fair"
    assert book.policies["respect"].weight == 2
    assert list(book.policies) == ["respect", "calm", "spam"]
    assert list(book.sources) == ["main.yaml", "base.yaml"]


def test_an_extension_that_changes_nothing_means_the_same():
    same, base = load("version: 1\nextends: base.yaml\n", base=BASE), load(BASE)
    assert (same.rules, same.policies, same.ladders) == (base.rules, base.policies, base.ladders)
    assert same.digest != base.digest


def test_included_files_bring_what_they_define_in_front_of_the_own_rules():
    words = "lists: {slurs: [abc, def]}\n"
    more = "policies: {spam: {title: No adverts}}\nrules:\n  - {id: floods, policy: spam, "
    more += "when: {flood: 5}, then: [nudge]}\n"
    book = load(BASE + "include: [words.yaml, more.yaml]\n", words=words, more=more)
    assert [rule.id for rule in book.rules] == ["floods", "insults", "shouting"]
    assert list(book.sources) == ["main.yaml", "words.yaml", "more.yaml"]


def test_the_digest_is_that_of_all_files():
    main = BASE + "include: words.yaml\n"
    digests = {load(main, words=f"lists: {{slurs: [{word}]}}\n").digest for word in "abc"}
    assert len(digests) == 3


def test_a_mistake_is_told_where_it_was_written():
    broken = BASE.replace("insult: likely", "insult: likly")
    changed = "version: 1\nextends: base.yaml\nrules:\n  - {id: shouting, when: {capz: 1}}\n"
    assert wrong(changed, base=broken) == [
        "base.yaml:9:20: error: `likly` is no comparison such as `>= 0.8`; did you mean `likely`?",
        "main.yaml:4:27: error: unknown signal `capz`; did you mean `caps`?",
    ]


def test_what_two_files_define_is_told_with_both_places():
    twice = "policies: {respect: {title: Again}}\n"
    assert wrong(BASE + "include: twice.yaml\n", twice=twice) == [
        "main.yaml:3:3: error: `respect` is already defined in twice.yaml, line 1"
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("include: gone.yaml", "main.yaml:13:10: error: gone.yaml: No such file or directory"),
        ("extends: main.yaml", "main.yaml:13:10: error: `main.yaml` brings itself in"),
        ("include: [a.yaml]", "a.yaml:1:10: error: `main.yaml` brings itself in"),
        ("include: [[a]]", "main.yaml:13:11: error: a file is brought in by its name"),
        ("include:", "main.yaml:13:1: error: a file is brought in by its name"),
        ("extends:\n  -", "main.yaml:13:1: error: a file is brought in by its name"),
        ("include: text.yaml", "text.yaml:1:1: error: this is no rulebook"),
        ("include: torn.yaml", "torn.yaml:2:1: error: this is no YAML"),
        ("include: mode.yaml", "mode.yaml:1:1: error: an included file holds `policies`"),
    ],
)
def test_a_file_that_cannot_be_brought_in_is_told(line, said):
    files = {
        "main": BASE,
        "a": "include: main.yaml\n",
        "text": "hello\n",
        "torn": "rules: [\n",
        "mode": "mode: shadow\n",
    }
    assert any(one.startswith(said) for one in wrong(f"{BASE}{line}\n", **files))


def test_a_text_alone_brings_in_nothing():
    with pytest.raises(RulebookError, match="other files cannot be read from here"):
        loads(BASE + "extends: default\n")


def test_files_are_included_in_the_order_in_which_they_are_named():
    part = "rules:\n  - {{id: {0}, policy: calm, when: {{caps: '>= 0.9'}}, then: [escalate]}}\n"
    book = load(BASE + "include: [a.yaml, b.yaml]\n", a=part.format("a"), b=part.format("b"))
    assert [rule.id for rule in book.rules] == ["a", "b", "insults", "shouting"]


def test_two_files_may_bring_in_the_same_lists():
    files = dict.fromkeys(("a", "b"), "include: words.yaml\n")
    book = load(BASE + "include: [a.yaml, b.yaml]\n", words="lists: {w: [abc]}\n", **files)
    assert list(book.sources) == ["main.yaml", "a.yaml", "words.yaml", "b.yaml"]


def test_one_id_in_two_files_is_a_mistake_also_on_the_same_line():
    rule = "rules: [{id: x, policy: calm, when: {caps: '>= 0.9'}, then: [escalate]}]\n"
    said = wrong(BASE + "include: [a.yaml, b.yaml]\n", a=rule, b=rule)
    assert said == ["b.yaml:1:14: error: the id `x` is taken by the rule in line 1 of a.yaml"]


def test_an_extension_may_lift_what_the_base_holds_back_and_replace_its_examples():
    held = BASE.replace(
        "    then: [nudge]\n    examples",
        "    guard: {newcomer: true}\n    once: member\n    confirm: human\n"
        "    release: {heat: '< 0.4'}\n    where: {channel: help}\n    then: [nudge]\n    examples",
    )
    change = "version: 1\nextends: base.yaml\nrules:\n  - {id: insults, guard: none, once: none, "
    change += "confirm: none, release: none, where: none, examples: {instead: true, match: two}}\n"
    book = load(change, base=held)
    rule = book.rules[0]
    assert load(held).rules[0].once == "member"
    assert (rule.once, rule.confirm, rule.release, rule.where) == (None, False, None, None)
    assert rule.guard is None or rule.guard.holds(None) is False
    assert rule.examples.match == ("two",)


def test_a_single_example_is_added_to_those_of_the_base():
    change = "version: 1\nextends: base.yaml\nrules:\n  - {id: insults, examples: {match: two}}\n"
    assert load(change, base=BASE).rules[0].examples.match == ("one", "two")


def test_new_levels_of_an_extension_are_no_staff():
    base = BASE + "levels: {moderator: [mods], admin: [boss]}\n"
    book = load("version: 1\nextends: base.yaml\nlevels: {regular: [regulars]}\n", base=base)
    assert list(book.levels) == ["regular", "moderator", "admin"]


SECTIONS = "levels: {moderator: [mods]}\nlists: {fruit: [fig]}\noverrides:\n"
SECTIONS += "  - {where: {channel: help}, rules: {insults: {mode: shadow}}}\n"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        *((f"{key}:\n", f"1:1: error: `{key}` has no value") for key in ("policies", "levels")),
        *((f"{key}:\n", f"1:1: error: `{key}` has no value") for key in ("rules", "overrides")),
        ("lists: fig\n", "1:8: error: `lists` must be a mapping"),
        ("ladders: [a]\n", "1:10: error: `ladders` must be a mapping"),
        ("rules:\n  id: b\n", "2:3: error: `rules` must be a list"),
        ("overrides: {where: {channel: x}}\n", "1:12: error: `overrides` must be a list"),
    ],
)
def test_a_slip_in_a_section_of_two_files_is_told_in_the_file_that_has_it(part, said):
    assert wrong(BASE + SECTIONS + "include: more.yaml\n", more=part) == [f"more.yaml:{said}"]


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("lists: {fruit: [fig]}", "lists: fig", "14:8: error: `lists` must be a mapping"),
        ("lists: {fruit: [fig]}", "lists:", "14:1: error: `lists` has no value"),
        ("calm: {title: Keep cool}", "calm:", "4:3: error: `calm` has no value"),
        ("    policy: respect", "    policy:", "8:5: error: `policy` has no value"),
        ("{match: [one]}", "{match: }", "11:16: error: `match` has no value"),
    ],
)
def test_a_slip_of_a_base_is_told_though_the_extension_replaces_it(good, bad, said):
    base = BASE + SECTIONS
    change = "version: 1\nextends: base.yaml\nlists: {rules: fig}\n"
    change += "policies: {calm: {title: Keep calm}}\n"
    change += "rules:\n  - {id: insults, policy: calm, examples: {match: two}}\n"
    assert load(change, base=base.replace("lists: {", "lists: {rules: plum, ")).rules
    assert wrong(change, base=base.replace(good, bad)) == [f"base.yaml:{said}"]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("overrides:", "3:1: error: `overrides` has no value"),
        ("overrides: {where: {channel: x}}", "3:12: error: `overrides` must be a list"),
        ("rules: [{id: insults, examples: {match: }}]", "3:34: error: `match` has no value"),
    ],
)
def test_a_slip_of_an_extension_is_told_where_it_stands(section, said):
    change = f"version: 1\nextends: base.yaml\n{section}\n"
    assert wrong(change, base=BASE + SECTIONS) == [f"main.yaml:{said}"]


def test_two_files_of_one_name_are_told():
    texts = iter(["lists: {fruit: [fig]}\n", "lists: {herbs: [mint]}\n"])
    with pytest.raises(RulebookError, match=r"another file is called `packs/a\.yaml` already"):
        main = BASE + "include: [a, packs/a.yaml]\n"
        loads(main, "main.yaml", lambda wanted, by: ("packs/a.yaml", next(texts)))
