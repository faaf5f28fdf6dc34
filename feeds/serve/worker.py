"""A worker of the server: an application of its own, in a process that the server starts."""

from __future__ import annotations

import gc
import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

from feeds.ingest.processes import settle
from feeds.ingest.watch import RETRY
from feeds.serve import metrics_folder
from feeds.serve.bodies import Bodies
from feeds.serve.lifetime import end_with
from feeds.serve.patience import patiently
from feeds.web import create_app

if TYPE_CHECKING:
    from flask import Flask

_TURN = 0.0005
"""Seconds after which what works beside the requests lets one of them go first."""


def application() -> Flask:
    """Make the application of a worker, which ends when the server is gone, however it went."""
    end_with(os.getppid(), partial(os.kill, os.getpid(), signal.SIGTERM))
    metrics_folder.join()
    # A worker that ended as soon as it begins would take the server with it.
    app = patiently(partial(create_app, is_alone=False), RETRY)
    app.wsgi_app = Bodies(app.wsgi_app)  # type: ignore[method-assign]
    gc.collect()
    settle()
    sys.setswitchinterval(_TURN)
    return app
