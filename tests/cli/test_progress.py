"""A bar for whoever watches; nothing for whoever reads the output later."""

import os
import pty
import sys
from subprocess import PIPE, Popen

WORK = """
from bot.cli.progress import progress
with progress("counting sheep", 1000) as step:
    for _ in range(1000):
        step()
print("slept")
"""


def counted(stderr):
    return Popen([sys.executable, "-c", WORK], stdout=PIPE, stderr=stderr)


def test_a_terminal_sees_how_far_it_is():
    ours, theirs = pty.openpty()
    done = counted(theirs)
    os.close(theirs)
    assert done.communicate(timeout=60)[0] == b"slept\n"
    shown = os.read(ours, 65536)
    os.close(ours)
    assert b"counting sheep" in shown
    assert b"100%" in shown


def test_a_file_gets_no_bar():
    assert counted(PIPE).communicate(timeout=60) == (b"slept\n", b"")
