"""Settings from the environment and `.env`: frozen, checked, every problem at once."""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigError


class Settings(BaseSettings):
    """Everything an operator can set. Each field is a variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        default="sqlite:///hearthkeeper.db",
        description="Where memory and cases are kept: SQLite, or postgresql+asyncpg://...",
    )
    rules: str = Field(
        default="",
        description="The rulebook; empty: ./rules/default.yaml, else the packaged one.",
    )
    scorer: str = Field(
        default="onnx",
        description="The model: `onnx` (bundled), a folder with one like it, `detoxify` (extra), "
        "`detoxify:original`, `detoxify:unbiased`, or a checkpoint in Detoxify's format (*.ckpt): "
        "Detoxify unpickles it, and a pickle can run any program, so take no file that you do not "
        "trust. `tiered:NAME` asks the scorer NAME only where the bundled one is unsure; `remote` "
        "asks a moderation service, to which every text is sent.",
    )
    remote_scorer_url: str = Field(
        default="",
        description="For `remote`: the address of a service that answers as OpenAI's moderation "
        "endpoint does. What members write leaves this host and goes there; tell them so.",
    )
    remote_scorer_key: SecretStr = Field(
        default=SecretStr(""),
        description="For `remote`: the key of that service, if it wants one; it is never logged.",
    )
    remote_scorer_model: str = Field(
        default="",
        description="For `remote`: the model that is asked for; empty: the service's own choice.",
    )
    corrections: str = Field(
        default="",
        description="A file of corrections that `python -m bot.training --from-decisions` made for "
        "this model, from what managers decided; empty: none.",
    )
    timezone: str = Field(
        default="UTC", description="The community's time zone, by its IANA name, for notices."
    )
    console_host: str = Field(
        default="127.0.0.1", description="The address on which the pages are served."
    )
    console_port: int = Field(
        default=8080, ge=0, le=65535, description="The port of the pages; 0 takes a free one."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is logged: debug, info, warning or error."
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"`{name}` is no IANA time zone such as `Europe/Warsaw`") from None
        return name

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, level: object) -> object:
        return level.lower() if isinstance(level, str) else level


def read_settings(**given: object) -> Settings:
    """The settings in force; `given` ones win over the environment, which wins over `.env`.

    Raises `ConfigError` with one line a problem, each naming its variable.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        problems = (
            f"{'.'.join(map(str, one['loc'])).upper()}: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors()
        )
        raise ConfigError("\n".join(problems)) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f".env: not UTF-8 text at byte {error.start}") from None


def strangers(env_file: Path = Path(".env")) -> list[str]:
    """A warning for each key of `.env` that is no setting, with the nearest that is."""
    if not env_file.is_file():
        return []
    known = [name.upper() for name in Settings.model_fields]
    try:
        found = dotenv_values(env_file)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{env_file}: cannot be read as UTF-8 text: {error}") from None
    return [f"{env_file}: {text}" for text in _unknown(found, known)]


def _unknown(keys: Iterable[str], known: list[str]) -> Iterable[str]:
    for key in keys:
        if key.upper() in known:
            continue
        near = difflib.get_close_matches(key.upper(), known, n=1)
        yield f"unknown setting {key}" + (f"; did you mean {near[0]}?" if near else "")
