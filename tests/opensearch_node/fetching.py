"""What a node needs on this machine: a Java, and OpenSearch's jars, fetched once by Maven."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".opensearch"
FETCH = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
# The runner's version, newest first, and the oldest Java it starts on.
RUNNERS = (("3.8.0.0", 21), ("2.19.1.0", 17))


class CannotStart(Exception):
    """A node cannot be had here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A Java and the jars of an OpenSearch that it can run."""

    java: Path
    version: str

    @property
    def jars(self) -> Path:
        return CACHE / self.version


def fetched() -> Distribution:
    """The newest OpenSearch that a Java of this machine can run, its jars in place."""
    java, release = max(_javas().items(), key=lambda found: found[1], default=(Path(), 0))
    version = next((version for version, least in RUNNERS if release >= least), None)
    if version is None:
        raise CannotStart(
            "no Java development kit of release 17 or newer is in JAVA_HOME, /usr/lib/jvm or on "
            "the PATH; on Debian: apt-get install openjdk-17-jdk-headless"
        )
    distribution = Distribution(java, version)
    if not distribution.jars.is_dir():
        _fetch(distribution)
    return distribution


def _fetch(distribution: Distribution) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotStart("mvn is not on the PATH; on Debian: apt-get install maven")
    draft = distribution.jars.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    options = [f"-Drunner.version={distribution.version}", "-DincludeScope=runtime"]
    command = [maven, "-B", "-q", "-f", str(HERE / "pom.xml"), FETCH, *options]
    done = subprocess.run([*command, f"-DoutputDirectory={draft}"], check=False)
    if done.returncode or not any(draft.glob("*.jar")):
        raise CannotStart(f"Maven could not fetch OpenSearch ({' '.join(command)})")
    draft.rename(distribution.jars)  # whole or not at all


def _javas() -> dict[Path, int]:
    """Each Java here that has a compiler, with its release."""
    homes = [Path(os.environ.get("JAVA_HOME", "/nonexistent")), *Path("/usr/lib/jvm").glob("*")]
    on_path = shutil.which("javac")
    if on_path:
        homes.append(Path(on_path).resolve().parents[1])
    compilers = [home / "bin" / "javac" for home in homes]
    return {path.with_name("java"): _release(path) for path in compilers if path.exists()}


def _release(compiler: Path) -> int:
    told = subprocess.run([compiler, "-version"], capture_output=True, text=True, check=False)
    number = re.search(r"javac (\d+)", told.stdout + told.stderr)
    return int(number[1]) if number else 0
