"""The command line: a module a verb. Nothing heavy is imported before a verb needs it."""


def main() -> None:
    """Run the command line; the entry point of the ``rasid`` command."""
    from rasid.cli.app import app

    app()
