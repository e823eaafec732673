"""Returned files: bytes in, comments and a receipt out."""
