"""`python -m siyada`."""

from siyada.cli import main

if __name__ == "__main__":
    main()
