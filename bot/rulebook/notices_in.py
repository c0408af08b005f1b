"""A community's own words for notices: what `notices` and `translations` say, checked."""

import string
from collections.abc import Mapping

from bot.notices import KINDS, LANGUAGES, PLACEHOLDERS
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.tree import Path, Plain

LONGEST = 1000
"""Characters: what every service can show in one message, with room for what is added."""

Texts = Mapping[str, Mapping[str, str]]
"""Kind of notice -> language, or "" for every language -> text."""


def read_notices(plain: Plain, path: Path, mistakes: Mistakes) -> Texts:
    """The texts at this path: `{warn: text}` or `{warn: {pl: text}}`."""
    if plain is None:
        return {}
    if not isinstance(plain, dict):
        mistakes.add(path, "`notices` is a mapping such as `{warn: {en: text, pl: text}}`")
        return {}
    found = {}
    for kind, value in plain.items():
        here = (*path, kind)
        if kind not in KINDS:
            mistakes.unknown(here, "notice", kind, KINDS, key=True)
        else:
            found[kind] = _by_language(value, here, mistakes)
    return found


def read_translations(plain: Plain, path: Path, mistakes: Mistakes) -> Texts:
    """Language -> sentence -> translation, of titles and texts of policies."""
    found = {}
    for lang, sentences in plain.items() if isinstance(plain, dict) else ():
        if lang not in LANGUAGES:
            mistakes.unknown((*path, lang), "language", lang, LANGUAGES, key=True)
        elif isinstance(sentences, dict):
            found[lang] = {key: text for key, text in sentences.items() if isinstance(text, str)}
    return found


def _by_language(value: Plain, path: Path, mistakes: Mistakes) -> Mapping[str, str]:
    if isinstance(value, str):
        if not value.strip():
            mistakes.add(path, f"`{path[-1]}` has no text")
        _check(value, path, mistakes)
        return {"": value}
    if not isinstance(value, dict) or not value:
        mistakes.add(path, f"`{path[-1]}` is a text, or a text for each language")
        return {}
    found = {}
    for lang, text in value.items():
        here = (*path, lang)
        if lang not in LANGUAGES:
            mistakes.unknown(here, "language", lang, LANGUAGES, key=True)
        elif not isinstance(text, str) or not text.strip():
            mistakes.add(here, f"`{lang}` has no text")
        else:
            _check(text, here, mistakes)
            found[lang] = text
    return found


def _check(text: str, path: Path, mistakes: Mistakes) -> None:
    if len(text) > LONGEST:
        mistakes.add(path, f"a notice of more than {LONGEST} characters")
    try:
        fields = [field[1:] for field in string.Formatter().parse(text) if field[1] is not None]
    except ValueError:
        mistakes.add(path, "a brace without its partner; write `{{` for one that is shown")
        return
    for name, shape, conversion in fields:
        if name not in PLACEHOLDERS:
            mistakes.unknown(path, "placeholder", str(name), PLACEHOLDERS)
        elif shape or conversion:
            mistakes.add(path, f"`{{{name}}}` is a name alone in its braces")
