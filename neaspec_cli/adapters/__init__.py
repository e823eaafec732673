"""The outside world, as thin as can be: git, files, pandoc, typst."""
