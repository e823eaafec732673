"""`python -m neaspec_cli`."""

from neaspec_cli.app import main

main()
