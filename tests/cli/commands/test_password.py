"""`onrecord password`: the line for a password file."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from onrecord.cli.main import onrecord as program
from onrecord.web.security.password_file import PasswordFile


def test_a_line_of_a_password_file(tmp_path: Path) -> None:
    runner = CliRunner()
    typed = "long enough to be one\nlong enough to be one\n"
    ran = runner.invoke(program, ["password", "alice"], input=typed)
    assert ran.exit_code == 0
    assert (ran.stdout[:6], ran.stderr[:9]) == ("alice:", "Password:")
    path = tmp_path / "passwords"
    path.write_text(ran.stdout)
    assert PasswordFile(path).verify("alice", "long enough to be one")
    assert "long enough" not in ran.output
    other = runner.invoke(program, ["password", "alice"], input=typed.replace("one\n", "two\n", 1))
    assert (other.exit_code, other.stdout) == (1, "")
    assert "do not match" in other.stderr
    short = runner.invoke(program, ["password", "alice"], input="short\nshort\n")
    assert short.exit_code == 2
    assert "at least 10 characters" in short.output
