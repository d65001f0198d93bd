"""The commands of the command line, a module for each group; see `cleaner.app.cli`."""
