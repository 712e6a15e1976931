/**
 * An event as the page handles it: with its payload, when it arrived, and a key that is the same wherever the same event
 * comes from, be it another stream or another viewer's connection.
 */
export function read({ event, data, stream }) {
  const payload = parse(data);
  return { event, data, stream, payload, arrived: performance.now(), key: `${event} ${identity(event, payload, data)}` };
}

/** What is checked before a viewer gets it; nothing else is kept from anybody. */
export function isStatus({ event }) {
  return event === 'update' || event === 'status.update';
}

/** What makes two frames the same event. */
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
