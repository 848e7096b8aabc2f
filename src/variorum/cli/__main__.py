"""`python -m variorum.cli`: the same as the command `variorum`."""

from variorum.cli import main

main()
