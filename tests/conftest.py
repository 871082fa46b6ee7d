"""Its place puts `tests/` on the path, so that tests of all rooms can import `hand_made`."""
