"""The way out and back in: SMTP, and what the mail system returns. The only room that speaks to a mail server."""
