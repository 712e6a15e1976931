// What libraries for Node see of a user's stream: a line of JSON for each event, as soon as it has come. Arguments: port, token.
const WebSocket = require('ws');
const undici = require('undici');
const EventSource = require('eventsource');

const [port, token] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}/api/v1/streaming`;
const headers = { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' };

const tell = (client, what) => console.log(JSON.stringify({ client, ...what }));

function socket(client, perMessageDeflate) {
  const ws = new WebSocket(url.replace('http', 'ws'), { headers, perMessageDeflate });
  ws.on('open', () => {
    ws.send(JSON.stringify({ type: 'subscribe', stream: 'user' }));
    ws.send(JSON.stringify({ type: 'unsubscribe', stream: 'nowhere' }));
  });
  ws.on('message', (text) => {
    const message = JSON.parse(text);
    if (message.error) {
      // What was asked before has been done.
      tell(client, { open: ws.extensions });
    } else {
      tell(client, { data: message.payload, bytes: ws._socket.bytesRead });
    }
  });
  ws.on('close', (code) => tell(client, { closed: code }));
}

async function stream(client, fetch, options, read) {
  const response = await fetch(`${url}/user`, { headers, ...options });
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of response.body) {
    text += decoder.decode(piece, { stream: true });
    if (text.startsWith(':)\n')) {
      text = text.slice(3);
      tell(client, { open: response.headers.get('content-encoding') ?? '' });
    }
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end));
      text = text.slice(end + 2);
      if (data) {
        tell(client, { data: data[1], bytes: read() });
      }
    }
  }
  tell(client, { closed: text });
}

socket('ws', { threshold: 0 });
socket('ws, plain', false);

// Node's own fetch is undici's too, and shows no socket.
stream('fetch', fetch, {}, () => 0);
const connect = undici.buildConnector({});
let connection;
const dispatcher = new undici.Agent({
  connect: (target, callback) => connect(target, (failure, opened) => {
    connection = opened;
    callback(failure, opened);
  }),
});
stream('undici', undici.fetch, { dispatcher }, () => connection.bytesRead);

const source = new EventSource(`${url}/user`, { headers });
source.onopen = () => tell('eventsource', { open: '' });
source.addEventListener('update', (event) => tell('eventsource', { data: event.data, bytes: 0 }));
source.onerror = () => {
  source.close();
  tell('eventsource', { closed: '' });
};
