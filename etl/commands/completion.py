"""completion: a function etl that stands for python -m etl in the shell, and what the tab key offers."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Final

import click

from etl.commands.options import Name, examples

ROOT: Final = Path(__file__).resolve().parents[2]
VARIABLE: Final = "_ETL_COMPLETE"
"""Environment variable by which the shell asks for what may come next; click answers."""

# -P: a folder named etl or data where the user happens to be is not this program.
BASH: Final = """\
etl() {
  env PYTHONPATH=@ROOT@"${PYTHONPATH:+:$PYTHONPATH}" @PYTHON@ -P -m etl "$@"
}

_etl_offer() {
  local kind value
  COMPREPLY=()
  while IFS=, read -r kind value; do
    case $kind in
      plain) COMPREPLY+=("$value") ;;
      file) compopt -o default ;;
      dir) compopt -o dirnames ;;
    esac
  done < <(env PYTHONPATH=@ROOT@"${PYTHONPATH:+:$PYTHONPATH}" @VARIABLE@=bash_complete \\
    COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" @PYTHON@ -P -m etl 2>/dev/null)
}

complete -F _etl_offer etl
"""
ZSH: Final = """\
etl() {
  env PYTHONPATH=@ROOT@"${PYTHONPATH:+:$PYTHONPATH}" @PYTHON@ -P -m etl "$@"
}

_etl_offer() {
  local kind value about
  local -a bare told
  while IFS= read -r kind && IFS= read -r value && IFS= read -r about; do
    case $kind in
      plain) if [[ $about == _ ]]; then bare+=("$value"); else told+=("$value:$about"); fi ;;
      file) _files ;;
      dir) _files -/ ;;
    esac
  done < <(env PYTHONPATH=@ROOT@"${PYTHONPATH:+:$PYTHONPATH}" @VARIABLE@=zsh_complete \\
    COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT - 1)) @PYTHON@ -P -m etl 2>/dev/null)
  (( $#told )) && _describe etl told
  (( $#bare )) && compadd -a bare
}

(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _etl_offer etl
"""
FISH: Final = """\
function etl
    set -lx PYTHONPATH @ROOT@ $PYTHONPATH
    @PYTHON@ -P -m etl $argv
end

function _etl_offer
    set -lx @VARIABLE@ fish_complete
    set -lx COMP_WORDS (commandline -cp)
    set -lx COMP_CWORD (commandline -ct)
    for line in (etl 2>/dev/null)
        set -l answer (string split -m 1 , -- $line)
        switch $answer[1]
            case plain
                echo -- $answer[2]
            case file dir
                __fish_complete_path (commandline -ct)
        end
    end
end

complete --command etl --no-files --arguments "(_etl_offer)"
"""
SCRIPTS: Final = {"bash": BASH, "zsh": ZSH, "fish": FISH}


@click.command(
    short_help="Print a script for completion in the shell.",
    epilog=examples(
        ("completion bash >> ~/.bashrc", "bash"),
        ("completion zsh >> ~/.zshrc", "zsh"),
        ("completion fish > ~/.config/fish/conf.d/etl.fish", "fish"),
    ),
)
@click.argument("shell", type=Name("shell", lambda: SCRIPTS))
def completion(shell: str) -> None:
    """Print a script that defines the function etl, with completion by the tab key.

    SHELL: bash, zsh or fish. The function stands for "python -m etl", from any folder, with the Python that
    printed the script.
    """
    click.echo(script(shell), nl=False)


def script(shell: str) -> str:
    """Return the script for bash, zsh or fish."""
    quote = _quote_fish if shell == "fish" else shlex.quote
    filled = {"@ROOT@": quote(str(ROOT)), "@PYTHON@": quote(sys.executable), "@VARIABLE@": VARIABLE}
    text = SCRIPTS[shell]
    for placeholder, value in filled.items():
        text = text.replace(placeholder, value)
    return text


def _quote_fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
