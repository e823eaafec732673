"""Text of YAML files: read, written, edited one value at a time, and held against a schema."""
