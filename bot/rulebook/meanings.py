"""What the words of a rule file mean, for people who write rules: what their editor shows beside a
key, and what the tables of `rules/README.md` hold."""

from collections.abc import Mapping

from pydantic import BaseModel

from bot.rulebook.clock import TimePart
from bot.rulebook.counted import SeenPart
from bot.rulebook.document import (
    ChangePart,
    DefaultsPart,
    Document,
    ExamplesPart,
    LadderPart,
    OverridePart,
    PolicyPart,
    RulePart,
    StepPart,
)
from bot.rulebook.examples_in import LinePart

Words = Mapping[str, str]

_CHANGE = {
    "mode": "How far the rule is trusted: `shadow` takes note, `suggest` asks a person, `live` "
    "acts, `off` does nothing.",
    "when": "What must be seen. Several keys in one mapping must all hold.",
    "guard": "What holds the rule back, although `when` holds; `none`: nothing.",
    "then": "What happens then: one action, or a list of actions.",
    "exempt": 'Whom the rule leaves alone: `{level: ">= moderator"}`, or `nobody`. Left out, staff '
    "are spared by rules that punish, and by no others.",
    "ignore": "Parts of a message in which no word is looked for: `quotes`, `code`; `[]`: none.",
    "unknown": "What to do when it cannot be told whether `when` holds: `skip` the rule, or `ask` "
    "a person.",
    "confirm": "`human`: whatever the rule asks for waits for a manager's click; `none`: not.",
    "once": "Fire only once for each `member`, or once in each `conversation`; `none`: often.",
    "cooldown": "How long the rule rests after it has fired, for the member whom it answers; for "
    "the conversation if it answers nobody.",
}

KEYS: Mapping[type[BaseModel], Words] = {
    Document: {
        "version": "The version of the rule language: always `1`.",
        "extends": "A pack, or another file, that this one changes: what is not said here stays.",
        "include": "Files whose policies, ladders, levels, lists, rules and overrides belong to "
        "this one too.",
        "mode": "The most that any rule may do: with `shadow` no rule does more than take note.",
        "timezone": "The community's clock, such as `Europe/Warsaw`. Left out, it is that of the "
        "setting TIMEZONE.",
        "policies": "What the community asks of its members, each by a short name.",
        "defaults": "What holds for every rule that does not say otherwise.",
        "levels": "Who is staff: levels above `member`, the lowest first, each with its roles.",
        "notices": "Your own words for what members are told, whatever the policy.",
        "translations": "Your policies' titles and texts in other languages.",
        "lists": "Words that several rules look for, by the name of their list.",
        "ladders": "What follows when strikes add up, each by a name; `default` serves every "
        "policy that names none.",
        "rules": "The rules: when this is seen, then do that.",
        "overrides": "Rules that are different in some places, or for some members.",
    },
    PolicyPart: {
        "title": "The policy in a few words, as members are shown it.",
        "text": "A sentence that explains it, as members are shown it.",
        "notices": "Your own words for what members are told about this policy.",
        "weight": "How many points one strike for it counts.",
        "ladder": "The ladder on which its strikes count.",
    },
    LadderPart: {
        "half_life": "How long it takes until a strike counts half.",
        "steps": "What happens when a member's points rise to a step, the lowest first.",
    },
    StepPart: {
        "at": "The points at which this step is taken.",
        "do": "What happens then: one action, or a list; `strike` cannot be among them.",
    },
    DefaultsPart: {
        **{key: _CHANGE[key] for key in ("mode", "ignore", "unknown", "cooldown")},
        "exempt": "Whom rules that punish leave alone; left out, staff.",
    },
    ExamplesPart: {
        "match": "Messages, or small conversations, whose last line must fire the rule.",
        "no_match": "Messages, or small conversations, of which no line may fire the rule.",
        "instead": "`true`: in place of the examples of the rulebook that is extended.",
    },
    ChangePart: _CHANGE,
    RulePart: {
        "id": "The rule's own short name. Its history hangs on it, so change the `title` instead.",
        "title": "What people call it; the `id` where it is left out.",
        "policy": "The policy that is broken when the rule fires.",
        **_CHANGE,
        "where": "The only places, or members, for which the rule is there; `none`: everywhere.",
        "release": "What must have held in a conversation, and `for` how long, before the rule "
        "fires there again; `none`: nothing.",
        "priority": "Rules with the higher number are looked at first.",
        "stop": "`true`: when this rule fires, only rules that count it are still looked at.",
        "examples": "Messages that must fire the rule, and messages that must not: its tests.",
    },
    OverridePart: {
        "where": "The places, or members, for which it holds. The most specific override wins.",
        "rules": "What is different there, by the id of the rule; `all` for every rule.",
    },
    LinePart: {
        field.alias or name: field.description or ""
        for name, field in LinePart.model_fields.items()
    },
    SeenPart: {
        "rule": "The id of the rule whose firing is counted.",
        "times": "How often it has fired, this message counted.",
        "within": "How far back it is counted.",
        "by": "For the author of the message (`member`), or for all here (`conversation`).",
    },
    TimePart: {
        "between": "Hours of the day, or several; a span such as `22:00-07:00` goes on into the "
        "next morning.",
        "days": "Days on which those hours begin, such as `sat` or `mon-fri`.",
        "zone": "Another clock than the community's, such as `Europe/Warsaw`.",
    },
}
"""What each key means, by the model that it stands in."""

