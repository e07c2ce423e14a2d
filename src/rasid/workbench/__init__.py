"""The workbench: a web application in which a team checks, corrects and publishes what was read (docs/workbench.md)."""
