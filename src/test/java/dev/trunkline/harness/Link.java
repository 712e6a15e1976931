package dev.trunkline.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network in front of a server: a port of loopback that forwards to it, and can swallow what it is given as a firewall
 * does that drops packets. Connections that were swallowed stay dead when it forwards again.
 */
public final class Link implements AutoCloseable {

    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    /** Grows with each silence: who comes from before it is swallowed for good. */
    private final AtomicInteger age = new AtomicInteger();

    private volatile boolean silent;

    private Link(ServerSocket entrance, String host, int port) {
        this.entrance = entrance;
        this.host = host;
        this.port = port;
    }

    public static Link to(String host, int port) {
        try {
            Link link = new Link(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), host, port);
            start(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing goes through, and nothing is closed. */
    public void silence() {
        silent = true;
        age.incrementAndGet();
    }

    /** From now on new connections are forwarded. */
    public void restore() {
        silent = false;
    }

    /** How often a client has sent something, each time as much as came in one piece. */
    public int requests() {
        return requests.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            sockets.add(client);
            client.setTcpNoDelay(true);
            if (silent) {
                start(() -> forward(client, OutputStream.nullOutputStream(), -1, new AtomicInteger()));
            } else {
                Socket server = new Socket(host, port);
                sockets.add(server);
                server.setTcpNoDelay(true);
                int born = age.get();
                start(() -> forward(client, server.getOutputStream(), born, requests));
                start(() -> forward(server, client.getOutputStream(), born, new AtomicInteger()));
            }
        }
    }

    private void forward(Socket from, OutputStream to, int born, AtomicInteger pieces) throws IOException {
        InputStream in = from.getInputStream();
        byte[] piece = new byte[65536];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            if (born == age.get()) {
                pieces.incrementAndGet();
                to.write(piece, 0, length);
            }
        }
        if (born == age.get()) {
            to.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // By either side, or by us.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
