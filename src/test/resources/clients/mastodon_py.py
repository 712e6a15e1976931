"""Mastodon.py logs in and streams: server-sent events, one connection for each stream. Argument: the server's address."""

import json
import re
import sys
import threading
from urllib.parse import urlsplit

import requests
from mastodon import Mastodon, MastodonUnauthorizedError, StreamListener

URL = sys.argv[1]
SCOPES = ["read", "write"]


def tell(**what):
    print(json.dumps(what), flush=True)


def choose(page, user):
    """Opens the page that the client sends a person to and presses that person's button: the code that the page shows then."""
    choice = requests.get(page).text
    assert f"<button name=user value={user}>" in choice, choice
    answer = requests.post(
        f"{URL}/oauth/authorize",
        data=f"{urlsplit(page).query}&user={user}",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ).text
    return re.search("<code>(.+?)</code>", answer)[1]


class Listener(StreamListener):
    def __init__(self, stream, seen):
        self.stream = stream
        self.seen = seen
        self.begun = threading.Event()

    def handle_heartbeat(self):
        # The first line of a stream is one.
        self.begun.set()

    def on_update(self, status):
        self.seen.add(self.stream, "update", status["id"], status["content"])

    def on_status_update(self, status):
        self.seen.add(self.stream, "status.update", status["id"], status["content"])

    def on_delete(self, status_id):
        self.seen.add(self.stream, "delete", status_id, None)


class Seen:
    """What the streams have brought."""

    def __init__(self):
        self.events = {}
        self.changed = threading.Condition()

    def add(self, stream, event, of, content):
        with self.changed:
            self.events[stream, event, int(of)] = content
            self.changed.notify_all()

    def all(self, streams, event, of):
        """Waits until each stream has brought that event of that status; tells what they say."""
        keys = [(stream, event, int(of)) for stream in streams]
        with self.changed:
            self.changed.wait_for(lambda: all(key in self.events for key in keys))
            contents = sorted({self.events[key] for key in keys} - {None})
        tell(event=event, streams=streams, content=contents)


client_id, client_secret = Mastodon.create_app("Mastodon.py", scopes=SCOPES, api_base_url=URL)


def login(user):
    granted = []
    session = requests.Session()
    # The library keeps to itself what the server says of the scopes.
    session.hooks["response"].append(
        lambda answer, **_: granted.append(answer.json()["scope"]) if answer.url == f"{URL}/oauth/token" else None
    )
    client = Mastodon(client_id, client_secret, api_base_url=URL, session=session)
    client.log_in(code=choose(client.auth_request_url(scopes=SCOPES), user), scopes=SCOPES)
    tell(scope=granted[0], account=client.account_verify_credentials()["acct"])
    return client


alice = login("alice")
bob = login("bob")
assert bob.stream_healthy()
tell(timeline=bob.timeline_home(), streams=bob.instance()["urls"]["streaming_api"])
workshop = bob.lists()[0]["id"]
OPEN = {
    "user": bob.stream_user,
    "public": bob.stream_public,
    "public:local": bob.stream_local,
    "hashtag": lambda listener, **options: bob.stream_hashtag("kayaks", listener, **options),
    "hashtag:local": lambda listener, **options: bob.stream_hashtag("kayaks", listener, local=True, **options),
    "list": lambda listener, **options: bob.stream_list(workshop, listener, **options),
}
seen = Seen()
handles = []
for stream, opening in OPEN.items():
    listener = Listener(stream, seen)
    handles.append(opening(listener, run_async=True))
    listener.begun.wait()

posted = alice.status_post("With Mastodon.py #kayaks")["id"]
seen.all(list(OPEN), "update", posted)
alice.status_update(posted, "With oars #kayaks")
seen.all(list(OPEN), "status.update", posted)
alice.status_delete(posted)
seen.all(list(OPEN), "delete", posted)

for handle in handles:
    handle.close()
token = bob.access_token
bob.revoke_access_token()
try:
    Mastodon(access_token=token, api_base_url=URL).account_verify_credentials()
    tell(revoked=200)
except MastodonUnauthorizedError as failure:
    tell(revoked=failure.args[1])
