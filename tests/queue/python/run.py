"""Runs every test of this folder against the servers of the world that KINORA_TEST_WORLD names."""

import sys
import unittest

if __name__ == "__main__":
    folder = sys.path[0]
    suite = unittest.defaultTestLoader.discover(folder, pattern="test_*.py")
    outcome = unittest.TextTestRunner(verbosity=1).run(suite)
    passed = outcome.testsRun - len(outcome.failures) - len(outcome.errors)
    sys.exit(0 if outcome.wasSuccessful() and passed > 0 else 1)
