"""Values and pure functions: what the plan, its rounds and its timeline are."""
