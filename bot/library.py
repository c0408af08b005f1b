"""Where rulebooks lie: the file asked for, `./rules/default.yaml`, or the packaged packs."""

import os
from contextlib import suppress
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import mkstemp

from bot.errors import ConfigError
from bot.rulebook.load import loads
from bot.rulebook.mistakes import nearest
from bot.rulebook.schema import Rulebook
from bot.rulebook.sources import Fetch

PACKS = "packs"
"""What stands before the names of packaged rulebooks."""
OWN = "rules/default.yaml"
"""The rulebook of an operator who names none, under the working folder."""


def find(path: str | None) -> tuple[str, str]:
    """The name and the text of a rulebook: this file or pack; or `OWN`, else the packaged default.

    Raises `ConfigError` naming what cannot be read.
    """
    name = path or OWN
    try:
        return name, _text(Path(name).read_bytes(), name)
    except OSError as error:
        wanted = path or "default"
        gone = isinstance(error, FileNotFoundError | NotADirectoryError)
        if not gone or wanted not in packs():
            raise ConfigError(f"{name}: {error.strerror or error}") from None
    return f"{PACKS}/{wanted}.yaml", pack(wanted)


def rulebook(path: str | None, timezone: str = "UTC", bring: Fetch | None = None) -> Rulebook:
    """The rulebook that `find` finds, with the files that it brings in.

    `bring` stands in for `fetch`. Raises `ConfigError` when the file cannot be read,
    `RulebookError` for what is wrong in it.
    """
    name, text = find(path)
    return loads(text, name, bring or fetch, timezone)


def fetch(wanted: str, by: str) -> tuple[str, str]:
    """Another file, beside the one that wants it; or a pack, by its name alone."""
    if wanted in packs():
        return f"{PACKS}/{wanted}.yaml", pack(wanted)
    if not wanted.endswith((".yaml", ".yml")):
        raise ConfigError(f"unknown pack `{wanted}`{nearest(wanted, packs())}; a file is a `.yaml`")
    name = beside(wanted, by)
    try:
        return name, _text(Path(name).read_bytes(), name)
    except OSError as error:
        raise ConfigError(f"{name}: {error.strerror or error}") from None


def beside(wanted: str, by: str) -> str:
    """The name of a file that another one brings in."""
    return os.path.normpath(Path(by).parent / wanted)


def save(name: str, text: str) -> None:
    """Write a file whole or not at all; its owner, its rights and links to it stay as they are."""
    place = Path(name).resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    _write(place, text.encode(), place.stat() if place.exists() else None)


def copy_beside(name: str, at: datetime) -> str:
    """Copy a file under a name that nothing has, and say which."""
    stem = f"{name}.{at:%Y-%m-%dT%H%M%S}"
    copies = (f"{stem}{more}.bak" for more in ("", *(f"-{number}" for number in range(2, 1000))))
    copy = next(one for one in copies if not Path(one).exists())
    _write(Path(copy).absolute(), Path(name).read_bytes(), Path(name).stat())
    return copy


def _write(place: Path, content: bytes, like: os.stat_result | None) -> None:
    """Put a file there in one go, with the owner and the rights of another."""
    number, made = mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(number)
        Path(made).chmod(like.st_mode & 0o777 if like else 0o644)
        if like:
            with suppress(PermissionError):  # only root gives files away
                os.chown(made, like.st_uid, like.st_gid)
        Path(made).replace(place)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def packs() -> list[str]:
    """The names of the packaged rulebooks."""
    found = (entry.name for entry in _shelf().iterdir())
    return sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml"))


def pack(name: str) -> str:
    """The text of a packaged rulebook; `ConfigError` when there is none of that name."""
    known = packs()
    if name not in known:
        raise ConfigError(f"no pack `{name}`; there are: {', '.join(known)}")
    return _text((_shelf() / f"{name}.yaml").read_bytes(), name)


def _shelf() -> Traversable:
    return files("bot") / "packs"


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}:{line}: not UTF-8 text at byte {error.start}") from None
