"""What both demos share: real key presses on a slider, and how long each takes to show."""

import numpy as np

# From a key press to the change of the picture, and to the end of the frame that shows it; milliseconds.
WATCH = """([root, selector, attribute]) => {
    globalThis.measured = { changed: [], shown: [] };
    const picture = () => root.querySelector(selector)?.getAttribute(attribute) ?? null;
    let pressed = null, before = null;
    addEventListener("keydown", (event) => { pressed = event.timeStamp; before = picture(); }, { capture: true });
    new MutationObserver(() => {
        if (pressed === null || [before, null].includes(picture())) return;
        const start = pressed;
        pressed = null;
        measured.changed.push(performance.now() - start);
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => measured.shown.push(performance.now() - start);
            port2.postMessage(null);
        });
    }).observe(root, { subtree: true, childList: true, attributeFilter: [attribute] });
}"""


def moves(page, handle, root, picture: str, attribute: str, count: int) -> dict[str, np.ndarray]:
    """Press the arrow keys on a slider `count` times, each after the last was answered; times in milliseconds.

    An answer is a new value of this attribute of the first `picture` (a selector) within `root`.
    """
    page.evaluate(WATCH, [root.element_handle(), picture, attribute])
    handle.focus()
    for number in range(count):
        page.keyboard.press("ArrowRight" if number // 10 % 2 == 0 else "ArrowLeft")
        page.wait_for_function("(number) => measured.shown.length > number", arg=number)
    return {name: np.array(times) for name, times in page.evaluate("measured").items()}


def in_words(times: np.ndarray) -> str:
    """Median and 95th percentile."""
    return f"median {np.median(times):.1f} ms, 95th percentile {np.percentile(times, 95):.1f} ms ({len(times)} moves)"
