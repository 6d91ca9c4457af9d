"""Commands of `grader` that change grades after they were given, or explain them. `grader.cli` offers them."""
