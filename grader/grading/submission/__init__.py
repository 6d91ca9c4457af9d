"""One submission, from the files that were handed in to the files and scores that grading makes."""
