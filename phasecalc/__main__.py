"""``python -m phasecalc``."""

import sys

from phasecalc.cli import main

sys.exit(main())
