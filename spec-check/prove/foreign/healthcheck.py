import os
import sys
from urllib.request import urlopen

url = f"http://127.0.0.1:{os.environ.get('PORT', '8080')}/healthz"
try:
    sys.exit(0 if urlopen(url, timeout=2).status == 200 else 1)
except OSError:
    sys.exit(1)
