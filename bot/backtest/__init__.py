"""Backtest: what a rulebook would have done to history, in memory, without touching anybody."""
