"""The password file: what a line may be, and who is let in."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.web.security.password_file import (
    PasswordFile,
    PasswordFileUnusable,
    format_entry,
    parse_entries,
)
from tests.web.conftest import PASSWORD, password_line

HASH = password_line("x").strip().removeprefix("x:")


def test_entries_are_salted_scrypt_hashes_of_full_cost() -> None:
    first, second = (format_entry("alice", PASSWORD) for _ in range(2))
    assert first.startswith("alice:scrypt:32768:8:1$")
    assert first != second
    assert PASSWORD not in first


INVALID = [  # name, password, message
    ("", PASSWORD, "a name must be printable"),
    (" a", PASSWORD, "without spaces around"),
    ("a ", PASSWORD, "without spaces around"),
    ("a\nb", PASSWORD, "a name must be printable"),
    ("a:b", PASSWORD, "must not contain : or #"),
    ("#a", PASSWORD, "must not contain : or #"),
    ("a", "123456789", "at least 10 characters"),
]


@pytest.mark.parametrize(("name", "password", "message"), INVALID)
def test_invalid_names_and_passwords(name: str, password: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        format_entry(name, password)


@pytest.mark.parametrize(("name", "password"), [("a", "1234567890"), ("Zoë B.", PASSWORD)])
def test_valid_names_and_passwords(tmp_path: Path, name: str, password: str) -> None:
    path = tmp_path / "passwords"
    path.write_text(password_line(name, password), "utf-8")
    assert PasswordFile(path).verify(name, password)


TRIED = [  # name, password, whether it is right
    ("alice", PASSWORD, True),
    ("alice", PASSWORD.upper(), False),
    ("alice", "", False),
    ("bob", PASSWORD, False),
    ("bob", "nobody", False),  # the password of the dummy hash
    ("", PASSWORD, False),
]


@pytest.mark.parametrize(("name", "password", "is_right"), TRIED)
def test_who_is_let_in(tmp_path: Path, name: str, password: str, is_right: bool) -> None:
    path = tmp_path / "passwords"
    path.write_text(f"# who may\n\n{password_line('alice')}", "utf-8")
    passwords = PasswordFile(path)
    assert passwords.verify(name, password) is is_right
    assert (passwords.fingerprint(name) is None) == (name != "alice")


def test_an_empty_file_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "passwords").touch()
    assert not PasswordFile(tmp_path / "passwords").verify("nobody", "nobody")


def test_changes_are_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    passwords = PasswordFile(path)
    with pytest.raises(PasswordFileUnusable, match="cannot be read"):
        passwords.hashes()
    fingerprints = set()
    for password in ("first password", "second password"):
        path.write_text(password_line("alice", password), "utf-8")
        assert passwords.verify("alice", password)
        fingerprints.add(passwords.fingerprint("alice"))
    assert len(fingerprints) == 2
    path.unlink()
    with pytest.raises(PasswordFileUnusable):
        passwords.verify("alice", "second password")


LINES = [  # text of the file, names or the line that is wrong
    ("", []),
    ("# a comment\n   \n", []),
    (f"alice:{HASH}\nbob:{HASH}\n", ["alice", "bob"]),
    (f" alice:{HASH} \r\n", ["alice"]),
    ("alice", 1),
    ("alice:secret", 1),
    ("alice:scrypt:x", 1),
    (f"alice:{HASH.replace('scrypt', 'plain')}", 1),
    (f"alice:{HASH.rpartition('$')[0]}", 1),
    (f"alice:{HASH}\n\nbob:plain", 3),
]


@pytest.mark.parametrize(("text", "expected"), LINES, ids=range(len(LINES)))  # salts differ
def test_lines_of_the_file(text: str, expected: list[str] | int) -> None:
    if isinstance(expected, list):
        assert list(parse_entries(text, Path("passwords"))) == expected
    else:
        message = f"passwords, line {expected}: expected name:hash"
        with pytest.raises(PasswordFileUnusable, match=message):
            parse_entries(text, Path("passwords"))
