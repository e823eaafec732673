"""Rich views of values; printing happens in the commands."""
