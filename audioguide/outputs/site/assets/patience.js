// A line that brings nothing for so long is lost.
const SILENT = "silent";

export const isSilence = (error) => error.message === SILENT;

export function within(milliseconds, promise) {
  let timer;
  const silence = new Promise((done, reject) => {
    timer = setTimeout(() => reject(new Error(SILENT)), milliseconds);
  });
  return Promise.race([promise, silence]).finally(() => clearTimeout(timer));
}

// What `read` makes of an answer. Safari 12 cannot abort, and holds a connection longer.
export async function fetchWithin(milliseconds, url, read = (answer) => answer, options = {}) {
  const control = "AbortController" in self ? new AbortController() : { abort() {} };
  try {
    return await within(milliseconds, fetch(url, { ...options, signal: control.signal }).then(read));
  } catch (error) {
    control.abort();
    throw error;
  }
}
