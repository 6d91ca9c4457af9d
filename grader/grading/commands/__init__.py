"""What the commands do with a whole class: release, collect, grade, regrade, dates, feedback."""
