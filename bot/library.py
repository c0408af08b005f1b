"""Where rulebooks lie: the file asked for, `./rules/default.yaml`, or the packaged packs."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.errors import ConfigError

OWN = "rules/default.yaml"
"""The rulebook of an operator who names none, under the working folder."""


def find(path: str | None) -> tuple[str, str]:
    """The name and the text of the rulebook: this file, else `OWN`, else the packaged default.

    Raises `ConfigError` naming what cannot be read.
    """
    name = path or OWN
    try:
        return name, _text(Path(name).read_bytes(), name)
    except OSError as error:
        if path or not isinstance(error, FileNotFoundError | NotADirectoryError):
            raise ConfigError(f"{name}: {error.strerror or error}") from None
    return "packs/default.yaml", pack("default")


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
