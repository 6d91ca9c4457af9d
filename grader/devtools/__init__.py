"""For whoever works on the course: calibration, sample answers, the demo."""
