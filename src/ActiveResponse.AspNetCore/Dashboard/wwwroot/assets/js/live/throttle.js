/** Runs now, and once more after a while. */
export function twice(work, ms) {
  let timer = null;
  return () => {
    work();
    timer ??= setTimeout(() => {
      timer = null;
      work();
    }, ms);
  };
}

/** Runs at most once in the given time; calls in between are one more run at its end. A run that is under way isn't started twice. */
export function throttled(work, ms) {
  let timer = null;
  let last = 0;
  let running = false;
  let again = false;

  const run = async () => {
    timer = null;
    if (running) {
      again = true;
      return;
    }
    running = true;
    last = Date.now();
    try {
      await work();
    } finally {
      running = false;
      if (again) {
        again = false;
        ask();
      }
    }
  };

  const ask = () => {
    timer ??= setTimeout(run, Math.max(0, last + ms - Date.now()));
  };
  return ask;
}
