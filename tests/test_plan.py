from dataclasses import replace
from datetime import timedelta

from bot.model import Action, Case, Conversation, Progress, Verdict
from bot.plan import before_ours, plan, undoing
from tests.conftest import GENERAL, NOON

LATER = NOON + timedelta(minutes=3)


def wants(*names):
    actions = tuple(Action(*one) if isinstance(one, tuple) else Action(one, {}) for one in names)
    return Verdict(rules=("r",), policies=("respect",), told=("respect",), actions=actions)


def names(effects):
    return [effect.action.name for effect in effects]


def test_nobody_is_punished_without_being_told(facts):
    for punishment in ("delete", ("mute", {"seconds": 1800})):
        assert "warn" in names(plan(wants(punishment), facts(), 1))


def test_the_one_warning_tells_all_that_was_done(facts):
    effects = plan(wants("delete", ("mute", {"seconds": 1800}), "nudge", "strike"), facts(), 1)
    assert names(effects) == ["delete", "mute", "strike", "warn"]
    assert effects[-1].action.options == {"removed": True, "muted": 1800, "called": False}


def test_a_human_is_called_last(facts):
    assert names(plan(wants("escalate", "delete"), facts(), 1)) == ["delete", "warn", "escalate"]


def test_slow_mode_brings_its_own_end_and_remembers_what_was(facts):
    where = Conversation("replay", "hearth", "general", slowmode=5)
    on, off = plan(wants(("slowmode", {"seconds": 20, "for": 600})), facts(where=where), 1)
    assert (on.action.options["before"], on.due_at) == (5, NOON)
    assert off.action.options == {"seconds": 5, "for": 0, "only_if": 20}
    assert off.due_at == NOON + timedelta(seconds=600)


def test_slow_mode_over_slow_mode_goes_back_to_what_stood_before_both(facts):
    wish = wants(("slowmode", {"seconds": 20, "for": 600}))
    _, off = plan(wish, facts(), 1)
    ours = Conversation("replay", "hearth", "general", slowmode=20)
    second = before_ours(facts(where=ours), [off])
    on, off = plan(wants(("slowmode", {"seconds": 60, "for": 600})), second, 2)
    assert (on.action.options["before"], off.action.options["seconds"]) == (0, 0)


def test_the_same_wish_in_one_case_has_one_key(facts):
    wish = wants(("slowmode", {"seconds": 20, "for": 600}), "escalate", "nudge", "breathe")
    slowed = Conversation("replay", "hearth", "general", slowmode=20)
    first = {e.key for e in plan(wish, facts(id="m1"), 1)}
    again = {e.key for e in plan(wish, facts(id="m2", where=slowed), 1)}
    other = {e.key for e in plan(wish, facts(id="m3"), 2)}
    assert first == again
    assert not first & other


def test_each_violation_is_answered_with_its_own_key(facts):
    wish = wants("delete", "warn")
    one, two = plan(wish, facts(id="m1"), 1), plan(wish, facts(id="m2"), 1)
    assert not {e.key for e in one} & {e.key for e in two}


def test_a_higher_call_for_a_human_is_a_call_of_its_own(facts):
    normal, high = (
        plan(wants(("escalate", {"queue": "community", "priority": p})), facts(), 1)[0].key
        for p in ("normal", "high")
    )
    assert normal != high


def done(effects, progress=Progress.DONE):
    return tuple(replace(effect, progress=progress) for effect in effects)


def case(effects, **kw):
    return Case(1, GENERAL, NOON, NOON, effects=tuple(effects), **kw)


def test_an_undo_takes_back_what_was_done_last_things_first(facts):
    asked = done(plan(wants("delete", ("mute", {"seconds": 60}), "strike"), facts(), 1))
    back = undoing(case(asked), (), "ines", LATER, 1)
    assert names(back) == ["warn", "strike", "mute", "delete"]
    assert all(e.undo and e.by == "ines" and e.due_at == LATER for e in back)
    assert all(e.progress is Progress.INTENDED for e in back)


def test_what_failed_or_never_happened_is_not_taken_back(facts):
    asked = plan(wants("delete"), facts(), 1)
    for progress in (Progress.FAILED, Progress.CANCELLED, Progress.INTENDED):
        assert undoing(case(done(asked, progress)), (), "ines", LATER, 1) == ()


def test_what_may_have_happened_is_taken_back(facts):
    asked = done(plan(wants("delete"), facts(), 1), Progress.UNCONFIRMED)
    assert names(undoing(case(asked), (), "ines", LATER, 1)) == ["warn", "delete"]


def test_nothing_is_taken_back_twice_but_a_failed_undo_is_tried_again(facts):
    asked = done(plan(wants("strike"), facts(), 1))
    once = undoing(case(asked), (), "ines", LATER, 1)
    assert undoing(case(asked + done(once)), (), "ines", LATER, 2) == ()
    failed = done(once, Progress.FAILED)
    (again,) = undoing(case(asked + failed), (), "ines", LATER, 2)
    assert again.key not in {effect.key for effect in asked + failed}


def test_the_end_of_a_slow_mode_is_not_undone_beside_its_beginning(facts):
    asked = done(plan(wants(("slowmode", {"seconds": 20, "for": 600})), facts(), 1))
    (back,) = undoing(case(asked), (), "ines", LATER, 1)
    assert back.action.options["seconds"] == 20


def test_the_mute_of_another_case_outlives_an_undo(facts):
    """The member stays muted for as long as the other case wants, and is not told otherwise."""
    asked = done(plan(wants(("mute", {"seconds": 3600})), facts(), 1))
    other = done(plan(wants(("mute", {"seconds": 86400})), facts(), 2))
    warn, mute = undoing(case(asked), other, "ines", LATER, 1)
    ends = other[0].at + timedelta(days=1)
    assert mute.action.options["until"] == ends.isoformat()
    assert warn.action.options["muted"] == 0


def test_a_mute_that_is_over_or_taken_back_keeps_nobody_muted(facts):
    asked = done(plan(wants(("mute", {"seconds": 3600})), facts(), 1))
    other = done(plan(wants(("mute", {"seconds": 60})), facts(), 2))
    longer = done(plan(wants(("mute", {"seconds": 86400})), facts(), 3))
    lifted = done(undoing(case(longer), (), "ines", LATER, 0))
    for others in ((), other, (*longer, *lifted)):
        warn, mute = undoing(case(asked), others, "ines", LATER, 1)
        assert "until" not in mute.action.options
        assert warn.action.options["muted"] == 3600


def test_what_was_said_stays_said(facts):
    asked = done(plan(wants("nudge", "breathe", "escalate"), facts(), 1))
    assert len(asked) == 3
    assert undoing(case(asked), (), "ines", LATER, 1) == ()


def test_members_hear_of_what_they_are_answered_for_and_managers_of_everything(facts):
    verdict = replace(wants("nudge", "breathe", "escalate"), policies=("respect", "calm"))
    heard = {e.action.name: e.policies for e in plan(verdict, facts(), 1)}
    everything = ("respect", "calm")
    assert heard == {"nudge": ("respect",), "breathe": everything, "escalate": everything}


def test_a_warning_says_when_people_are_called(facts):
    (warn, _) = plan(wants("warn", "escalate"), facts(), 1)
    assert warn.action.options["called"] is True
    assert plan(wants("warn"), facts(), 1)[0].action.options["called"] is False
