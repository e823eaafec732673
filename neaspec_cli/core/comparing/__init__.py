"""Two texts set against each other: what stayed, moved and changed, why, and told in words."""
