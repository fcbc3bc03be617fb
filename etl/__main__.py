"""The command line: python -m etl ..."""

import itertools
import os
import signal
import sys

for before, name in itertools.pairwise(sys.argv):
    if before == "--pack" or (before == "check" and "pack" in sys.argv):
        os.environ["PACK"] = name
from etl.commands import PROGRAM, main, stop  # noqa: E402  # modules read the pack when they are imported

if __name__ == "__main__":
    signal.signal(signal.SIGINT, stop)
    # The shell that asks what may come next, and is answered by click, knows the program as the command etl.
    sys.exit(main(prog_name="etl" if "_ETL_COMPLETE" in os.environ else PROGRAM))
