// masto.js logs in and streams: all streams over one WebSocket. Argument: the server's address.
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const WebSocket = require('ws');
const { Seen, choose, tell } = require('./steps.js');

const url = process.argv[2];
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

async function main() {
  // As a module: what it requires cannot be required by each Node that Debian has.
  const library = path.join(path.dirname(require.resolve('masto/package.json')), 'dist/esm/index.js');
  const { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } = await import(pathToFileURL(library));
  const anonymous = createRestAPIClient({ url });
  const oauth = createOAuthAPIClient({ url });
  const app = await anonymous.v1.apps.create({ clientName: 'masto.js', redirectUris: OUT_OF_BAND, scopes: 'read write' });
  const { clientId, clientSecret } = app;

  async function login(user) {
    const page = new URL('/oauth/authorize', url);
    page.search = new URLSearchParams(
      { client_id: clientId, redirect_uri: OUT_OF_BAND, response_type: 'code', scope: 'read write' });
    const token = await oauth.token.create({
      clientId, clientSecret, code: await choose(page, user), redirectUri: OUT_OF_BAND,
      grantType: 'authorization_code', scope: 'read write' });
    const client = createRestAPIClient({ url, accessToken: token.accessToken });
    tell({ scope: token.scope, account: (await client.v1.accounts.verifyCredentials()).acct });
    return { client, token: token.accessToken };
  }
  const { client: alice } = await login('alice');
  const { client: bob, token } = await login('bob');

  const { urls } = (await bob.v2.instance.fetch()).configuration;
  tell({ timeline: await bob.v1.timelines.home.list(), streams: urls.streaming });
  const [list] = await bob.v1.lists.list();
  const streaming = createStreamingAPIClient(
    { streamingApiUrl: urls.streaming, accessToken: token, implementation: WebSocket });
  const subscriptions = {
    user: streaming.user.subscribe(),
    public: streaming.public.subscribe(),
    'public:local': streaming.public.local.subscribe(),
    hashtag: streaming.hashtag.subscribe({ tag: 'kayaks' }),
    'hashtag:local': streaming.hashtag.local.subscribe({ tag: 'kayaks' }),
    list: streaming.list.subscribe({ list: list.id }),
  };
  const seen = new Seen(Object.keys(subscriptions));
  for (const [stream, subscription] of Object.entries(subscriptions)) {
    (async () => {
      for await (const { event, payload } of subscription) {
        seen.add(stream, event, payload.id ?? payload, payload.content);
      }
    })();
  }
  await seen.begin(() => alice.v1.statuses.create({ status: 'Is anybody there? #kayaks' }));
  const { id } = await alice.v1.statuses.create({ status: 'With masto.js #kayaks' });
  tell(await seen.all('update', id));
  await alice.v1.statuses.$select(id).update({ status: 'With oars #kayaks' });
  tell(await seen.all('status.update', id));
  await alice.v1.statuses.$select(id).remove();
  tell(await seen.all('delete', id));

  streaming.close();
  await oauth.revoke({ clientId, clientSecret, token });
  tell({ revoked: await bob.v1.accounts.verifyCredentials().catch((failure) => failure.statusCode) });
  process.exit(0);
}

main();
