"""A new plan: its first files, and documents of any kind made into its sections."""
