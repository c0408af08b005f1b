import hashlib

import pytest

from bot.errors import RulebookError
from bot.model import Action
from bot.rulebook.conditions import Compare, Likely
from bot.rulebook.load import loads
from bot.rulebook.schema import Examples, Ladder, Policy, Step
from tests.rulebook.build import DAY, document, rulebook, yaml

WHOLE = """\
version: 1
policies:
  respect: {title: Be kind, text: "Argue about ideas, not people.", weight: 2, ladder: slow}
  calm: {title: Keep it cool}
defaults: {mode: suggest, exempt: {level: ">= helper"}, ignore: [quotes]}
levels: {helper: [Helpers], moderator: mods}
ladders:
  default: {half_life: 1h30m, steps: [{at: 1.5, do: warn}]}
  slow:
    half_life: 14d
    steps:
      - {at: 2, do: [warn]}
      - {at: 4, do: [{mute: 30m}, escalate]}
rules:
  - id: personal-attack
    title: Personal attack
    policy: respect
    mode: live
    when: {insult: likely}
    guard: {caps: "< 0.5"}
    then: [delete, strike]
    examples:
      match: [you are a complete idiot, "no"]
      no_match: on
  - id: heat
    policy: calm
    when: {heat: ">= 0.7"}
    then: [nudge, {slowmode: 20s}, {escalate: {queue: pr, priority: high}}]
"""


def test_a_whole_file_is_read():
    book = loads(WHOLE)
    assert book.version == 1
    assert book.policies == {
        "respect": Policy("Be kind", "Argue about ideas, not people.", 2.0, "slow"),
        "calm": Policy("Keep it cool", "", 1.0, "default"),
    }
    mute = Action("mute", {"seconds": 1800})
    ask = Action("escalate", {"queue": "community", "priority": "normal"})
    warn = Action("warn")
    assert book.ladders == {
        "default": Ladder(5400.0, (Step(1.5, (warn,)),)),
        "slow": Ladder(14.0 * DAY, (Step(2.0, (warn,)), Step(4.0, (mute, ask)))),
    }
    assert list(book.levels) == ["helper", "moderator", "admin"]
    assert book.levels["helper"] == {"helpers"}
    attack, heat = book.rules
    assert {attack.ignore, heat.ignore} == {("quotes",)}
    assert (attack.id, attack.title, attack.policy, attack.mode) == (
        "personal-attack", "Personal attack", "respect", "live",
    )  # fmt: skip
    assert attack.when == Likely("insult", "likely")
    assert attack.guard == Compare("caps", "<", 0.5)
    assert attack.exempt == ("helper", "moderator", "admin")
    assert attack.examples == Examples(("you are a complete idiot", "no"), ("on",))
    assert (heat.title, heat.mode, heat.guard, heat.exempt) == ("heat", "suggest", None, ())
    assert heat.then == (
        Action("nudge", {}),
        Action("slowmode", {"seconds": 20, "for": 600}),
        Action("escalate", {"queue": "pr", "priority": "high"}),
    )


def test_the_digest_is_that_of_the_text():
    assert loads(WHOLE).digest == hashlib.sha256(WHOLE.encode()).hexdigest()[:12]


def test_the_same_text_gives_an_equal_rulebook():
    assert loads(WHOLE) == loads(WHOLE)


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ({"mute": "30m"}, {"seconds": 1800}),
        ({"mute": {"seconds": "1h"}}, {"seconds": 3600}),
        ("mute", {"seconds": 600}),
        ({"mute": None}, {"seconds": 600}),
        ({"escalate": "legal"}, {"queue": "legal", "priority": "normal"}),
        ({"slowmode": "20s"}, {"seconds": 20, "for": 600}),
        (
            {"slowmode": {"seconds": 5, "for": "2m"}},
            {"seconds": 5, "for": 120},
        ),
    ],
)
def test_an_action_may_be_written_short(written, options):
    text = yaml(document({"then": [written]})).replace("null", "")
    assert loads(text).rules[0].then[0].options == options


def test_one_action_needs_no_list():
    assert rulebook({"then": "delete"}).rules[0].then == (Action("delete", {}),)


@pytest.mark.parametrize("word", ["no", "on", "1.10", "1e3", "0x1F", "2026-01-01", "~", "null"])
def test_a_text_stays_as_it_was_written(word):
    text = WHOLE.replace('[you are a complete idiot, "no"]', f"[{word}]")
    assert loads(text).rules[0].examples.match == (word,)


def test_a_byte_order_mark_windows_lines_and_anchors_are_fine():
    text = WHOLE.replace("[delete, strike]", "&hard [delete, strike]").replace("\n", "\r\n")
    assert len(loads(f"\ufeff{text}").rules) == 2
    assert loads(text + "  - {id: x, policy: calm, when: {caps: 1}, then: [nudge]}\n").rules


def test_an_alias_stands_for_what_it_names():
    text = WHOLE.replace("when: {insult: likely}", "when: &rude {insult: likely}")
    book = loads(f"{text}  - {{id: x, policy: calm, when: {{not: *rude}}, then: nudge}}\n")
    assert book.rules[2].when.part == book.rules[0].when


def test_a_policy_without_a_ladder_may_be_broken_but_not_struck():
    data = document({"then": ["delete"]}, ladders={})
    assert loads(yaml(data)).policies["respect"].ladder is None
    data["rules"][0]["then"] = ["strike"]
    with pytest.raises(RulebookError, match="policy `respect` has no `ladder`"):
        loads(yaml(data))
