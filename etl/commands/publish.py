"""publish and keys: the snapshot in use for replicas, and the key by which they know who published it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from etl.commands.cli import as_json, examples, print_json, quiet


@click.command(
    short_help="Copy the snapshot in use to a store that replicas read.",
    epilog=examples(
        ("publish /srv/data", "a folder, such as one that a web server shows"),
        ("publish s3://BUCKET/PATH", "S3 and what speaks like it; also gs:// and az://"),
        ("publish --keep 5", "to PUBLISH_URL; older versions there go"),
    ),
)
@click.argument("url", required=False)
@click.option("--keep", type=click.IntRange(1), help="Versions that stay in the store; by default all.")
@as_json
@quiet
def publish(url: str | None, keep: int | None, as_json: bool, quiet: bool) -> None:
    """Copy the snapshot in use to the store at URL, by default that of PUBLISH_URL.

    Readers see the old snapshot or the whole new one, whenever it stops. What is there is not sent again.
    """
    from data.snapshot import data_dir
    from etl import publishing

    done = publishing.publish(data_dir(), url, keep)
    if as_json:
        print_json({"sentence": done.sentence, **asdict(done)})
    elif not quiet:
        click.echo(done.sentence)
        if done.removed:
            click.echo(f"removed there: {', '.join(done.removed)}")


@click.command(
    short_help="Make the key that signs what is published.",
    epilog=examples(
        ("keys /etc/innovation-trajectory/publish.pem", "for PUBLISH_KEY; prints what DATA_KEYS takes"),
    ),
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def keys(file: Path, as_json: bool) -> None:
    """Make a private key in FILE, unless it holds one, and print its public half.

    The publisher names FILE in PUBLISH_KEY, replicas name the public half in DATA_KEYS.
    """
    from etl import publishing

    made = not file.exists()
    public = publishing.public_half(publishing.make_key(file) if made else publishing.read_key(file))
    if as_json:
        print_json({"file": str(file), "made": made, "public": public})
    else:
        click.echo(public)
