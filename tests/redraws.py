"""`python -m tests.redraws`: how long each figure takes to redraw."""

from tests.explore.redraws import main

if __name__ == "__main__":
    main()
