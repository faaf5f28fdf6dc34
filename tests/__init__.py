"""The tests are a package so that no other distribution's `tests` comes before them: Flask-WebSub installs one."""
