"""Whole rule files, made up by hypothesis: every key that the language has, in every form it takes.

A function for each part gives a strategy for each of its keys; a test holds that none is missing.
"""

from hypothesis import strategies as st

from bot import actions, signals
from bot.notices import KINDS as NOTICES
from bot.notices import LANGUAGES
from bot.registry import modules
from bot.rulebook.releases import conversational
from bot.rulebook.texts_in import CASE, HOW

IDS = ["spam", "b-2", "c_3", "жук"]
POLICIES = ["respect", "calm"]
LISTS = ["fruit", "veg"]
LEVELS = ["helper", "moderator", "admin"]
TRICKY = [
    "no",
    "1.10",
    "0x1F",
    "~",
    "null",
    "# a",
    "a: b",
    "- a",
    "'",
    '"',
    "a\nb",
    " a ",
    "{a}",
    "ж",
]
TRICKY += [
    "2026-01-01",
    "yes",
    "*a",
    "&a",
    "!a",
    "%",
    "@a",
    "`a`",
    "|",
    ">",
    "a\u2028b",
    "\\n",
    "é\t",
]

letters = st.characters(exclude_categories=["C"])
words = st.sampled_from(TRICKY) | st.text(letters, min_size=1, max_size=12).filter(str.strip)
names = st.sampled_from(["general", "support-*", "#help", "12345"])
tenths = st.integers(1, 10).map(lambda tenth: tenth / 10)
counts = st.integers(1, 9)
levels = st.sampled_from([*LEVELS, ">= moderator", "== admin", "< admin"])
spans = st.sampled_from(["30s", "5m", "1h30m", "1d", 90, "90"])
flags = st.sampled_from([True, False, "true", "false"])
modes = st.sampled_from(["off", "shadow", "suggest", "live"])


def some(one, most=3):
    """One, or a list of them."""
    return one | st.lists(one, min_size=1, max_size=most)


def keyed(needed, more):
    """A mapping with all of the first and some of the others."""
    others = {key: one for key, one in more.items() if key not in needed}
    return st.fixed_dictionaries(needed, optional=others)


def compared(number, unit=""):
    """A comparison, or two."""
    one = st.tuples(st.sampled_from([">=", ">", "<", "<="]), number).map(lambda p: f"{p[0]} {p[1]}")
    plain = number if not unit else number.map(lambda n: f"{n}{unit}")
    lasting = one.map(lambda said: f"{said}{unit}")
    return plain | lasting | st.tuples(lasting, lasting).map(", ".join)


def time_keys():
    return {
        "between": some(st.sampled_from(["22:00-07:00", "9:00-17:30"])),
        "days": some(st.sampled_from(["sat", "mon-fri", "sunday"])),
        "zone": st.sampled_from(["UTC", "Europe/Warsaw"]),
    }


def seen_keys():
    return {
        "rule": st.sampled_from(IDS),
        "within": spans,
        "times": compared(counts),
        "by": st.sampled_from(["member", "conversation"]),
    }


listed = some(words | st.sampled_from(LISTS).map(lambda name: {"list": name}))
clock = keyed({"between": time_keys()["between"]}, time_keys())
seen = keyed({key: seen_keys()[key] for key in ("rule", "within")}, seen_keys())
ASKED = {
    "score": st.sampled_from(["likely", "very likely"]) | flags | compared(tenths),
    "share": compared(tenths),
    "count": compared(counts),
    "points": compared(counts),
    "duration": compared(counts, "d"),
    "flag": flags,
    "language": some(st.sampled_from(["pl", "ru"])),
    "name": some(names),
    "text": listed,
    "time": time_keys()["between"] | clock,
}
KINDS = {name: file.KIND for name, file in modules(signals).items()}
MODIFIED = [f"text ({way})" for way in HOW] + [f"text ({CASE})", f"text({CASE} , includes)"]
asked = st.sampled_from(sorted(KINDS)).flatmap(
    lambda name: ASKED[KINDS[name]].map(lambda value: {name: value})
)
patterns = st.sampled_from(["a+b", r"\bfig\b", ["x.y", "[0-9]{3}"]])
leaves = st.one_of(
    asked,
    st.tuples(st.sampled_from([way for way in MODIFIED if "regex" not in way]), listed),
    st.tuples(st.just("text (regex)"), patterns),
    st.tuples(st.sampled_from([f"strikes ({name})" for name in POLICIES]), compared(counts)),
    st.tuples(st.just("level"), levels),
    st.tuples(st.just("seen"), seen),
).map(lambda one: one if isinstance(one, dict) else dict([one]))


def groups(inner):
    several = st.lists(inner, min_size=1, max_size=3)
    mixed = st.lists(inner, min_size=2, max_size=3).map(
        lambda parts: {key: value for part in parts for key, value in part.items()}
    )
    return st.one_of(
        several.map(lambda parts: {"all": parts}),
        several.map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
        mixed,
    )


