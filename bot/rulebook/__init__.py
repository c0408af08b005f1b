"""The rulebook: YAML text in (`load`), a verdict about a message out (`judge`). Pure.

tree          YAML text -> plain data, with the place of every key and value
document      the shape of the file, as pydantic models
conditions_in, actions_in, levels
              what `when`, `then` and `exempt` say, checked against the shelves
numbers_in, texts_in, patterns, clock, counted, standing
              what a condition may ask: numbers; words and names; hours; earlier firings; levels
load          all of these together; every mistake at once
schema        what comes out: a frozen `Rulebook`
conditions, leaf, leaves
              true, false or unknown
ranges, settled
              what can be said of a condition before any message
judge, merge, ladder
              signals -> verdict
json_schema, meanings
              the language for editors, and its words for people
"""
