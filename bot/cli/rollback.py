"""Back to an earlier version of the rulebook: its files are written anew, nothing is lost."""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot import clock, library
from bot.config import Settings
from bot.errors import ConfigError, RulebookError
from bot.model.lifecycle import SET_ASIDE, RulebookVersion
from bot.rulebook.load import digest_of, loads
from bot.rulebook.schema import Rulebook
from bot.store import SqlStore
from bot.store.opening import existing


async def roll_back(settings: Settings, digest: str) -> str:
    """Write a version back to the rule file; say what was done.

    What the files say now is kept as a version, or what is no text as copies beside them.
    Raises `ConfigError` when there is no such version, or when it cannot be used any more, or
    cannot be written: then all files are as they were. It also says so when what was written does
    not read as it did, because other files lie beside it here.
    """
    target = _target(settings)
    async with existing(settings.database_url) as store:
        version = await find(store, digest)
        rulebook, packaged = _reread(version, settings.timezone)
        files = [*_files(version, target, packaged)]
        _check_apart(files)
        try:
            copies = await _write(store, files, target, settings.timezone)
        except OSError as error:
            said = f"{error.filename}: {error.strerror}; {target} stays as it is"
            raise ConfigError(f"rules history: {said}") from None
    _check_reads(target, version, rulebook, settings.timezone)
    changed = _differs(rulebook, version)
    when = f"{version.at:%Y-%m-%d %H:%M} UTC"
    less = "; a packaged rulebook that it extends has changed since" if changed else ""
    more = (f"{copy}: a copy of what {name} was" for name, copy in copies.items())
    return "\n".join([f"{target}: back to {version.digest} of {when}{less}", *more])


async def _write(
    store: SqlStore, files: Sequence[tuple[str, str]], target: str, timezone: str
) -> dict[str, str]:
    """Write all files or none; the copies of what cannot be kept as a version."""
    with library.written(files) as put:
        lost = _lost(files)
        present = _present(target, lost, timezone) if lost else None
        if present is not None:
            await store.note_rulebook(present)
        kept = present.sources if present is not None else {}
        copies = {name: library.copy_beside(name, clock.now()) for name in lost if name not in kept}
        put()
    return copies


def _check_apart(files: Sequence[tuple[str, str]]) -> None:
    """Refuse to write two texts to one file, of which only one would be left."""
    texts: dict[Path, tuple[str, str]] = {}
    for name, text in files:
        first, other = texts.setdefault(Path(name).resolve(), (name, text))
        if text != other:
            both = f"{first} and {name} are one file now" if first != name else f"{name} is two"
            said = f"{both}, and were two files of this version; nothing was changed"
            raise ConfigError(f"rules history: {said}")


def _check_reads(target: str, version: RulebookVersion, wanted: Rulebook, timezone: str) -> None:
    """Whether what was written reads as it did; it brings in files by their names."""
    try:
        now = library.rulebook(target, timezone).digest
    except (ConfigError, RulebookError) as error:
        why = str(error).splitlines()[0]
        said = f"written as it was in {version.digest}, but it cannot be read here: {why}"
        raise ConfigError(f"rules history: {target}: {said}") from None
    if now != wanted.digest:
        said = f"written as it was in {version.digest}, but it brings in other files here"
        raise ConfigError(f"rules history: {target}: {said}, and reads as {now}")


def _differs(rulebook: Rulebook, version: RulebookVersion) -> bool:
    """Whether a version reads other files today than it did."""
    return any(version.sources.get(name) != text for name, text in rulebook.sources.items())


def _target(settings: Settings) -> str:
    target = settings.rules or library.OWN
    if target in library.packs() and not Path(target).exists():
        said = f"RULES names the packaged `{target}`; only a file of your own can go back"
        raise ConfigError(f"rules history: {said}")
    return target


async def find(store: SqlStore, digest: str) -> RulebookVersion:
    """The one version whose digest begins like this; else `ConfigError`."""
    found = {one.digest: one for one in reversed(await store.rulebooks(digest.lower()))}
    if len(found) == 1:
        return next(iter(found.values()))
    said = f"no version `{digest}`" if not found else f"several versions begin with `{digest}`"
    raise ConfigError(f"rules history: {said}; `rules history` lists them")


def load(version: RulebookVersion, timezone: str) -> Rulebook:
    """A version as it reads today; packaged rulebooks that it extends are those of today."""
    return _reread(version, timezone)[0]


def _reread(version: RulebookVersion, timezone: str) -> tuple[Rulebook, set[str]]:
    """A version as it reads today, and which of its files are packaged ones."""
    packaged: set[str] = set()

    def fetch(wanted: str, by: str) -> tuple[str, str]:
        name = library.beside(wanted, by)
        if wanted in library.packs() or name not in version.sources:
            found = library.fetch(wanted, by)
            packaged.update(found[:1] if wanted in library.packs() else ())
            return found
        return name, version.sources[name]

    try:
        book = loads(version.sources[version.name], version.name, fetch, timezone)
    except RulebookError as error:
        why = str(error).splitlines()[0]
        raise ConfigError(f"version {version.digest} cannot be used any more: {why}") from None
    return book, packaged


def _lost(files: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """What files say now that are written anew and then say something else."""
    found: dict[str, bytes] = {}
    for name, text in files:
        try:
            content = Path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
        if content != text.encode():
            found[name] = content
    return found


def _present(target: str, lost: Mapping[str, bytes], timezone: str) -> RulebookVersion | None:
    """The file with all that it brings in, even if it is no rulebook, and what is lost besides.

    None when it is not there, or no text. The names of files that no rulebook brings in are part
    of the digest.
    """
    try:
        name, text = library.find(target)
    except ConfigError:
        return None
    rules: int | None = None
    try:
        now = loads(text, name, library.fetch, timezone)
        sources, rules = now.sources, len(now.rules)
    except RulebookError as error:
        sources = error.texts
    more = ((one, _text(content)) for one, content in lost.items() if one not in sources)
    every = {**sources, **{one: text for one, text in more if text is not None}}
    named = rules is None or len(every) > len(sources)
    digest = digest_of({"": json.dumps([*every]), **every} if named else every)
    return RulebookVersion(digest, name, every, rules, clock.now(), SET_ASIDE)


def _text(content: bytes) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _files(
    version: RulebookVersion, target: str, packaged: Collection[str]
) -> Iterator[tuple[str, str]]:
    """What to write where: the main file last, the others beside it as they were.

    A file that was named by its whole path is where it was, wherever the main file is now.
    """
    was, now = Path(version.name).parent, Path(target).parent
    for name, text in version.sources.items():
        if name != version.name and name not in packaged:
            beside = os.path.normpath(now / os.path.relpath(name, was))
            yield name if Path(name).is_absolute() else beside, text
    yield target, version.sources[version.name]
