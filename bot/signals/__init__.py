"""Signals. One file each, named as in the rulebook; every file has the same shape.

* docstring: what it observes, in one sentence that a manager reads
* `KIND`: what its value is, and so what a rule may ask of it
  - `score`: what the model says, 0..1; takes comparisons and `likely`
  - `share`: a number in 0..1
  - `count`: a whole number from 0 up
  - `points`: a number from 0 up, of one policy if asked: `strikes (respect)`
  - `duration`: whole seconds from 0 up; takes comparisons such as `>= 7d`
  - `flag`: true or false
  - `language`: an ISO 639-1 code
  - `name`: ids and names, of which one must fit; `*` stands for any letters
  - `text`: words, in every form in which a pattern is looked for
  - `time`: a moment in ISO 8601, held against hours and days
* `ABOUT = "conversation"` where it says the same of every message that could stand in its place
* `measure(facts)`: pure; its value is `None` when nothing can be said
"""
