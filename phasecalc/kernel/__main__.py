"""``python -m phasecalc.kernel FILE``."""

import sys

from phasecalc.kernel.recheck import main

sys.exit(main(sys.argv[1:]))
