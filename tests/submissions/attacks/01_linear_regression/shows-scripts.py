"""A script in every form that a page would run, for the browser of whoever opens the submission."""
# %% loss_by_hand
loss_by_hand = 29
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display

SCRIPT = "<script>fetch('/formgrader/api/grades')</script><img src=x onerror='fetch(1)'>"
display(HTML(SCRIPT), Javascript("fetch(1)"), Markdown(SCRIPT), Latex(SCRIPT))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='fetch(1)'><script>fetch(1)</script></svg>"))
display({"image/png": "\" onerror=\"fetch(1)", "text/plain": "1"}, raw=True)
display({"text/html": SCRIPT, "text/plain": "1"}, metadata={"text/html": {"isolated": True}}, raw=True)
