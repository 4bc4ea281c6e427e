"""Deeds: facts, changes and acts of one capability each; the stage files (the articles) put them together."""
