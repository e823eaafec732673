"""Wishes on one text brought together: asked, placed, agreed or clashing, and carried out."""
