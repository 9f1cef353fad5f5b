"""The folder of executed notebooks is named after all that their outputs depend on."""

import pytest

from cytostorm.book.cache import KEPT_FOLDERS, digest_of, forget_old


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "package"
    (folder / "models").mkdir(parents=True)
    (folder / "models" / "loop.py").write_text("a = 1")
    return folder


def test_same_content_same_name(package, tmp_path):
    assert digest_of(package, tmp_path / "lock") == digest_of(package, tmp_path / "lock")


@pytest.mark.parametrize("change", ["content", "name", "lock", "bundle"])
def test_any_change_gives_another_name(package, tmp_path, change):
    lock = tmp_path / "lock"
    before = digest_of(package, lock)
    if change == "content":
        (package / "models" / "loop.py").write_text("a = 2")
    elif change == "name":
        (package / "models" / "loop.py").rename(package / "models" / "hoop.py")
    elif change == "lock":
        lock.write_text("numpy==2.0")
    else:
        (package / "bundle.js").write_bytes(b"\xff")
    assert digest_of(package, lock) != before


def test_what_running_leaves_behind_changes_nothing(package, tmp_path):
    before = digest_of(package, tmp_path / "lock")
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "loop.pyc").write_bytes(b"0")
    assert digest_of(package, tmp_path / "lock") == before


def test_old_folders_go_and_the_present_one_stays(tmp_path):
    for name in "abcdef":
        (tmp_path / name).mkdir()
    forget_old(tmp_path, "a")
    left = {folder.name for folder in tmp_path.iterdir()}
    assert "a" in left
    assert len(left) == KEPT_FOLDERS
