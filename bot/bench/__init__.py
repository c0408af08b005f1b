"""How fast, how quick, how big: the numbers an operator asks for, measured on this machine.

`messages.jsonl` holds chat of our own corpus in six languages, each text once.
"""
