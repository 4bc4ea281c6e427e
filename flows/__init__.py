"""The engine room: Prefect flows, one per stage, and the engine that wakes them."""
