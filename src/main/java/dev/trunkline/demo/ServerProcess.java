package dev.trunkline.demo;

import java.io.IOException;
import java.nio.file.Path;

/** An embedded server that outage tests can stop and start again on the same port. */
public abstract class ServerProcess {

    private final String executable;
    private final int port;
    private final Path pidFile;

    ServerProcess(String executable, int port, Path pidFile) {
        this.executable = executable;
        this.port = port;
        this.pidFile = pidFile;
    }

    /** The address that it is bound to: loopback, as a number, so that no resolver is involved. */
    public final String host() {
        return "127.0.0.1";
    }

    /** The port, which stays the same. */
    public final int port() {
        return port;
    }

    /** The pid of the running process. */
    public final long pid() throws IOException {
        return Guard.running(executable, pidFile)
                .map(ProcessHandle::pid)
                .orElseThrow(() -> new IOException(executable + " does not run"));
    }

    /** Whether its process runs. */
    public final boolean isRunning() {
        return Guard.running(executable, pidFile).isPresent();
    }

    final Path pidFile() {
        return pidFile;
    }

    /** Starts it on the same port and with the data on its disk, unless it runs already. Returns when it answers. */
    public abstract void start() throws IOException;

    /** Ends it and its connections, if it runs. Returns when its process has ended. */
    public abstract void stop() throws IOException;

    /** Freezes it: connections stay open without answers, as behind a firewall that drops packets. */
    public final void suspend() throws IOException {
        signal("STOP");
    }

    /** Continues it after {@link #suspend()}. */
    public final void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        ProcessHandle server =
                Guard.running(executable, pidFile).orElseThrow(() -> new IOException(executable + " does not run"));
        try {
            // PostgreSQL has a process for each connection. First the one that starts them: none is added then.
            Guard.signal(name, server.pid());
            for (ProcessHandle child : server.descendants().toList()) {
                Guard.signal(name, child.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
