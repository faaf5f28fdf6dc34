"""A real WebSub hub in a process of its own: Flask-WebSub, its tasks done at once. Takes a port and a file."""

from __future__ import annotations

import sys

from celery import Celery  # type: ignore[import-untyped]
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage  # type: ignore[import-untyped]
from werkzeug.serving import make_server


def main(port: str, file: str) -> None:
    app = Flask("hub")
    app.config["PUBLISH_SUPPORTED"] = True
    tasks = Celery("hub", broker="memory://")
    tasks.conf.task_always_eager = True
    hub = Hub(SQLite3HubStorage(file), tasks, **app.config)
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    make_server("127.0.0.1", int(port), app, threaded=True).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
