"""Training: how the weights that ship with the language package were made, from free data. Numpy only; seeded."""
