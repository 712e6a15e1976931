/**
 * Turns HTML from strangers into nodes that are safe to show. It is parsed into a separate document, where nothing runs and
 * nothing loads. Only the elements named here are rebuilt; of all others the text remains.
 */
const ELEMENTS = new Set(['P', 'BR', 'SPAN', 'A', 'B', 'STRONG', 'I', 'EM', 'DEL', 'CODE', 'PRE', 'BLOCKQUOTE', 'UL', 'OL', 'LI']);
const SILENT = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'EMBED', 'SVG', 'MATH', 'NOSCRIPT', 'TEXTAREA', 'TITLE']);
const CLASSES = new Set(['mention', 'hashtag', 'invisible', 'ellipsis']);
const DEEPEST = 50;

export function sanitise(html) {
  const parsed = new DOMParser().parseFromString(String(html ?? ''), 'text/html');
  const fragment = document.createDocumentFragment();
  copy(parsed.body, fragment, 0);
  return fragment;
}

/** Only the text. */
export function textOf(html) {
  const fragment = sanitise(String(html ?? '').replace(/<br\s*\/?>|<\/p>/gi, '$& '));
  return fragment.textContent.replace(/\s+/g, ' ').trim();
}

function copy(from, to, depth) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE && !SILENT.has(node.tagName.toUpperCase())) {
      const copied = ELEMENTS.has(node.tagName) && depth < DEEPEST ? element(node) : null;
      if (copied) {
        to.append(copied);
      }
      copy(node, copied ?? to, depth + (copied ? 1 : 0));
    }
  }
}

function element(node) {
  const made = document.createElement(node.tagName);
  const classes = [...node.classList].filter((name) => CLASSES.has(name));
  if (classes.length > 0) {
    made.className = classes.join(' ');
  }
  if (node.tagName === 'A') {
    const address = safeAddress(node.getAttribute('href'));
    if (address) {
      made.href = address;
      made.target = '_blank';
      made.rel = 'nofollow noopener noreferrer';
    }
  }
  return made;
}

export function safeAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}
