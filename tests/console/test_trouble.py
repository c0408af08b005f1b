"""What stands above every page when the rules themselves are in trouble."""

from bot.console.titles import Titles
from bot.console.trouble import told
from bot.context.health import health
from bot.model.lifecycle import RuleCounts

NAMES = Titles({"attack": "Personal attack"})
MISTAKES = tuple(f"rules.yaml:{line}:1: error: no" for line in range(1, 8))


def test_while_all_is_well_there_is_nothing_to_say():
    assert told((), (), NAMES) == ()


def test_mistakes_are_shown_after_what_they_mean_and_no_more_than_three():
    assert told(MISTAKES, (), NAMES) == (
        "The rules as they are saved now are not in force; those from before still are.",
        *MISTAKES[:3],
        "and 4 more: `rules check` shows them all",
    )
    assert told(MISTAKES[:3], (), NAMES)[1:] == MISTAKES[:3]


def test_a_rule_that_managers_overrule_is_named_with_what_to_do():
    bad = health(RuleCounts("attack", "v1", "live", 9, 1, 6))
    assert told((), [bad], NAMES) == (
        "Managers upheld only 1 of 7 cases of “Personal attack”: set its mode to suggest?",
    )
