"""Plain values that several rooms share; those of one room stand in its own views.py. No record leaves the desk."""
