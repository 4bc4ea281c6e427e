"""What a practice installation has more: its people and cases, its mailbox."""
