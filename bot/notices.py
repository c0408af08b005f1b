"""What members and managers are told, each member in their own language.

The sentences are the msgids of `locale/notices.pot`; a language is a folder beside it with its own
`notices.po`. The policies of the packaged rulebook are in there too; a community's own words are
shown as they were written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cache
from importlib.resources import files
from string import Formatter

from babel.dates import format_skeleton, get_timezone
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.units import format_unit

from bot.model import Effect

_LOCALE = files("bot") / "locale"
LANGUAGES = tuple(sorted(folder.name for folder in _LOCALE.iterdir() if folder.is_dir()))
KINDS = {
    "nudge": "A friendly word to the author.",
    "breathe": "A neutral word to everyone in a heated conversation.",
    "warn": "A warning; also about a removed message or a mute, where those have no words.",
    "delete": "A warning whose message was removed.",
    "mute": "A warning with a mute.",
    "withdrawn": "The word that a warning was taken back.",
}
"""The notices that a community may word itself, and what each is."""
PLACEHOLDERS = {
    "member": "The member's name.",
    "place": "The name of the channel or topic.",
    "policy": "The title of the policy, in the member's language where that is known.",
    "text": "The text of the policy.",
    "until": "When a mute ends, on the community's clock.",
    "duration": "How long a mute lasts.",
    "appeal": "How to object. It is added at the end where you leave it out.",
}
"""What such a text may have in braces, and what that becomes."""
_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))

_SPECIAL = {"mute": "muted", "delete": "removed"}
"""The kinds of a warning, by the option that makes it one."""
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Voice:
    """Says a sentence in one language; one without a translation as it is."""

    lang: str
    sentences: Mapping[str, str]

    def __call__(self, sentence: str) -> str:
        return self.sentences.get(sentence, sentence)


class Notices:
    """Writes what somebody is told about an effect. Does no I/O after a language's first use."""

    def __init__(
        self,
        policies: Mapping[str, tuple[str, str]],
        *,
        timezone: str = "UTC",
        fallback: str = "en",
        own: Mapping[str, Texts] | None = None,
        translations: Texts | None = None,
    ) -> None:
        """`policies` gives each policy's title and text; `timezone` is an IANA name.

        `own` are a community's texts: policy, or "" for all of them -> kind -> language, or "" for
        every language -> text. `translations` are of titles and texts of policies: language ->
        sentence -> translation.

        `fallback` is the language of managers, and of members whose language we do not speak.
        `LookupError` for a time zone or a fallback that does not exist.
        """
        self._policies = dict(policies)
        self._own = own or {}
        self._translations = translations or {}
        self._zone = get_timezone(timezone)
        self._zone_name = timezone
        self._fallback = fallback
        _voice(fallback)

    def write(self, kind: str, effect: Effect) -> str:
        """The text of one notice, its lines joined by newlines.

        `kind` is `nudge`, `breathe`, `warn`, `withdrawn` or `alert`.
        """
        lines = {
            "nudge": self._nudge,
            "breathe": self._breathe,
            "warn": self._warn,
            "withdrawn": self._withdrawn,
            "alert": self._alert,
        }[kind]
        lang = self._fallback if kind == "alert" else self._language(effect.lang)
        say = self._voice(lang)
        text = self._worded(kind, lang, effect)
        said = lines(say, effect) if text is None else self._filled(text, kind, say, effect)
        return "\n".join(said)

    def _voice(self, lang: str) -> _Voice:
        packaged, more = _voice(lang), self._translations.get(lang)
        return _Voice(lang, {**packaged.sentences, **more}) if more else packaged

    def _worded(self, kind: str, lang: str, effect: Effect) -> str | None:
        """The community's own text, the one for the effect's first policy before that for all."""
        kinds = [kind]
        if kind == "warn":
            options = effect.action.options
            kinds = [name for name, has in _SPECIAL.items() if options.get(has)] + kinds
        for policy in (*effect.policies, ""):
            for name in kinds:
                texts = self._own.get(policy, {}).get(name, {})
                text = texts.get(lang) or texts.get("") or texts.get(self._fallback)
                if text is not None:
                    return text
        return None

    def _filled(self, text: str, kind: str, say: _Voice, effect: Effect) -> list[str]:
        """The text with what its braces name, and what a notice of its kind never leaves out:
        until when and how to object, or that one can write again."""
        title, words = next(iter(self._known(effect)), ("", ""))
        seconds, appeal = _muted(effect), _appeal(say)
        ends = self._until(say.lang, effect, seconds) if seconds and kind == "warn" else ""
        filled = text.format(
            member=effect.message.author.name or effect.message.author.id,
            place=effect.message.conversation.name or effect.message.conversation.id,
            policy=say(title),
            text=say(words),
            until=ends,
            duration=_duration(say.lang, seconds) if seconds else "",
            appeal=appeal,
        )
        if kind == "withdrawn":
            return [filled, *_again(say, effect)]
        if kind != "warn":
            return [filled]
        placed = {name for _, name, _, _ in Formatter().parse(text)}
        pause = [] if "until" in placed else self._pause(say, effect)
        return [filled, *pause, *([] if "appeal" in placed else [appeal])]

    def _language(self, wanted: str | None) -> str:
        lang = (wanted or "").replace("_", "-").partition("-")[0].lower()
        return lang if lang in LANGUAGES else self._fallback

    def _nudge(self, say: _Voice, effect: Effect) -> list[str]:
        return [
            _here(effect) + say("A friendly word about your message."),
            *self._broken(say, effect),
            say(
                "Please keep it in mind. This is no warning, and nothing else happens. "
                "Thanks for looking after this place."
            ),
        ]

    def _breathe(self, say: _Voice, effect: Effect) -> list[str]:
        return [
            say(
                "It is getting heated here. Let's slow down and take a breath: "
                "we can disagree about anything without hurting anyone."
            )
        ]

    def _warn(self, say: _Voice, effect: Effect) -> list[str]:
        removed, muted = effect.action.options.get("removed"), _muted(effect)
        what = (
            say("Your message was removed.")
            if removed
            else say("This is a warning about your message.")
        )
        later = (
            say(
                "After that you can write again. With time this fades; "
                "if it happens again soon, the next pause may be longer."
            )
            if muted
            else say(
                "The moderators will look at it. With time this fades; "
                "if it happens again, you may be unable to write for a while."
            )
            if effect.action.options.get("called")
            else say(
                "Nothing else happens for now, and with time this fades. "
                "If it happens again, you may be unable to write for a while."
            )
        )
        return [
            _here(effect) + what,
            *self._pause(say, effect),
            *self._broken(say, effect),
            later,
            _appeal(say),
        ]

    def _withdrawn(self, say: _Voice, effect: Effect) -> list[str]:
        return [
            _here(effect)
            + say(
                "The moderators looked again and took the warning about your message back. "
                "It no longer counts. Sorry for the trouble."
            ),
            *_again(say, effect),
        ]

    def _alert(self, say: _Voice, effect: Effect) -> list[str]:
        titles = ", ".join(say(title) for title, _ in self._known(effect))
        case = say("Case {case} needs a look.").format(case=effect.case_id)
        return [_here(effect) + case, *([titles] if titles else [])]

    def _broken(self, say: _Voice, effect: Effect) -> list[str]:
        sentence = say("Our policy “{title}”: {text}")
        return [
            sentence.format(title=say(title), text=say(text)) for title, text in self._known(effect)
        ]

    def _known(self, effect: Effect) -> list[tuple[str, str]]:
        """Title and text of the effect's policies; one that the rulebook lost is left out."""
        return [self._policies[policy] for policy in effect.policies if policy in self._policies]

    def _pause(self, say: _Voice, effect: Effect) -> list[str]:
        seconds = _muted(effect)
        if not seconds:
            return []
        sentence = say("You cannot write here for now. Until: {until}. Duration: {duration}.")
        until = self._until(say.lang, effect, seconds)
        return [sentence.format(until=until, duration=_duration(say.lang, seconds))]

    def _until(self, lang: str, effect: Effect, seconds: int) -> str:
        """When it ends, by the community's clock; with the date when that is another day."""
        begin = effect.at.astimezone(self._zone)
        end = (effect.at.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(self._zone)
        clock = f"{end:%H:%M} ({self._zone_name})"
        if end.date() == begin.date():
            return clock
        return f"{format_skeleton('MMMMd', end, tzinfo=self._zone, locale=lang)}, {clock}"


def _appeal(say: _Voice) -> str:
    return say("If you think this is a mistake, tell the moderators: a person will look at it.")


def _again(say: _Voice, effect: Effect) -> list[str]:
    """What follows when a warning is taken back with its mute."""
    return [say("You can write again.")] if _muted(effect) else []


def _here(effect: Effect) -> str:
    """Where it happened, to open a notice that may be read elsewhere."""
    name = effect.message.conversation.name
    return f"{name} · " if name else ""


def _muted(effect: Effect) -> int:
    """For how many seconds the member cannot write; 0 when they can."""
    seconds = effect.action.options.get("muted")
    return seconds if isinstance(seconds, int) else 0


def _duration(lang: str, seconds: int) -> str:
    """A duration to the second, in days, hours, minutes and seconds; never rounded."""
    parts = []
    for unit, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(format_unit(count, f"duration-{unit}", length="long", locale=lang))
    return format_list(parts, locale=lang)


@cache
def _voice(lang: str) -> _Voice:
    """A language's catalogue, read once; `LookupError` when there is none."""
    if lang not in LANGUAGES:
        raise LookupError(f"there are no notices in `{lang}`; there are {', '.join(LANGUAGES)}")
    path = _LOCALE / lang / "LC_MESSAGES" / "notices.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=lang)
    found = {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}
    return _Voice(lang, found)
