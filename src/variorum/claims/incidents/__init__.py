"""A report's incidents: which tolls tell of the same one, and those of which no victims are counted."""
