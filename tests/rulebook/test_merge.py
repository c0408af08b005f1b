from bot.model import Action
from bot.rulebook.merge import merge


def mute(seconds):
    return Action("mute", {"seconds": seconds})


def test_of_the_same_action_the_harsher_stays():
    assert merge([mute(60), mute(3600), mute(600)]) == (mute(3600),)


def test_a_harsher_action_leaves_out_the_milder_one_it_covers():
    assert merge([Action("nudge", {}), mute(60)]) == (mute(60),)


def test_actions_are_listed_by_severity_then_name():
    names = [action.name for action in merge(map(Action, ["escalate", "warn", "delete", "strike"]))]
    assert names == ["strike", "warn", "delete", "escalate"]


def test_of_two_that_rank_alike_one_always_wins():
    legal = Action("escalate", {"queue": "legal", "priority": "high"})
    press = Action("escalate", {"queue": "press", "priority": "high"})
    assert merge([legal, press]) == merge([press, legal])


def test_nothing_asked_is_nothing_to_do():
    assert merge([]) == ()
