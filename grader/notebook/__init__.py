"""The learner's process: recorder, collectors, prompts, figures, progress."""
