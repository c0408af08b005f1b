"""Train the model that scores messages: from labelled rows and a backbone to a folder to score by.

Needs the extra `training`. `python -m bot.training --help` says how; the steps, one file each:
`sources` reads rows, `mixture` chooses them, `disguise` varies them, `backbone` cuts a language
model to size, `network` and `learn` fit it, `calibrate` makes its scores mean something, `export`
writes it out and `report` says what it can do.
"""
