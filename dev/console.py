"""How the set-up talks: progress on stderr, and a failure in one plain sentence."""

import sys


class Stop(Exception):
    """A reason to stop, said in one sentence for the person at the keyboard."""


class Terminated(KeyboardInterrupt):
    """Somebody asked this process, and it alone, to end (Ctrl-C in a terminal reaches the children too)."""


def say(text):
    print(text, file=sys.stderr, flush=True)


class Progress:
    """One line that is redrawn on a terminal, and written now and then elsewhere."""

    def __init__(self, label):
        self.label = label
        self.shown = None

    def show(self, done, total):
        percent = min(100, done * 100 // total) if total else 0
        terminal = sys.stderr.isatty()
        if percent == self.shown or (not terminal and self.shown is not None and percent // 25 == self.shown // 25):
            return
        self.shown = percent
        line = f"{self.label}: {percent} % of {total / 1e6:.0f} MB"
        print(f"\r{line} " if terminal else line, end="" if terminal else "\n", file=sys.stderr, flush=True)

    def close(self):
        if self.shown is not None and sys.stderr.isatty():
            print(file=sys.stderr)