conditions = st.recursive(leaves, groups, max_leaves=5)
WISHES = {
    "mute": st.sampled_from(["30m", {"seconds": "1h"}, {}]),
    "slowmode": st.sampled_from(["20s", {"seconds": 10, "for": "5m"}]),
    "escalate": st.sampled_from(["legal", {"queue": "pr", "priority": "urgent"}]),
}
wishes = st.sampled_from(sorted(modules(actions))).flatmap(
    lambda name: st.just(name) | WISHES.get(name, st.just({})).map(lambda said: {name: said})
)
tamely = wishes.filter(lambda wish: "strike" not in wish)
exempt = st.sampled_from(["nobody", {"level": "helper"}, {"level": ">= moderator"}])
notice = st.sampled_from(
    ["{member}, {policy}: {text}", "{{until}} {until}", "wait {duration}", "ж"]
)
by_language = notice | st.dictionaries(st.sampled_from(LANGUAGES), notice, min_size=1, max_size=2)
notices = st.dictionaries(st.sampled_from(sorted(NOTICES)), by_language, max_size=2)


def scope_keys():
    keys = ("platform", "community", "channel", "role", "user")
    return {**{key: some(names) for key in keys}, "level": levels}


scopes = keyed({}, scope_keys()).filter(bool)


@st.composite
def releases(draw):
    name = draw(st.sampled_from(conversational()))
    calm = {name: draw(ASKED[KINDS[name]])}
    return {
        **draw(st.sampled_from([calm, {"any": [calm, calm]}])),
        **draw(keyed({}, {"for": spans})),
    }


def line_keys():
    return {
        "after": spans,
        "reply": st.just(1),
        "roles": some(words),
        "in": names,
        "joined": spans,
        "created": spans,
    }


@st.composite
def conversations(draw):
    speakers = draw(st.lists(st.sampled_from(["ann", "bob", "жук"]), min_size=1, max_size=3))
    lines = []
    for at, speaker in enumerate(speakers):
        more = {key: one for key, one in line_keys().items() if at or key != "reply"}
        lines.append(draw(keyed({speaker: words}, more)))
    return lines


def example_keys():
    several = st.lists(words | conversations(), max_size=3)
    return {"match": words | several, "no_match": words | several, "instead": flags}


def change_keys():
    return {
        "mode": modes,
        "when": conditions,
        "guard": conditions,
        "then": some(wishes),
        "exempt": exempt,
        "ignore": st.sampled_from(["quotes", "code", [], ["code", "quotes"]]),
        "unknown": st.sampled_from(["skip", "ask"]),
        "confirm": st.just("human"),
        "once": st.sampled_from(["member", "conversation"]),
        "cooldown": spans,
    }


def rule_keys():
    return {
        "id": st.sampled_from(IDS),
        "policy": st.sampled_from(POLICIES),
        **change_keys(),
        "title": words,
        "where": scopes,
        "release": releases(),
        "priority": st.integers(-2, 2),
        "stop": flags,
        "examples": keyed({}, example_keys()),
    }


def rules():
    """One for each id, so that all can be counted."""
    needed = {key: rule_keys()[key] for key in ("policy", "when", "then")}
    more = {key: one for key, one in rule_keys().items() if key != "id"}
    return (
        st.permutations(IDS)
        .flatmap(
            lambda ids: st.tuples(*(keyed({"id": st.just(name), **needed}, more) for name in ids))
        )
        .map(list)
    )


def policy_keys():
    return {
        "title": words,
        "text": words,
        "notices": notices,
        "weight": st.sampled_from([0.5, 1, "2", 3.25]),
        "ladder": st.sampled_from(["default", "slow"]),
    }


def step_keys():
    return {"at": st.integers(1, 12), "do": some(tamely)}


@st.composite
def ladder_keys_drawn(draw):
    ats = sorted(draw(st.sets(step_keys()["at"], min_size=1, max_size=3)))
    return [{"at": at, "do": draw(step_keys()["do"])} for at in ats]


def ladder_keys():
    return {"half_life": st.sampled_from(["1h", "14d", 3600]), "steps": ladder_keys_drawn()}


def default_keys():
    return {key: change_keys()[key] for key in ("mode", "exempt", "ignore", "unknown", "cooldown")}


def override_keys():
    changes = keyed({}, change_keys())
    return {
        "where": scopes,
        "rules": st.dictionaries(st.sampled_from([*IDS, "all"]), changes, min_size=1, max_size=2),
    }


def risen(roles):
    """The levels, the lowest first."""
    return dict(zip(LEVELS, roles, strict=True))


def document_keys():
    """All but `extends` and `include`, which need other files."""
    policy, ladder = keyed({"title": words}, policy_keys()), keyed(ladder_keys(), {})
    held = st.lists(words, min_size=1, max_size=2)
    sentences = st.dictionaries(words, words, max_size=2)
    return {
        "version": st.sampled_from([1, "1"]),
        "mode": modes,
        "timezone": st.sampled_from(["UTC", "Asia/Tokyo"]),
        "policies": st.fixed_dictionaries(dict.fromkeys(POLICIES, policy)),
        "defaults": keyed({}, default_keys()),
        "levels": st.tuples(*[held | words] * 3).map(risen),
        "notices": notices,
        "translations": st.dictionaries(st.sampled_from(LANGUAGES), sentences, max_size=2),
        "lists": st.fixed_dictionaries(dict.fromkeys(LISTS, some(words))),
        "ladders": st.fixed_dictionaries({"default": ladder, "slow": ladder}),
        "rules": rules(),
        "overrides": st.lists(keyed(override_keys(), {}), max_size=3),
    }


_NEEDED = ("version", "policies", "ladders", "levels", "lists", "rules")
documents = keyed({key: document_keys()[key] for key in _NEEDED}, document_keys())
