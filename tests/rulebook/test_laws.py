"""Laws that hold for every rulebook, message and memory, not only for the ones we thought of."""

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot import actions as verbs
from bot import signals as shelf
from bot.context.member import points
from bot.registry import modules
from bot.rulebook.judge import judge
from bot.rulebook.ladder import climb
from bot.rulebook.merge import merge
from tests.conftest import NOON
from tests.rulebook.build import (
    THRESHOLDS,
    condition,
    facts,
    rulebook,
    seen,
    signals,
    strike,
)

KINDS = {name: file.KIND for name, file in modules(shelf).items()}
WORDS = ["idiot", "идиот", "c++", "shut up"]
NAMES = ["general", "help"]
TEXTS = ["you idiot", "ты идиот", "i like c++", "please be nice", ""]

tenths = st.integers(0, 10).map(lambda tenth: tenth / 10)
counts = st.integers(0, 9)
RISING = {
    "score": st.one_of(
        st.sampled_from(["likely", "very likely", "true"]), tenths.map(">= {}".format)
    ),
    "share": tenths.map(">= {}".format),
    "count": counts.map(">= {}".format),
    "points": counts.map(">= {}".format),
    "duration": counts.map(">= {}d".format),
}
ASKED = {
    "score": st.one_of(RISING["score"], st.just("false"), tenths.map("< {}".format)),
    "share": st.one_of(RISING["share"], tenths.map("<= {}".format)),
    "count": st.one_of(RISING["count"], counts.map("== {}".format), counts.map("< {}".format)),
    "points": st.one_of(RISING["points"], counts.map("< {}".format)),
    "duration": st.one_of(RISING["duration"], counts.map("< {}d".format)),
    "flag": st.sampled_from(["true", "false"]),
    "language": st.sampled_from(["pl", "ru", "en"]),
    "name": st.lists(st.sampled_from(NAMES), min_size=1),
    "time": st.sampled_from(["22:00-07:00", "09:00-17:00"]),
    "text": st.lists(st.sampled_from(WORDS), min_size=1),
}
VALUES = {
    "score": tenths,
    "share": tenths,
    "count": counts,
    "points": counts.map(lambda n: n / 2),
    "duration": counts.map(lambda n: n * 43200),
    "flag": st.booleans(),
    "name": st.sampled_from(NAMES),
    "time": st.integers(0, 23).map("2026-01-05T{:02}:30:00Z".format),
    "language": st.sampled_from(["pl", "ru", "en"]),
    "text": st.sampled_from(TEXTS),
}


def leaves(asked):
    names = [name for name, kind in KINDS.items() if kind in asked]
    return st.sampled_from(names).flatmap(
        lambda name: asked[KINDS[name]].map(lambda value: {name: value})
    )


def groups(inner):
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda parts: {"all": parts}), several.map(lambda parts: {"any": parts})
    )


def any_shape(inner):
    return st.one_of(groups(inner), inner.map(lambda part: {"not": part}))


conditions = st.recursive(leaves(ASKED), any_shape, max_leaves=5)
rising = st.recursive(leaves(RISING), groups, max_leaves=5)
queues = st.fixed_dictionaries(
    {"queue": st.sampled_from(["community", "legal"]), "priority": st.sampled_from(["low", "high"])}
)
wishes = st.one_of(
    st.sampled_from(["delete", "strike", "warn", "nudge"]),
    st.integers(1, 90).map(lambda minutes: {"mute": f"{minutes}m"}),
    st.integers(1, 90).map(lambda seconds: {"slowmode": {"seconds": seconds, "for": "10m"}}),
    queues.map(lambda options: {"escalate": options}),
)
tamely = wishes.filter(lambda wish: wish != "strike")
policies = st.sampled_from(["respect", "calm"])


def rules(when):
    return st.fixed_dictionaries(
        {"when": when, "then": st.lists(wishes, min_size=1, max_size=3), "policy": policies},
        optional={"mode": st.sampled_from(["live", "suggest", "shadow"])},
    )


def guarded(rule):
    return st.one_of(st.just(rule), conditions.map(lambda guard: {**rule, "guard": guard}))


@st.composite
def ladders(draw):
    ats = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=4)))
    steps = [{"at": at, "do": draw(st.lists(tamely, min_size=1, max_size=2))} for at in ats]
    return {"default": {"half_life": draw(st.sampled_from(["1h", "14d"])), "steps": steps}}


written = st.lists(rules(conditions).flatmap(guarded), min_size=1, max_size=5)
known = st.fixed_dictionaries({name: VALUES[kind] for name, kind in KINDS.items()})
values = st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in KINDS.items()})
memories = st.lists(
    st.builds(
        lambda policy, weight, hours: strike(policy, weight, NOON - timedelta(hours=hours)),
        policies,
        st.sampled_from([0.5, 1.0, 2.0]),
        st.integers(0, 1000),
    ),
    max_size=5,
)
roles = st.lists(st.sampled_from(["moderator", "admin", "artists"]), max_size=2).map(tuple)


def say(book, *, about=None, **found):
    return judge(book, about or facts(), signals(**found), THRESHOLDS)


@given(written, ladders(), values, memories, roles)
def test_the_same_facts_give_the_same_verdict(data, steps, found, memory, held):
    book, again = rulebook(*data, ladders=steps), rulebook(*data, ladders=steps)
    about = facts(strikes=memory, roles=held)
    assert say(book, about=about, **found) == say(again, about=about, **found)


