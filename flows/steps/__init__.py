"""What the stage flows put together: each step alters one loaded case, one turn commits them all."""
