"""publish: copy the snapshot in use to a store that replicas and others read."""

from __future__ import annotations

from dataclasses import asdict

import click

from etl.commands.answers import show
from etl.commands.options import as_json, examples, quiet


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
        show({"sentence": done.sentence, **asdict(done)})
    elif not quiet:
        click.echo(done.sentence)
        if done.removed:
            click.echo(f"removed there: {', '.join(done.removed)}")
