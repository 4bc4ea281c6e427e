"""An engine that starts one Prefect run per case: the peer that the batched engine is compared with."""

from flows.engine import loop

if __name__ == "__main__":
    loop.BATCH = 1
    loop.main()
