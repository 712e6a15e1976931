package dev.trunkline.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A server that somebody else has started: it is neither configured nor ended. */
final class RunningServer implements Measured {
    private final ConnectServer server;
    private final ConnectOptions options;
    private final List<String> tokens;

    private RunningServer(ConnectServer server, ConnectOptions options, List<String> tokens) {
        this.server = server;
        this.options = options;
        this.tokens = tokens;
    }

    /** Reads its tokens. */
    static RunningServer of(ConnectServer server, ConnectOptions options) throws IOException {
        if (options.tokens() == null) {
            throw new IllegalArgumentException(server.name() + " has no tokens");
        }
        List<String> tokens = Files.readAllLines(options.tokens()).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
        if (tokens.size() < options.tokensNeeded()) {
            throw new IOException(options.tokens() + " has " + tokens.size() + " different tokens, and "
                    + options.tokensNeeded() + " are needed");
        }
        return new RunningServer(server, options, tokens);
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(server.host(), server.port());
    }

    @Override
    public OptionalLong pid() {
        return options.pid();
    }

    @Override
    public String token(int connection) {
        return tokens.get(connection);
    }

    @Override
    public Costs costs() throws IOException {
        double user = Double.NaN;
        double kernel = Double.NaN;
        if (options.pid().isPresent()) {
            Kernel.Cpu cpu = Kernel.cpu(options.pid().getAsLong());
            user = cpu.user();
            kernel = cpu.kernel();
        }
        return new Costs(
                user,
                kernel,
                options.redisPid().isPresent()
                        ? Kernel.cpu(options.redisPid().getAsLong()).sum()
                        : Double.NaN,
                options.postgresPid().isPresent()
                        ? Kernel.cpuOfTree(options.postgresPid().getAsLong())
                        : Double.NaN,
                Double.NaN,
                Kernel.cpu(ProcessHandle.current().pid()).sum(),
                Kernel.busy(),
                System.nanoTime());
    }

    @Override
    public OptionalDouble connectedClients() throws IOException {
        return HttpText.find(server.host(), server.port(), "/metrics")
                .map(ConnectedClients::in)
                .orElse(OptionalDouble.empty());
    }

    @Override
    public IOException failed(IOException cause) {
        return new IOException(name() + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        // It stays.
    }
}
