"""Words with their place in the source: cut, numbered, escaped, and edited in the Markdown."""
