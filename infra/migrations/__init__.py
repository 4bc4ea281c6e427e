"""Migrations of the domain database, one per change, named by date and deed."""
