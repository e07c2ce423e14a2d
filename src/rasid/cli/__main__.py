"""``python -m rasid.cli`` does what ``rasid`` does."""

from rasid.cli import main

if __name__ == "__main__":
    main()
