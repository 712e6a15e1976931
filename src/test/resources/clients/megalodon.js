// megalodon logs in and streams: a WebSocket for each stream, which its address names. Argument: the server's address.
const { default: connect, detector } = require('megalodon');
const { Seen, choose, tell } = require('./steps.js');

const url = process.argv[2];
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

async function main() {
  tell({ server: await detector(url) });
  const anonymous = connect('mastodon', url);
  const app = await anonymous.registerApp('megalodon', { scopes: ['read', 'write'], redirect_uris: OUT_OF_BAND });

  async function login(user) {
    const code = await choose(app.url, user);
    const token = await anonymous.fetchAccessToken(app.client_id, app.client_secret, code, OUT_OF_BAND);
    const client = connect('mastodon', url, token.access_token);
    tell({ scope: token.scope, account: (await client.verifyAccountCredentials()).data.acct });
    return { client, token: token.access_token };
  }
  const alice = (await login('alice')).client;
  const { client: bob, token } = await login('bob');

  tell({ timeline: (await bob.getHomeTimeline()).data, streams: (await bob.getInstance()).data.urls.streaming_api });
  const [list] = (await bob.getLists()).data;
  const sockets = {
    user: await bob.userStreaming(),
    public: await bob.publicStreaming(),
    'public:local': await bob.localStreaming(),
    hashtag: await bob.tagStreaming('Kayaks'),
    list: await bob.listStreaming(list.id),
  };
  const seen = new Seen(Object.keys(sockets));
  for (const [stream, socket] of Object.entries(sockets)) {
    socket.on('update', (status) => seen.add(stream, 'update', status.id, status.content));
    socket.on('status_update', (status) => seen.add(stream, 'status.update', status.id, status.content));
    socket.on('delete', (id) => seen.add(stream, 'delete', id));
    for (const failure of ['error', 'parser-error']) {
      socket.on(failure, (error) => { throw error; });
    }
  }
  await seen.begin(() => alice.postStatus('Is anybody there? #kayaks'));
  const { id } = (await alice.postStatus('With megalodon #kayaks')).data;
  tell(await seen.all('update', id));
  await alice.editStatus(id, { status: 'With oars #kayaks' });
  tell(await seen.all('status.update', id));
  await alice.deleteStatus(id);
  tell(await seen.all('delete', id));

  for (const socket of Object.values(sockets)) {
    socket.stop();
  }
  await anonymous.revokeToken(app.client_id, app.client_secret, token);
  tell({ revoked: await bob.verifyAccountCredentials().catch((failure) => failure.response.status) });
  // Its sockets would keep Node running for a while.
  process.exit(0);
}

main();
