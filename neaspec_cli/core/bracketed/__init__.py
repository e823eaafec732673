"""Bracketed text put into the plan, held by those who want it, listed, and settled."""
