"""What we remember, and how a message changes it: pure functions of state and time."""
