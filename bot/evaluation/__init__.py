"""How good a scorer is on labelled messages: `rows` reads them, `run` has them scored, `measured`
counts with `metrics`, `report` puts it into plain objects.
"""
