"""通知の発送: what is owed is written, what is due is sent."""
