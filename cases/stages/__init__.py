"""One article of the notice, one file. Stages do not import each other; only handbook.py knows all."""
