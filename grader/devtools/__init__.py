"""Tools for the authors of the course: calibration, sample answers, the demo."""
