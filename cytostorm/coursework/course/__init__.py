"""A graded course: its private folder, the roster, issuing, marking what was handed in, feedback, report, and marks for an LMS."""
