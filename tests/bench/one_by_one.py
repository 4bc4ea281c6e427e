"""An engine that starts one Prefect run per case: the peer that the batched engine is compared with."""

from flows import engine

if __name__ == "__main__":
    engine.BATCH = 1
    engine.main()
