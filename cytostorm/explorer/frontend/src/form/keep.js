/** What was answered, kept in the reader's own browser; where it allows that. */

const PREFIX = "cytostorm/";

export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing: the answers stay on the page, and in the notebook's file.
  }
}
