"""The base of every action's options."""

from pydantic import BaseModel, ConfigDict


class ActionOptions(BaseModel):
    """Strict and frozen: an unknown option is a mistake, and nobody changes one on the way."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
