"""What may be left out of a rule file, yet may not stand there empty."""

from typing import Annotated, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

T = TypeVar("T")


class _Stated:
    """Refuses what is empty, though the type knows None."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


Maybe = Annotated[T | None, _Stated()]
"""None where nothing is said."""
