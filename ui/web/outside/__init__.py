"""Pages by link for people without an account: plain HTML that works on a telephone, without scripts."""
