"""`rules schema`: what a rule file may hold, for editors."""

import json


def schema() -> None:
    """Print the JSON Schema of rule files, with which an editor completes, explains and checks.

    Write it beside your rules, `rules schema > rules/schema.json`, and begin the rule file with
    `# yaml-language-server: $schema=schema.json`. Write it anew after an update of the bot.
    """
    from bot.library import packs
    from bot.rulebook.json_schema import json_schema

    print(json.dumps(json_schema(packs()), indent=2, ensure_ascii=False))
