"""Variorum reads news reports of violent events and keeps every account side by side, each number with its source."""
