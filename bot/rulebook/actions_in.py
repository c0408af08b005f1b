"""What `then` and `do` say, read into actions and checked against the actions there are."""

from bot.actions import shelf
from bot.model import Action
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.tree import Path, Plain


def read_actions(plain: Plain, path: Path, mistakes: Mistakes) -> tuple[Action, ...]:
    """The actions at this path: one or a list, each a name or `{name: options}`."""
    if plain is None or plain == []:
        mistakes.add(path, f"`{path[-1]}` is empty: it does nothing")
        return ()
    items = plain if isinstance(plain, list) else [plain]
    places = [(*path, at) for at in range(len(items))] if isinstance(plain, list) else [path]
    found = [_action(item, place, mistakes) for item, place in zip(items, places, strict=True)]
    return tuple(action for action in found if action is not None)


def _action(plain: Plain, path: Path, mistakes: Mistakes) -> Action | None:
    if isinstance(plain, str):
        return _named(plain, None, path, mistakes, key=False)
    if isinstance(plain, dict) and len(plain) == 1:
        name, options = next(iter(plain.items()))
        return _named(name, options, (*path, name), mistakes, key=True)
    mistakes.add(path, "an action is a name such as `delete`, or one pair such as `{mute: 30m}`")
    return None


def _named(
    name: str, options: Plain, path: Path, mistakes: Mistakes, *, key: bool
) -> Action | None:
    known = shelf()
    if name not in known:
        mistakes.unknown(path, "action", name, known, key=key)
        return None
    given = _options(name, options, path, mistakes)
    if given is None:
        return None
    file = known[name]
    read = mistakes.read(file.options, given, path, name, file.filled_in)
    if read is None:
        return None
    return Action(name, read.model_dump(by_alias=True, exclude_none=True, exclude=file.filled_in))


def _options(name: str, options: Plain, path: Path, mistakes: Mistakes) -> dict[str, Plain] | None:
    """The options by name, a bare value being the one that the action's `SHORT` says."""
    short = shelf()[name].short
    if options is None:
        return {}
    if isinstance(options, dict):
        return options
    if short:
        return {short: options}
    mistakes.add(path, f"`{name}` takes no options")
    return None
