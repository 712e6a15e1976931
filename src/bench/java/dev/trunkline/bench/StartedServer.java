package dev.trunkline.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A server that the benchmark has started, with backends of the benchmark. */
final class StartedServer implements Measured {
    private final Subject subject;
    private final Backends backends;

    StartedServer(Subject subject, Backends backends) {
        this.subject = subject;
        this.backends = backends;
    }

    @Override
    public String name() {
        return subject.name();
    }

    @Override
    public InetSocketAddress address() throws IOException {
        return ClientOrigin.server(subject.port());
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(subject.pid());
    }

    @Override
    public String token(int connection) {
        return ViewerAccounts.token(connection);
    }

    @Override
    public Costs costs() throws IOException {
        return Costs.of(Usage.now(subject.pid(), backends), backends.queries());
    }

    @Override
    public OptionalDouble connectedClients() throws IOException {
        return HttpText.find("127.0.0.1", subject.port(), "/metrics")
                .map(ConnectedClients::in)
                .orElse(OptionalDouble.empty());
    }

    @Override
    public IOException failed(IOException cause) throws IOException {
        return new IOException(
                name() + ": " + cause.getMessage() + "; its log ends with\n" + subject.lastWords(), cause);
    }

    @Override
    public void close() throws IOException {
        subject.close();
    }
}
