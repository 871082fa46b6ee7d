"""The commands of `kg`, one module each: options in, one call of another room, its result printed.

Nothing heavy is imported before a command runs.
"""
