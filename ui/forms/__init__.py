"""Forms drawn from the acts' own models. A form of its own stands in the file of its stage's name."""
