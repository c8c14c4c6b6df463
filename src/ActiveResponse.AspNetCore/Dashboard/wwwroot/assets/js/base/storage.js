// What one browser remembers. Storage can be forbidden or full; then nothing is remembered.

const PREFIX = "active-response.";

export function remembered(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    if (value === null) {
      localStorage.removeItem(PREFIX + name);
    } else {
      localStorage.setItem(PREFIX + name, value);
    }
  } catch {
    // Nothing to do: the choice holds until the page is closed.
  }
}
