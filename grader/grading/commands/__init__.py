"""What the commands do: release, autograde, regrade, feedback."""