@given(st.lists(rules(rising), min_size=1, max_size=4), values, st.data())
def test_more_of_a_bad_signal_never_drops_a_rule(data, found, pick):
    book = rulebook(*data)
    name = pick.draw(st.sampled_from([name for name, kind in KINDS.items() if kind in RISING]))
    more = pick.draw(VALUES[KINDS[name]])
    assume(found[name] is None or more >= found[name])
    before, after = say(book, **found), say(book, **{**found, name: more})
    assert set(before.rules) <= set(after.rules)
    assert set(before.shadow) <= set(after.shadow)
    assert {one.policy for one in before.strikes} <= {one.policy for one in after.strikes}


@given(written)
def test_when_nothing_is_known_no_rule_fires(data):
    found = say(rulebook(*data))
    assert (found.rules, found.shadow, found.actions, found.strikes) == ((), (), (), ())


@given(conditions, known, st.sets(st.sampled_from(sorted(KINDS))))
def test_what_is_sure_without_a_signal_stays_so_whatever_the_signal_is(when, found, hidden):
    sure = condition(when).holds(seen(**{k: v for k, v in found.items() if k not in hidden}))
    full = condition(when).holds(seen(**found))
    assert full is not None
    assert sure in (None, full)


def shuffled(data, chance):
    if isinstance(data, dict):
        items = [(key, shuffled(value, chance)) for key, value in data.items()]
        chance.shuffle(items)
        return dict(items)
    return [shuffled(item, chance) for item in data] if isinstance(data, list) else data


@given(written, ladders(), values, memories, st.randoms(use_true_random=False))
def test_the_order_of_keys_and_rules_makes_no_difference(data, steps, found, memory, chance):
    numbered = [{"id": f"n{at}", **rule} for at, rule in enumerate(data)]
    other = [shuffled(rule, chance) for rule in numbered]
    chance.shuffle(other)
    about = facts(strikes=memory)
    one = say(rulebook(*numbered, ladders=steps), about=about, **found)
    two = say(rulebook(*other, ladders=shuffled(steps, chance)), about=about, **found)
    for part in ("rules", "policies", "strikes", "shadow", "unknown"):
        assert set(getattr(one, part)) == set(getattr(two, part)), part
    assert one.actions == two.actions
    assert told(one) == told(two)


def told(verdict):
    """The reasons; a step of a ladder has the first of the rules that struck, whichever it is."""
    return {
        ("" if r.evidence.startswith("ladder ") else r.rule, r.signal, r.value, r.need)
        for r in verdict.reasons
    }


@given(written, ladders(), values, memories, roles)
def test_every_rule_that_fires_has_a_reason_and_no_other_has(data, steps, found, memory, held):
    verdict = say(rulebook(*data, ladders=steps), about=facts(strikes=memory, roles=held), **found)
    assert {reason.rule for reason in verdict.reasons} == set(verdict.rules)
    assert all(reason.need and reason.evidence for reason in verdict.reasons)
    assert bool(verdict.actions) == bool(verdict.rules)


@given(written, ladders(), values, memories)
def test_staff_are_never_punished(data, steps, found, memory):
    about = facts(strikes=memory, roles=("moderator",))
    verdict = say(rulebook(*data, ladders=steps), about=about, **found)
    assert not {action.name for action in verdict.actions} & {
        name for name, one in verbs.shelf().items() if one.punishes
    }
    assert verdict.strikes == ()


@given(written, ladders(), known)
def test_a_message_strikes_a_policy_once(data, steps, found):
    verdict = say(rulebook(*data, ladders=steps), **found)
    struck = [one.policy for one in verdict.strikes]
    assert len(struck) == len(set(struck))
    assert set(struck) <= set(verdict.policies)


def action(wish):
    return rulebook({"then": [wish]}).rules[0].then[0]


asked = st.lists(wishes.map(action), max_size=6)


@given(asked, asked, st.randoms(use_true_random=False))
def test_merging_twice_is_merging_once_in_any_order(one, two, chance):
    merged = merge([*one, *two])
    assert merge(merged) == merged
    assert merge([*merge(one), *merge(two)]) == merged
    mixed = [*one, *two]
    chance.shuffle(mixed)
    assert merge(mixed) == merged


@given(asked)
def test_merging_keeps_nothing_that_is_covered_and_invents_nothing(one):
    merged = merge(one)
    names = [action.name for action in merged]
    assert all(action in one for action in merged)
    assert len(names) == len(set(names))
    for gone in {action.name for action in one} - set(names):
        assert any(gone in verbs.shelf()[name].covers for name in names)


@given(memories.filter(bool), st.floats(0, 1e6), st.floats(0, 1e6))
def test_strikes_fade(memory, sooner, wait):
    early, late = NOON + timedelta(seconds=sooner), NOON + timedelta(seconds=sooner + wait)
    assert points(memory, late) <= points(memory, early) + 1e-9


@given(ladders(), st.lists(st.sampled_from([0.1, 0.5, 1.0, 2.0, 5.0]), min_size=1, max_size=20))
def test_a_ladder_takes_each_step_once_while_the_score_rises(steps, weights):
    book = rulebook({}, ladders=steps)
    memory, taken = [], []
    for weight in weights:
        new = strike("respect", weight)
        taken += [step.at for step, _ in climb(book, memory, [new], NOON, {new.policy: "r"})]
        memory.append(new)
    assert taken == sorted(set(taken))
    top = round(sum(weights), 1)
    reached = [step["at"] for step in steps["default"]["steps"] if step["at"] <= top]
    assert taken[-1:] == reached[-1:]


@given(written, ladders())
def test_what_is_written_well_loads_and_means_the_same_each_time(data, steps):
    assert rulebook(*data, ladders=steps) == rulebook(*data, ladders=steps)
