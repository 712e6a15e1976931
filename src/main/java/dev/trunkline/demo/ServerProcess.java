package dev.trunkline.demo;

import java.io.IOException;
import java.nio.file.Path;

/** An embedded server that can be taken away and brought back on the same port: what outage tests need. */
public abstract class ServerProcess {

    private final String executable;
    private final int port;
    private final Path pidFile;

    ServerProcess(String executable, int port, Path pidFile) {
        this.executable = executable;
        this.port = port;
        this.pidFile = pidFile;
    }

    /** The address it listens on: loopback, by number, so that no resolver has a say. */
    public final String host() {
        return "127.0.0.1";
    }

    /** The port, the same for its whole life. */
    public final int port() {
        return port;
    }

    /** The pid of the process that runs now. */
    public final long pid() throws IOException {
        return Guard.running(executable, pidFile)
                .map(ProcessHandle::pid)
                .orElseThrow(() -> new IOException(executable + " does not run"));
    }

    /** Whether its process is there. */
    public final boolean isRunning() {
        return Guard.running(executable, pidFile).isPresent();
    }

    final Path pidFile() {
        return pidFile;
    }

    /** Starts it, on the same port and with what is on its disk; does nothing where it runs. Returns when it answers. */
    public abstract void start() throws IOException;

    /** Ends it and its connections; does nothing where it does not run. Returns when it is gone. */
    public abstract void stop() throws IOException;

    /** Freezes it: connections stay open and nothing answers, as behind a firewall that drops packets. */
    public final void suspend() throws IOException {
        signal("STOP");
    }

    /** Lets it go on after {@link #suspend()}. */
    public final void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        ProcessHandle server =
                Guard.running(executable, pidFile).orElseThrow(() -> new IOException(executable + " does not run"));
        try {
            // PostgreSQL has a process for each connection.
            for (ProcessHandle child : server.descendants().toList()) {
                Guard.signal(name, child.pid());
            }
            Guard.signal(name, server.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
