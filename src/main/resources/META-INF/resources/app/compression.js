import { bytes } from './dom.js';
import { readMetrics } from './metrics.js';

const NAMES = { before: 'compression_input_bytes_total', after: 'compression_output_bytes_total' };

/**
 * What this page's server has compressed: { before, after } in bytes. It is in the metrics, as a page sees only what the browser has
 * unpacked.
 */
export async function compressed() {
  const sum = await readMetrics();
  return { before: sum(NAMES.before), after: sum(NAMES.after) };
}

/** What is left: '41 %' */
export function compressionRatio({ before, after }) {
  return `${Math.round((100 * after) / before)} %`;
}

/** coding: of the connection, '' if it is plain, undefined if that is unknown; sizes: see compressed(), null if unknown */
export function compressionWords(coding, sizes) {
  if (!coding) {
    return coding === '' ? 'Not compressed on the way.' : '';
  }
  const shrunk = sizes?.before > 0
    ? `: the events of all clients have shrunk from ${bytes(sizes.before)} to ${bytes(sizes.after)}, each once for all` : '';
  return `Compressed on the way (${coding})${shrunk}.`;
}
