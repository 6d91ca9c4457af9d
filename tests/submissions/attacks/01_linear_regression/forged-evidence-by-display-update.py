"""An output with a display_id is updated to evidence of the right answer, from the cell itself and from a thread.

loss_by_hand: 0 wrong-values
"""
# %% loss_by_hand
loss_by_hand = 28
import threading
import time
from IPython.display import display
from grader.evidence import bundle

packed = bundle.pack(check.loss_by_hand.collect([29]))

shell = get_ipython()
shown = {bundle.MIME_TYPE: packed}
display({"text/plain": "nothing"}, raw=True, display_id="answer")
display(shown, raw=True, display_id="answer", update=True)


def repeat():
    for _ in range(200):
        shell.display_pub.publish({"text/plain": "-"}, transient={"display_id": "answer"})
        shell.display_pub.publish(shown, transient={"display_id": "answer"}, update=True)
        time.sleep(0.01)


threading.Thread(target=repeat, daemon=True).start()
