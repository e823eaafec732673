"""What a compilation text is made of: proposals put on their places, set side by side, printed and read back."""
