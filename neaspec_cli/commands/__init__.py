"""One module per command group: read, call the core, render, choose the exit code."""
