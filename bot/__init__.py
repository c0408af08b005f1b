"""Hearthkeeper: keeps the fire of a community warm, and keeps it in the hearth.

The path of a message, one step a word; `pipeline.py` is this line as code, read it first:

    receive -> normalise -> score -> context -> judge -> [record] -> act -> [record] -> review

Imports go down this list only, never sideways among the edges (checked in CI):

    cli > bench | demo | replay > app
        > console | library | platforms | scorers | store | stories
        > pipeline | review > enforcement > plan | rulebook > actions | signals
        > context | language | normalise | notices > ports > model > ...
"""

__version__ = "0.1.0"
