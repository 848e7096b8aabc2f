"""What follows from an event's claims: what does not add up among them."""

from variorum.codebooks.disagreements import disagreements

__all__ = ["disagreements"]
