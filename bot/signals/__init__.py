"""Signals. One file each, named as in the rulebook; every file has the same shape.

* docstring: what it observes, in one sentence that a manager reads
* `KIND`: what its value is, and so what a rule may ask of it
  - `score`: what the model says, 0..1; takes comparisons and `likely`
  - `share`: a number in 0..1
  - `count`: a number from 0 up
  - `flag`: true or false
  - `language`: an ISO 639-1 code
  - `text`: words, in every form in which a pattern is looked for
* `measure(facts)`: pure; its value is `None` when nothing can be said
"""
