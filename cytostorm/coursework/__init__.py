"""Coursework: personal patients, answers as data, marks that can be trusted. No student's code is ever run."""

from .patients import CourseworkError, Patient, draw
from .problem import Problem
from .problems import PROBLEMS

__all__ = ["PROBLEMS", "CourseworkError", "Patient", "Problem", "draw"]
