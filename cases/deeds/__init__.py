"""One capability, one file: the facts, the change functions and the tuple ACTS that a stage file takes up."""
