#!/usr/bin/env python
"""The command line of a checkout."""

from newsroom.command import main

if __name__ == "__main__":
    main()
