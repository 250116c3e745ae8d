"""The page: a chat whose every marker leads to the words in their document."""

import os

# Gradio reads these when it is imported or started. It asks two hosts otherwise, and after every
# event counts all of them again with pandas, for a page that we don't show.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