ASKED: Words = {
    "all": "Every one of these conditions holds.",
    "any": "At least one of these conditions holds.",
    "not": "This condition does not hold.",
    "level": "How high the author stands, by their roles: a level and those above it, or a "
    "comparison such as `< moderator`.",
    "seen": "How often a rule has fired lately, for the author or in the conversation.",
    "for": "For how long it must have held, in a `release`.",
}
"""What a condition can ask beside the signals."""

MODES: Words = {
    "shadow": "Takes note of what it would have done, and touches nobody.",
    "suggest": "Puts a card into the managers' queue; what it asks for is one click away.",
    "live": "Does what it asks for.",
    "off": "Is not looked at.",
}

HOW: Words = {
    "includes-word": "A whole word, or several in a row; how it is searched unless you say so.",
    "includes": "Anywhere, also within a word.",
    "starts-with": "The text begins with it.",
    "ends-with": "The text ends with it.",
    "full-exact": "The text is just this.",
    "regex": "A pattern in the syntax of RE2, anywhere.",
    "case-sensitive": "Capitals matter; goes together with each of the others.",
}
"""How words are searched, by the modifier that stands in brackets behind `text`."""

TAKES: Words = {
    "score": '`likely`, `very likely`, `true`, `false`, or a comparison such as `">= 0.8"`',
    "share": 'a comparison with a number of 0 to 1, such as `">= 0.8"`',
    "count": 'a comparison such as `">= 3"`',
    "points": 'a comparison such as `">= 3"`; `strikes (respect)` asks of one policy',
    "duration": 'a comparison such as `"< 7d"`',
    "flag": "`true` or `false`",
    "language": "a code such as `pl`, or a list of codes",
    "name": "a name, a list of names or `{list: NAME}`; `*` stands for any letters",
    "text": "a text, a list of texts or `{list: NAME}`; modifiers say how it is searched",
    "time": '`"22:00-07:00"`, or `{between: ..., days: ..., zone: ...}`',
}
"""What can be asked of a signal, by its kind."""

SCOPES: Words = {
    "platform": "The service, such as `discord` or `telegram`.",
    "community": "The id of the server or group.",
    "channel": "The name or the id of a channel, thread or topic.",
    "role": "The name of a role that the author has.",
    "level": 'The author\'s level, such as `">= moderator"`.',
    "user": "The id of the author's account.",
}
"""What a scope can say, the least specific first."""
