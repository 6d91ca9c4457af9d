"""The instructor's side: what is handed in, its verdicts, the gradebook, reports, and the commands for all of it."""
