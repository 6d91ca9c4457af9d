"""Assignments that are no lesson, made from the notebooks in nbgrader's own wheel, graded here and by stock nbgrader.

python -m tools.plain               grade all of them three ways, and print where the points differ
python -m tools.plain NAME...       the same for some assignments
python -m tools.plain --record      the same, and keep what stock nbgrader gave, which the tests compare with
"""
