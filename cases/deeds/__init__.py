<<<<<<< HEAD
"""One capability = one file: its facts models, its change functions, its acts. A stage file puts them together."""
=======
"""One capability = one file: its facts models, its change functions and its acts. Stage files put them together."""
>>>>>>> main
