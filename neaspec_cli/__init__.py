"""neaspec: develop a strategic plan in the open order of its own process."""

__version__ = "0.1.0"
