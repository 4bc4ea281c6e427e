"""The installation: settings, the command line, processes, the database brought up to date, exercises, documents."""
