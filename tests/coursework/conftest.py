"""Fixtures of the coursework's tests."""

import pytest

from tests.coursework.courses import ROSTER, course


@pytest.fixture
def made(tmp_path):
    """A folder, and in it a course of four students, issued: the folder, the course, and what was issued by student."""
    return tmp_path, *course(tmp_path/"c", ROSTER)
