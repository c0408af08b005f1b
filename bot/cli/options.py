"""What several commands ask for in the same words."""

from typing import Final

FILE_OR_PACK: Final = "FILE|PACK"
RULEBOOK: Final = "A rulebook in YAML, or a pack; default: the one in force."
