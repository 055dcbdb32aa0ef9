import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

# All that is loaded here stays in use. Without this, the garbage collector would look through it
# again and again: pages would wait for up to a tenth of a second, and each web process would get
# its own copy of memory that they now share.
gc.collect()
gc.freeze()
