"""`python -m flows.engine`."""

from flows.engine.loop import main

main()
