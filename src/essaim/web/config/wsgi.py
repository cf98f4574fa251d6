"""What gunicorn loads, in each worker and never before the fork: DuckDB would not survive it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.web.config.settings")
application = get_wsgi_application()
