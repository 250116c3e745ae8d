"""The page: a chat whose every marker leads to the words in their document."""

import os

# Gradio reads this when it is imported and asks two hosts at start otherwise.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
