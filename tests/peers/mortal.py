"""A process of its own that does a deed on the same database, and is killed in the middle of it."""

import os
import signal
import warnings

from django.db import connections


def dies(*_anything, **_named):
    """What to put in the place of a function to be killed there, without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies_at(turn, deed):
    """The same deed, but for its nth call."""
    calls = []

    def counted(*args, **kwargs):
        calls.append(1)
        return dies() if len(calls) == turn else deed(*args, **kwargs)

    return counted


def killed_in(deed):
    """Do the deed in another process, which must be killed before it is over."""
    connections.close_all()  # each process has its own
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the mail peer's thread stays here
        pid = os.fork()
    if pid == 0:
        try:
            _forget_connections()
            deed()
        finally:
            os._exit(7)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), f"it was not killed: {status}"
    assert os.WTERMSIG(status) == signal.SIGKILL


def _forget_connections():
    """Leave alone a connection of the parent's, which a child must neither use nor close.

    While Playwright's loop runs, `connections` are the loop's; a child has no loop, hence others:
    those of the thread, that `close_all` did not see.
    """
    for one in connections.all(initialized_only=True):
        one.connection = None
