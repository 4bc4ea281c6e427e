"""院内掲示: the poster of the notice's annex, where it hangs and since when (R-160…R-167)."""
