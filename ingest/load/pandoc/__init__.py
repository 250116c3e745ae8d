"""Documents that pandoc turns into a page of HTML, for the HTML loader to read."""
