import { STREAM_GROUPS } from './streams.js';

const CHANNELS = ['timeline:public', 'timeline:public:local', 'timeline:hashtag:astronomy', 'timeline:list:301'];
const EVENTS = ['update', 'status.update', 'delete', 'notification', 'conversation', 'announcement', 'filters_changed'];

/**
 * What a client developer can make happen: [{ name, title, hint, deed, fields, request(values), learn(answer, values) }].
 *
 * fields: [{ name, label, value }], with options: [[value, label]], with suggestions: [text], with most, of a number, or long
 * request: as in shell.js, with a path in place of the url
 * learn: what an answer tells other controls, { control: { field: value } }
 */
export function controlsFor(cast) {
  const tokens = cast.accounts.flatMap(({ acct, tokens: theirs }) =>
    theirs.map(({ token, scopes, note }) => [token, `${acct} · ${scopes}${note ? ` (${note})` : ''}`]));
  const accounts = cast.accounts.map(({ acct }) => [acct, `@${acct}`]);
  const streams = STREAM_GROUPS.flatMap((group) => group.streams.map(({ name }) => [name, name]));
  const as = { name: 'token', label: 'As', options: tokens };
  const id = { name: 'id', label: 'Id of the status', value: '' };
  const text = (value) => ({ name: 'status', label: 'Text', value, long: true });
  const path = ({ id: which }) => `/api/v1/statuses/${encodeURIComponent(which)}`;
  return [
    {
      name: 'publish',
      title: 'Publish an event',
      hint: 'As Rails does, of any name. A payload that is a JSON object or array is sent as one.',
      deed: 'Publish',
      fields: [
        { name: 'channel', label: 'Channel', value: 'timeline:public', suggestions: CHANNELS },
        { name: 'event', label: 'Event', value: 'delete', suggestions: EVENTS },
        { name: 'payload', label: 'Payload', value: '1', long: true },
      ],
      request: ({ channel, event, payload }) => ({
        method: 'POST', path: '/demo/publish', json: { channel, event, payload: structured(payload) },
      }),
    },
    {
      name: 'post',
      title: 'Post a status',
      deed: 'Post',
      fields: [
        as, text('Hello from the page'),
        { name: 'visibility', label: 'Visibility', options: ['public', 'unlisted', 'private'].map((each) => [each, each]) },
      ],
      request: ({ token, ...form }) => ({ method: 'POST', path: '/api/v1/statuses', token, form }),
      learn: (answer, { token }) => ({ edit: { id: answer.id, token }, delete: { id: answer.id, token } }),
    },
    {
      name: 'edit',
      title: 'Edit a status',
      hint: 'One that was posted here; the last one’s id is filled in.',
      deed: 'Edit',
      fields: [as, id, text('Hello again')],
      request: ({ token, id: which, status }) => ({ method: 'PUT', path: path({ id: which }), token, form: { status } }),
    },
    {
      name: 'delete',
      title: 'Delete a status',
      deed: 'Delete',
      fields: [as, id],
      request: ({ token, ...which }) => ({ method: 'DELETE', path: path(which), token }),
    },
    {
      name: 'revoke',
      title: 'Revoke a token',
      hint: 'What was opened with it ends. It stays revoked until the demo starts anew.',
      deed: 'Revoke',
      fields: [{ name: 'token', label: 'Token', options: tokens }],
      request: (form) => ({ method: 'POST', path: '/demo/revoke', form }),
    },
    {
      name: 'drop',
      title: 'Drop connections',
      hint: 'Closed as at a restart, reset as those of a slow reader, or left open without anything coming, heartbeats included. Reconnect brings it back.',
      deed: 'Drop',
      fields: [
        {
          name: 'how',
          label: 'How',
          options: [
            ['close', 'close, in good order'],
            ['reset', 'reset, by TCP'],
            ['silence', 'silence'],
          ],
        },
        { name: 'account', label: 'Whose', options: [['', 'everybody’s'], ...accounts] },
        { name: 'token', label: 'Opened with', options: [['', 'any token, or none'], ...tokens] },
        { name: 'stream', label: 'With the stream', options: [['', 'any'], ...streams] },
      ],
      request: (form) => ({ method: 'POST', path: '/demo/drop', form: given(form) }),
    },
    {
      name: 'outage',
      title: 'Take a server away',
      hint: 'Its connections end, and new ones are refused. It comes back by itself, PostgreSQL with its data; 0 seconds bring it back now.',
      deed: 'Take away',
      fields: [
        { name: 'server', label: 'Server', options: [['redis', 'Redis'], ['postgresql', 'PostgreSQL']] },
        { name: 'seconds', label: 'For how many seconds', value: '10', most: 300 },
      ],
      request: (form) => ({ method: 'POST', path: '/demo/outage', form }),
    },
    {
      name: 'speed',
      title: 'Set the speed',
      hint: 'Of the demo’s own publisher: 0 stops it, 1000 is a firehose.',
      deed: 'Set',
      fields: [{ name: 'per_second', label: 'Events a second', value: '20', most: 1000 }],
      request: (form) => ({ method: 'POST', path: '/demo/speed', form }),
    },
  ];
}

function given(form) {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
}

/** Only what is structured: an id that looks like a number stays a text. */
function structured(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : text;
  } catch {
    return text;
  }
}
