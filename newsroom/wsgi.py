import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

# What is loaded by now stays. Looking it over for garbage would keep a page waiting for a tenth of
# a second now and then, and would copy memory that the web processes share.
gc.collect()
gc.freeze()
