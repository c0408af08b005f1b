"""Back to an earlier version of the rulebook: its files are written anew, nothing is lost."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from bot import clock, library
from bot.config import Settings
from bot.errors import ConfigError, RulebookError
from bot.model.lifecycle import SET_ASIDE, RulebookVersion
from bot.rulebook.load import loads
from bot.rulebook.schema import Rulebook
from bot.store import SqlStore
from bot.store.opening import existing


async def roll_back(settings: Settings, digest: str) -> str:
    """Write a version back to the rule file; say what was done.

    Raises `ConfigError` when there is no such version, or when it cannot be used any more.
    """
    target = _target(settings)
    async with existing(settings.database_url) as store:
        version = await _find(store, digest)
        rulebook = load(version, settings.timezone)
        if _is_there(target):
            await store.note_rulebook(_present(target, settings.timezone))
    for name, text in _files(version, target):
        library.save(name, text)
    when = f"{version.at:%Y-%m-%d %H:%M} UTC"
    changed = rulebook.digest != version.digest
    less = "; a packaged rulebook that it extends has changed since" if changed else ""
    return f"{target}: back to {version.digest} of {when}{less}"


def _target(settings: Settings) -> str:
    target = settings.rules or library.OWN
    if target in library.packs() and not _is_there(target):
        said = f"RULES names the packaged `{target}`; only a file of your own can go back"
        raise ConfigError(f"rules history: {said}")
    return target


def _is_there(name: str) -> bool:
    return Path(name).exists()


async def _find(store: SqlStore, digest: str) -> RulebookVersion:
    found = {one.digest: one for one in reversed(await store.rulebooks(digest.lower()))}
    if len(found) == 1:
        return next(iter(found.values()))
    said = f"no version `{digest}`" if not found else f"several versions begin with `{digest}`"
    raise ConfigError(f"rules history: {said}; `rules history` lists them")


def load(version: RulebookVersion, timezone: str) -> Rulebook:
    """A version as it reads today; packaged rulebooks that it extends are those of today."""

    def fetch(wanted: str, by: str) -> tuple[str, str]:
        name = library.beside(wanted, by)
        return (
            (name, version.sources[name]) if name in version.sources else library.fetch(wanted, by)
        )

    try:
        return loads(version.sources[version.name], version.name, fetch, timezone)
    except RulebookError as error:
        why = str(error).splitlines()[0]
        raise ConfigError(f"version {version.digest} cannot be used any more: {why}") from None


def _present(target: str, timezone: str) -> RulebookVersion:
    """What the file says now, even if it is no rulebook."""
    name, text = library.find(target)
    try:
        now = library.rulebook(target, timezone)
    except RulebookError:
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        return RulebookVersion(digest, name, {name: text}, None, clock.now(), SET_ASIDE)
    rules = len(now.rules)
    return RulebookVersion(now.digest, name, now.sources, rules, clock.now(), SET_ASIDE)


def _files(version: RulebookVersion, target: str) -> Iterator[tuple[str, str]]:
    """What to write where: the main file last, the others beside it as they were."""
    was, now = Path(version.name).parent, Path(target).parent
    packaged = {f"{library.PACKS}/{name}.yaml" for name in library.packs()}
    for name, text in version.sources.items():
        if name != version.name and name not in packaged:
            yield os.path.normpath(now / os.path.relpath(name, was)), text
    yield target, version.sources[version.name]
