"""The command line: python -m etl ..."""

import os
import signal
import sys

if sys.argv[1:3] == ["pack", "check"] and "CHECKED" not in os.environ:
    os.environ.pop("PACK", None)  # one that cannot be used would end the program before it is checked

from etl.commands import PROGRAM, handle_interrupt, main

if __name__ == "__main__":
    signal.signal(signal.SIGINT, handle_interrupt)
    # Shell completion of click knows the program as the command etl.
    sys.exit(main(prog_name="etl" if "_ETL_COMPLETE" in os.environ else PROGRAM))
