"""How gunicorn serves the portal: the same on a laptop (bin/serve) as in production (docs/running.md)."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
timeout = 60
graceful_timeout = 20
# A worker's sign of life is a file; on a disk that is busy it can come late, and the worker be killed for it.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# Addresses carry tokens and postcodes, and a visitor's IP address is personal data: no access log, and no warnings
# either, which name the address of whoever sent a request that cannot be read.
accesslog = None
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "error")
control_socket_disable = True
# However much somebody pastes into a search, our own page answers it. (0 is up to a megabyte; a proxy has a limit too.)
limit_request_line = 0
