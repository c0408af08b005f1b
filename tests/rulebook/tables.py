"""The tables of `rules/README.md`, made from the code.

`python -m tests.rulebook.tables` writes them into it.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot import actions, signals
from bot.durations import said
from bot.model.memory import MOST_FIRED
from bot.notices import KINDS as NOTICES
from bot.notices import PLACEHOLDERS
from bot.registry import modules
from bot.rulebook import examples_in, meanings, notices_in, sources, tree
from bot.rulebook.clock import TimePart
from bot.rulebook.counted import SeenPart
from bot.rulebook.document import (
    ChangePart,
    DefaultsPart,
    Document,
    LadderPart,
    PolicyPart,
    RulePart,
    StepPart,
)
from bot.rulebook.json_models import Written
from bot.rulebook.json_schema import gist, json_schema
from bot.rulebook.releases import conversational

README = Path(__file__).parents[2] / "rules/README.md"
SCHEMA = json_schema()
PARTS: Mapping[str, Any] = {**SCHEMA["$defs"], "Document": SCHEMA}


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    cells = ([cell.replace("|", r"\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def words(head: str, some: Mapping[str, str]) -> str:
    return table((head, "what"), ((f"`{name}`", means) for name, means in some.items()))


def standard(part: Mapping[str, Any]) -> str:
    """What holds where a key is left out."""
    value = part.get("default")
    if isinstance(value, list):
        return f"`[{', '.join(value)}]`"
    return "" if value is None else f"`{str(value).lower()}`"


def keys(*models: type) -> str:
    rows = []
    for model in models:
        part = PARTS[model.__name__]
        needed = {name for name, field in model.model_fields.items() if field.is_required()}
        for key, means in meanings.KEYS[model].items():
            usual = "must be there" if key in needed else standard(part["properties"][key])
            rows.append((f"`{key}`", usual, means))
    return table(("key", "left out", "what"), rows)


def rule() -> str:
    rows = []
    for key, means in meanings.KEYS[RulePart].items():
        part = PARTS["RulePart"]["properties"][key]
        usual = "as in `defaults`" if key in meanings.KEYS[DefaultsPart] else standard(part)
        needed = RulePart.model_fields[key].is_required()
        mark = "✓" if key in ChangePart.model_fields else ""
        rows.append((f"`{key}`", "must be there" if needed else usual, mark, means))
    return table(("key", "left out", "", "what"), rows)


def options(name: str) -> str:
    """The options of an action, each with its default, the short one first."""
    file = actions.shelf()[name]
    made = file.options.model_json_schema(schema_generator=Written)["properties"]
    known = {key: part for key, part in made.items() if key not in file.filled_in}
    given = (f"`{key}` ({standard(part)})" for key, part in known.items())
    short = f"; short: `{name}: {known[file.short]['default']}`" if file.short else ""
    return ", ".join(given) + short


def limits() -> str:
    def between(model: type, key: str, *, lasting: bool = False) -> str:
        ends = PARTS[model.__name__]["properties"][key]["anyOf"]
        low, high = next((e["minimum"], e["maximum"]) for e in ends if "maximum" in e)
        show = said if lasting else str
        return f"{show(low)} to {show(high)}"

    name = PARTS["RulePart"]["properties"]["id"]["maxLength"]
    rows = {
        "A file": f"{tree.MOST_CHARACTERS:,} characters",
        "Values in all files together, each alias counted": f"{tree.MOST_NODES:,}",
        "Nesting": f"{tree.DEEPEST} deep",
        "Files of one rulebook": f"{sources.MOST_FILES}",
        "Names of rules, policies, ladders, levels and lists": f"{name} letters",
        "`weight` of a policy": between(PolicyPart, "weight"),
        "`half_life` of a ladder": between(LadderPart, "half_life", lasting=True),
        "`priority` of a rule": between(RulePart, "priority"),
        "`cooldown`": between(RulePart, "cooldown", lasting=True),
        "`within` of `seen`": between(SeenPart, "within", lasting=True),
        "`times` of `seen`": f"up to {MOST_FIRED}: no more are remembered",
        "A notice": f"{notices_in.LONGEST:,} characters",
        "Lines of a conversation in an example": f"{examples_in.MOST_LINES}",
    }
    return table(("what", "limit"), rows.items())


def tables() -> dict[str, str]:
    shelf = modules(signals).items()
    return {
        "how": words("modifier", meanings.HOW),
        "signals": table(
            ("signal", "what", "takes"),
            ((f"`{name}`", gist(file), meanings.TAKES[file.KIND]) for name, file in shelf),
        ),
        "asked": words("key", {k: v for k, v in meanings.ASKED.items() if k != "for"}),
        "actions": table(
            ("action", "what", "options"),
            ((f"`{name}`", gist(file), options(name)) for name, file in modules(actions).items()),
        ),
        "modes": words("mode", meanings.MODES),
        "conversational": ", ".join(f"`{name}`" for name in conversational()) + ".",
        "scopes": words("key", meanings.SCOPES),
        "notices": words("notice", NOTICES),
        "placeholders": words("name", {f"{{{name}}}": v for name, v in PLACEHOLDERS.items()}),
        "lines": keys(examples_in.LinePart),
        "document": keys(Document),
        "defaults": keys(DefaultsPart),
        "policy": keys(PolicyPart),
        "ladder": keys(LadderPart, StepPart),
        "rule": rule(),
        "seen": keys(SeenPart),
        "time": keys(TimePart),
        "limits": limits(),
    }


def current(text: str) -> str:
    """The text with each table as the code has it now."""
    for name, made in tables().items():
        marks = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text = re.sub(
            marks, lambda found, made=made: f"{found[1]}{made}\n{found[2]}", text, flags=re.S
        )
    return text


if __name__ == "__main__":
    README.write_text(current(README.read_text(encoding="utf-8")), encoding="utf-8")
