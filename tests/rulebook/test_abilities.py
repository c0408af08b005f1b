from bot.rulebook.abilities import check_abilities
from tests.rulebook.build import rulebook

BOOK = rulebook({"then": ["delete", "strike", {"mute": "1h"}]})
ALL = frozenset({"delete", "notify", "restrict", "say", "alert", "slowmode"})


def test_a_platform_that_can_do_everything_lacks_nothing():
    assert check_abilities(BOOK, "sandbox", ALL) == []


def test_what_a_rule_or_a_ladder_needs_and_the_platform_lacks_is_told():
    assert check_abilities(BOOK, "irc", ALL - {"restrict", "notify"}) == [
        "rule `r0`: `mute` needs restrict, which irc cannot do",
        "ladder `default` at 2: `warn` needs notify, which irc cannot do",
    ]


def test_an_action_that_needs_nothing_works_everywhere():
    steps = [{"at": 2, "do": ["escalate"]}]
    book = rulebook({}, ladders={"default": {"half_life": "1d", "steps": steps}})
    assert check_abilities(book, "irc", frozenset({"alert"})) == []
