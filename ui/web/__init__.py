"""The ASGI application's other doors: sign-in, the HTTP API, health, and the guard before all of them."""
