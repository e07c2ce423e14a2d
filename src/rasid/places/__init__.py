"""Places: names in a text, and the points that they stand for."""
