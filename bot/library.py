"""Where rulebooks lie: the file asked for, `./rules/default.yaml`, or the packaged packs."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from errno import EISDIR, ENOTDIR
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


@contextmanager
def written(files: Iterable[tuple[str, str]]) -> Iterator[Callable[[], None]]:
    """Get files ready to be written; what is yielded puts all of them in place, or none.

    Their owners, their rights and links to them stay as they are. Raises `OSError` with the file.
    """
    with ExitStack() as undo:
        changes = [_ready(Path(name).resolve(), text.encode(), undo) for name, text in files]
        yield lambda: _put(changes)


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to stand in a place, and what stands there now, each in a file beside it."""

    place: Path
    new: Path
    old: Path | None

    def undo(self) -> bool:
        """Whether it is as it was again."""
        try:
            self.old.replace(self.place) if self.old else self.place.unlink()
        except OSError:
            return False
        return True


def _ready(place: Path, content: bytes, undo: ExitStack) -> _Change:
    """Both files of a change, and its folder; what is not used of them goes with `undo`."""
    folders = [one for one in place.parents if not one.exists()]
    above = folders[-1].parent if folders else place.parent
    if not above.is_dir():
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(above))
    if place.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(place))
    for folder in reversed(folders):
        folder.mkdir()
        undo.callback(_leave, folder)
    like = place.stat() if place.exists() else None
    old = _beside(place, place.read_bytes(), like) if like else None
    if old:
        undo.callback(old.unlink, missing_ok=True)
    new = _beside(place, content, like)
    undo.callback(new.unlink, missing_ok=True)
    return _Change(place, new, old)


def _leave(folder: Path) -> None:
    with suppress(OSError):  # it is in use
        folder.rmdir()


def _put(changes: Iterable[_Change]) -> None:
    done: list[_Change] = []
    try:
        for one in changes:
            one.new.replace(one.place)
            done.append(one)
    except OSError as error:
        stuck = [str(one.place) for one in reversed(done) if not one.undo()]
        more = f"; written all the same: {', '.join(stuck)}" if stuck else ""
        why = f"{error.strerror}{more}"
        raise OSError(error.errno, why, str(error.filename2 or error.filename)) from None


def copy_beside(name: str, at: datetime) -> str:
    """Copy a file under a name that nothing has, and say which."""
    stem = f"{name}.{at:%Y-%m-%dT%H%M%S}"
    copies = (f"{stem}{more}.bak" for more in ("", *(f"-{number}" for number in range(2, 1000))))
    copy = next(one for one in copies if not Path(one).exists())
    made = _beside(Path(copy).absolute(), Path(name).read_bytes(), Path(name).stat())
    made.replace(copy)
    return copy


def _beside(place: Path, content: bytes, like: os.stat_result | None) -> Path:
    """A hidden file beside that place, with the owner and the rights of another."""
    try:
        number, made = mkstemp(prefix=f".{place.name}.", dir=place.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from None
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(number)
        Path(made).chmod(like.st_mode & 0o777 if like else 0o644)
        if like:
            with suppress(OSError):  # only root gives files away, and not on every disk
                os.chown(made, like.st_uid, like.st_gid)
    except OSError as error:
        Path(made).unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(place)) from None
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    return Path(made)


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
