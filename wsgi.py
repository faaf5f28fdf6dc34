"""The application for any WSGI server: `flask --app wsgi run`, `granian --interface wsgi wsgi:application`."""

from feeds.web import create_app

application = create_app()
