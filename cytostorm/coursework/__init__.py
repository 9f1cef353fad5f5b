"""Coursework: personal patients, answers as data, marks that can be trusted. No student's code is ever run."""

from .form import Form, practice
from .pages import card, objectives, overview
from .patients import CourseworkError, Patient, draw
from .problem import Problem
from .problems import PROBLEMS
from .work import Work, choose, open_assignment, sample

__all__ = ["PROBLEMS", "CourseworkError", "Form", "Patient", "Problem", "Work", "card", "choose", "draw", "objectives", "open_assignment", "overview",
           "practice", "sample"]
