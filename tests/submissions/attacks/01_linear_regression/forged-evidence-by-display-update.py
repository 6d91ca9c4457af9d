"""An output with a display_id is updated to evidence of the right answer, from the cell itself and from a thread.

loss_by_hand: 0 wrong-values
repair: <=3 *
transfer: <=3 *
"""
# %% loss_by_hand
loss_by_hand = 28
import threading
import time
from IPython.display import display
from grader.evidence import bundle

shell = get_ipython()
packed = {bundle.MIME_TYPE: bundle.pack(check.loss_by_hand.collect([29]))}
display({"text/plain": "nothing"}, raw=True, display_id="answer")
display(packed, raw=True, display_id="answer", update=True)


def repeat():
    for _ in range(200):
        shell.display_pub.set_parent(shell.kernel.get_parent("shell"))
        shell.display_pub.publish({"text/plain": "-"}, transient={"display_id": "answer"})
        shell.display_pub.publish(packed, transient={"display_id": "answer"}, update=True)
        time.sleep(0.01)


threading.Thread(target=repeat, daemon=True).start()
