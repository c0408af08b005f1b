"""Actions. One file each, named as in the rulebook; every file has the same shape.

* docstring: what it does, in one sentence that a manager reads
* `SEVERITY`: the order in which actions are carried out and listed, 0 (none) to 4 (a human)
* `NEEDS`: the abilities it asks of a platform (`bot.ports.Platform.can`)
* `TARGET`: `member` or `conversation`
* `ONCE`: how often it may happen: `message`, `member` (once per case and member) or `case`
* `REPEATABLE`: doing it twice is the same as once, so it may be repeated after a crash
* `COVERS`: milder actions that are left out beside it
* `SHORT`: the option that a bare value sets, as in `mute: 30m`; "" when there is none
* `Options`: what can be said about it, with defaults that work
* `rank(options)`: of two of the same name, the one that ranks higher is the harsher and stays
* `complete(options, beside, facts)`: fill in what only the moment knows
* `apply(effect, platform, notices, now)` and `undo(...)`: carry it out, take it back; both answer
  with one phrase for the record
* `amend(effect, failed)`, for notices only: its options when some of what it tells of has failed
* `follow(effect)`: what must happen later because of it, with its time; None for nothing
"""
