"""The commands of docs/opensearch.md for upkeep, run as they stand there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from onrecord.search.engines.opensearch.engine import OpenSearchEngine
from onrecord.search.engines.registry import open_engine
from tests.corpus import ARTICLES, fill
from tests.engines import NODE, discard, url_of
from tests.search.engines.opensearch.test_cluster import found

DOCS = Path(__file__).parents[4] / "docs" / "opensearch.md"


def documented(title: str, name: str, repository: Path = Path()) -> list[str]:
    """The blocks of commands under a heading, for a name and node of the tests."""
    text = DOCS.read_text(encoding="utf-8").partition(f"## {title}")[2].partition("\n## ")[0]
    for there, here in {
        "node1:9200": NODE,
        "news.": f"{name}.",
        "/archive": f"/{name}",
        "/mnt/snapshots": str(repository),
        "sleep 60": "",
    }.items():
        text = text.replace(there, here)
    return re.findall("```sh\n(.*?)```", text, re.DOTALL)


def run(commands: str) -> None:
    """Run commands; CalledProcessError if one is refused."""
    loud = commands.replace("curl ", "curl --fail-with-body --silent --show-error ")
    subprocess.run(["sh", "-ec", loud], check=True, capture_output=True)


def test_what_was_merged_is_all_there(filled: OpenSearchEngine) -> None:
    fill(filled, ARTICLES[:1])
    (merging,) = documented("Sizing", filled.address.name)
    run(merging)
    assert found(filled, "-zebra") == found_in_memory()
    fill(filled, ARTICLES[1:2])
    kept = filled.client.indices.get_settings(index=f"{filled.address.name}.*.articles")
    assert "retention_lease" not in str(kept)


def test_what_was_saved_is_found_again(tmp_path: Path) -> None:
    url = url_of("opensearch", tmp_path)
    engine = open_engine(url)
    assert isinstance(engine, OpenSearchEngine)
    name = engine.address.name
    fill(engine, ARTICLES)
    saving, restoring = documented("Backup", name, tmp_path / "snapshots")
    run(saving)
    fill(engine, [ARTICLES[0]])  # what is written later is not in it
    writer = engine.writer()
    writer.remove(ARTICLES[1].source)
    writer.commit()
    writer.close()
    discard(url)
    run(restoring.partition("\n")[2])
    assert found(engine, "-zebra") == found_in_memory()
    fill(engine, ARTICLES[:1])  # and it can be written
    engine.client.snapshot.delete_repository(repository=name)
    engine.close()
    discard(url)


def found_in_memory() -> list[str]:
    engine = open_engine("memory:")
    fill(engine, ARTICLES)
    return found(engine, "-zebra")
