"""What the judge saw of one submission, and the rules behind each verdict. Nothing of the student's is run."""
