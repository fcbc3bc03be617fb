"""keys: the key pair by which replicas know who published a snapshot."""

from __future__ import annotations

from pathlib import Path

import click

from etl.commands.answers import show
from etl.commands.options import as_json, examples


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
        show({"file": str(file), "made": made, "public": public})
    else:
        click.echo(public)
