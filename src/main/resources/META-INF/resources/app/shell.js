/** A text as one word of a POSIX shell. */
export function quoted(text) {
  return /^[\w.,:/@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * The line of curl that sends a request.
 *
 * request: { url, method, token, form: { name: value }, json }; a form or JSON only if the method is not GET
 * options: of curl, before the others
 */
export function curl({ url, method = 'GET', token, form, json }, options = []) {
  const words = ['curl', ...options];
  // A body makes it a POST.
  if (method !== (form || json ? 'POST' : 'GET')) {
    words.push('-X', method);
  }
  if (token) {
    words.push('-H', `Authorization: Bearer ${token}`);
  }
  words.push(url);
  for (const [name, value] of Object.entries(form ?? {})) {
    words.push(/^[\w.:/-]*$/.test(value) ? '-d' : '--data-urlencode', `${name}=${value}`);
  }
  if (json) {
    words.push('-H', 'Content-Type: application/json', '-d', JSON.stringify(json));
  }
  return words.map(quoted).join(' ');
}
