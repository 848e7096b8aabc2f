"""What an event was: its kind, its weapons, what was hit, from words and from who did it to whom."""
