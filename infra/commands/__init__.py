"""What each word after `renraku` does."""
