"""The command line: python -m etl ..."""

import os
import signal
import sys

from etl.commands import PROGRAM, main, stop

if __name__ == "__main__":
    signal.signal(signal.SIGINT, stop)
    # The shell that asks what may come next, and is answered by click, knows the program as the command etl.
    sys.exit(main(prog_name="etl" if "_ETL_COMPLETE" in os.environ else PROGRAM))
