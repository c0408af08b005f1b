"""JSON Schema of the models of a rule file, as people write them: pydantic's own is of what they
hold after reading, with durations in seconds and lists where a single value will do."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema
from pydantic_core import core_schema

from bot.rulebook import json_values as values
from bot.rulebook.json_values import Schema

_LIMITS = {"ge": "minimum", "le": "maximum"}
"""How pydantic says limits of what may also be left out."""


def written(models: Iterable[type[BaseModel]]) -> Mapping[str, Schema]:
    """The schema of each of these models, and of those that they hold, by their names."""
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(one, "validation") for one in models]
    _, made = models_json_schema(wanted, schema_generator=Written)
    return cast("Mapping[str, Schema]", made["$defs"])


class Written(GenerateJsonSchema):
    """As it is written."""

    def generate_inner(self, schema: Any) -> Schema:  # noqa: ANN401 - whatever pydantic has there
        """Limits belong to the numbers that they limit."""
        made = super().generate_inner(schema)
        limits = {said: made.pop(key) for key, said in _LIMITS.items() if key in made}
        for one in made.get("anyOf", ()) if limits else ():
            if one["type"] == "integer":
                one.update(limits)
        return made

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        """A name, if it has a pattern, or any text."""
        given = super().str_schema(schema)
        limits = {key: given[key] for key in ("minLength", "maxLength") if key in given}
        return values.name(**limits) if "pattern" in given else values.text(**limits)

    def int_schema(self, schema: core_schema.IntSchema) -> Schema:
        """A whole number."""
        return values.number(**super().int_schema(schema))

    def float_schema(self, schema: core_schema.FloatSchema) -> Schema:
        """Any number."""
        return values.number(**super().float_schema(schema))

    def bool_schema(self, schema: core_schema.BoolSchema) -> Schema:
        """`true` or `false`."""
        return values.flag()

    def literal_schema(self, schema: core_schema.LiteralSchema) -> Schema:
        """One of some words."""
        return values.words(map(str, schema["expected"]))

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """What may be left out may not stand there empty."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """With its default, unless that says nothing."""
        inner, default = self.generate_inner(schema["schema"]), schema.get("default")
        if isinstance(default, BaseModel) or default in (None, "", [], (), {}):
            return inner
        return {**inner, "default": values.lasted(default) if _lasts(schema) else default}

    def dict_schema(self, schema: core_schema.DictSchema) -> Schema:
        """A mapping from names."""
        limits = {"minProperties": schema["min_length"]} if "min_length" in schema else {}
        names = self.generate_inner(schema["keys_schema"])
        each = self.generate_inner(schema["values_schema"])
        return {"type": "object", "propertyNames": names, "additionalProperties": each, **limits}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        """What is read first is a duration, or else one item where a list is meant."""
        inner = super().function_before_schema(schema)
        if _lasts(schema):
            return values.lasting(**inner["anyOf"][0])
        return values.either(_alone(inner["items"]), inner)

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """Without what is written for those who read the code."""
        made = super().model_schema(schema)
        return {key: part for key, part in made.items() if key not in ("title", "description")}

    def field_title_should_be_set(self, schema: object) -> bool:
        """No titles: they would only repeat the keys."""
        return False


def _lasts(schema: Any) -> bool:  # noqa: ANN401 - whatever pydantic has there
    """Whether it is a duration: the only whole number that is read before it is checked."""
    kind = schema["type"]
    if kind in ("default", "nullable"):
        return _lasts(schema["schema"])
    return bool(kind == "function-before" and schema["schema"]["type"] == "int")


def _alone(item: Schema) -> Schema:
    """Of what may stand in a list, what may also stand alone: no further list."""
    return next((one for one in item.get("anyOf", ()) if "items" not in one), item)
