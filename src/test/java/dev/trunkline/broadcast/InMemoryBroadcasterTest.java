package dev.trunkline.broadcast;

class InMemoryBroadcasterTest extends BroadcasterContract {

    private final InMemoryBroadcaster broadcaster = new InMemoryBroadcaster();
    private final InMemoryBroadcaster another = new InMemoryBroadcaster();

    @Override
    Broadcaster broadcaster() {
        return broadcaster;
    }

    @Override
    Broadcaster another() {
        return another;
    }

    @Override
    void publish(Channel channel, String message) {
        broadcaster.publish(channel, message);
        another.publish(channel, message);
    }

    @Override
    void disconnect() {
        broadcaster.disconnect();
    }

    @Override
    void connect() {
        broadcaster.connect();
    }
}
