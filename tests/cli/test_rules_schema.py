"""`rules schema` as people call it."""

import json

from bot import library
from bot.rulebook.json_schema import json_schema
from tests.command import answer


def test_it_prints_the_schema_and_nothing_else():
    status, out, err = answer("rules", "schema")
    assert (status, err) == (0, "")
    assert json.loads(out) == json_schema(library.packs())
