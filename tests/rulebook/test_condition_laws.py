"""Laws of the whole language of conditions, with all that is remembered."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.rulebook.conditions import leaves, rules_of, signals_of, why
from bot.rulebook.texts_in import HOW
from tests.conftest import NOON
from tests.rulebook.asking import KNOWN, ask
from tests.rulebook.build import facts, seen, strike
from tests.rulebook.test_laws import ASKED, KINDS, RISING, VALUES, groups, shuffled
from tests.rulebook.test_laws import leaves as single

bounds = st.integers(1, 5)
windows = st.sampled_from(["10m", "1h", "1d"])
ids = st.sampled_from(sorted(KNOWN.rules))
whose = st.sampled_from(["member", "conversation"])


def counted(times):
    asked = {"rule": ids, "within": windows, "times": times}
    return st.fixed_dictionaries(asked, optional={"by": whose}).map(lambda asked: {"seen": asked})


def points(limit):
    policies = st.sampled_from(sorted(KNOWN.policies))
    return st.tuples(policies, limit).map(lambda pair: {f"strikes ({pair[0]})": pair[1]})


def hours(clock):
    return f"{clock[0]:02}:00-{clock[1]:02}:30"


rising = bounds.map(">= {}".format)
sinking = bounds.map("< {}".format)
ways = st.permutations(["case-sensitive", None]).flatmap(
    lambda rest: st.sampled_from(sorted(HOW)).map(
        lambda way: ", ".join([way if word is None else word for word in rest])
    )
)
clocks = st.tuples(st.integers(0, 23), st.integers(0, 23)).map(hours)
days = st.lists(st.sampled_from(["mon", "tue", "sat-sun"]), min_size=1)
timed = st.fixed_dictionaries({"between": clocks}, optional={"days": days, "zone": st.just("UTC")})
levels = st.sampled_from(["helper", ">= moderator", "< moderator", "== member"])
special = st.one_of(
    counted(rising | sinking),
    points(rising | sinking),
    levels.map(lambda level: {"level": level}),
    timed.map(lambda asked: {"time": asked}),
    ways.map(lambda way: {f"text ({way})": ["idiot", {"list": "fruit"}]}),
    st.just({"heat": ">= 0.2, < 0.7"}),
)
rising_leaves = st.one_of(single(RISING), counted(rising), points(rising))


def shapes(inner):
    return st.one_of(groups(inner), inner.map(lambda part: {"not": part}))


conditions = st.recursive(st.one_of(single(ASKED), special), shapes, max_leaves=6)
growing = st.recursive(rising_leaves, groups, max_leaves=5)
known = st.fixed_dictionaries({name: VALUES[kind] for name, kind in KINDS.items()})
fired = st.dictionaries(ids, st.lists(st.integers(0, 2000), max_size=6), max_size=2)
memories = st.fixed_dictionaries(
    {
        "member": fired,
        "conversation": fired,
        "firing": st.frozensets(ids),
        "strikes": st.lists(st.tuples(st.sampled_from(sorted(KNOWN.policies)), bounds), max_size=3),
    }
)


def remembering(found, memory):
    """What is seen of a message of these signals, with this memory."""
    about = facts(strikes=[strike(policy, float(weight)) for policy, weight in memory["strikes"]])
    for record in ("member", "conversation"):
        times = {rule: _times(minutes) for rule, minutes in memory[record].items()}
        about = replace(about, **{record: replace(getattr(about, record), fired=times)})
    return seen(**found)._replace(facts=about, firing=memory["firing"])


def _times(minutes):
    return tuple(NOON - timedelta(minutes=ago) for ago in sorted(minutes, reverse=True))


@given(conditions)
def test_of_what_is_unknown_nothing_is_true_or_false(when):
    assert ask(when).holds(seen()) is None


@given(conditions, known, memories)
def test_of_what_is_known_everything_is_true_or_false(when, found, memory):
    assert ask(when).holds(remembering(found, memory)) is not None


@given(conditions, known, memories, st.sets(st.sampled_from(sorted(KINDS))), st.booleans())
def test_what_is_sure_without_something_stays_so_with_it(when, found, memory, hidden, forgot):
    full = remembering(found, memory)
    less = remembering({k: v for k, v in found.items() if k not in hidden}, memory)
    sure = ask(when).holds(less._replace(facts=None) if forgot else less)
    assert sure in (None, ask(when).holds(full))


@given(growing, known, memories, st.data())
def test_more_of_a_bad_signal_never_drops_a_condition(when, found, memory, pick):
    name = pick.draw(st.sampled_from([name for name, kind in KINDS.items() if kind in RISING]))
    more = pick.draw(VALUES[KINDS[name]])
    assume(more >= found[name])
    if ask(when).holds(remembering(found, memory)):
        assert ask(when).holds(remembering({**found, name: more}, memory)) is True


@given(growing, known, memories, ids, st.integers(0, 2000))
def test_more_strikes_and_firings_never_drop_a_condition(when, found, memory, rule, ago):
    more = {
        **memory,
        "strikes": [*memory["strikes"], ("calm", 1)],
        "firing": memory["firing"] | {rule},
        **{
            record: {**memory[record], rule: [*memory[record].get(rule, []), ago]}
            for record in ("member", "conversation")
        },
    }
    if ask(when).holds(remembering(found, memory)):
        assert ask(when).holds(remembering(found, more)) is True


@given(conditions, known, memories, st.randoms(use_true_random=False))
def test_the_order_of_keys_makes_no_difference(when, found, memory, chance):
    here = remembering(found, memory)
    one, other = ask({"reply": True, **when}), ask(shuffled({"reply": True, **when}, chance))
    assert one.holds(here) is other.holds(here)
    assert set(why(one, here)) == set(why(other, here))
    assert set(signals_of(one)) == set(signals_of(other))
    assert set(rules_of(one)) == set(rules_of(other))


@given(conditions, known, memories)
def test_the_reasons_are_leaves_that_speak_for_the_answer(when, found, memory):
    condition, here = ask(when), remembering(found, memory)
    held = condition.holds(here)
    grounds = list(why(condition, here, held))
    every = [leaf.ground(here) for leaf in leaves(condition)]
    assert grounds
    assert all(ground.need and ground.evidence for ground in grounds)
    plain = [ground._replace(need=ground.need.removeprefix("not ")) for ground in grounds]
    assert set(plain) <= {one._replace(need=one.need.removeprefix("not ")) for one in every}


@given(conditions)
def test_the_leaves_come_in_reading_order_and_know_their_places(when):
    def places(part, path):
        for key, value in part.items():
            if key in ("all", "any"):
                for at, one in enumerate(value):
                    yield from places(one, (*path, key, at))
            elif key == "not":
                yield from places(value, (*path, key))
            else:
                yield (*path, key)

    found = [leaf.path for leaf in leaves(ask(when))]
    assert list(dict.fromkeys(found)) == list(places(when, ()))


@given(conditions)
def test_reading_twice_is_the_same(when):
    assert ask(when) == ask(when)
