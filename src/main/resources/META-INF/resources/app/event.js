/**
 * An event as the page handles it: with its payload, whether it was missed before, its time of arrival, and a key that is the same for the same event from
 * another stream or another viewer's connection.
 */
export function read({ event, data, stream, missed }) {
  const payload = parse(data);
  return { event, data, stream, missed, payload, arrived: performance.now(), key: `${event} ${identity(event, payload, data)}` };
}

/** Events that are checked before a viewer gets them; all others reach every viewer. */
export function isStatus({ event }) {
  return event === 'update' || event === 'status.update';
}

/** The key by which two frames are the same event. */
function identity(event, payload, data) {
  return event.endsWith('update') && payload?.id ? `${payload.id} ${payload.edited_at ?? ''}` : data;
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
