"""The pages. Each reads down as the screen does: one sitting to the desk, then drawing from plain values."""
