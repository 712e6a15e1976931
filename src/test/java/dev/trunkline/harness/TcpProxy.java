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
import java.util.function.Supplier;

/**
 * The network in front of a server: a port of loopback that forwards to it, and that can drop everything as a firewall does.
 * A connection that was open during a silence stays dead afterwards.
 */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final Supplier<OutputStream> observers;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    /** Grows with each silence: a connection of an earlier age is dead. */
    private final AtomicInteger age = new AtomicInteger();

    private volatile boolean silent;

    private TcpProxy(ServerSocket entrance, String host, int port, Supplier<OutputStream> observers) {
        this.entrance = entrance;
        this.host = host;
        this.port = port;
        this.observers = observers;
    }

    public static TcpProxy to(String host, int port) {
        return to(host, port, OutputStream::nullOutputStream);
    }

    /** A proxy that shows what a client sends to an observer of that connection, before it forwards it. */
    static TcpProxy to(String host, int port, Supplier<OutputStream> observers) {
        try {
            TcpProxy proxy =
                    new TcpProxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), host, port, observers);
            SocketWork.start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing is forwarded, and nothing is closed. */
    public void silence() {
        silent = true;
        age.incrementAndGet();
    }

    /** From now on new connections are forwarded. */
    public void restore() {
        silent = false;
    }

    /** How many times clients have sent something, counted in pieces as they were read. */
    public int requests() {
        return requests.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            sockets.add(client);
            client.setTcpNoDelay(true);
            if (silent) {
                SocketWork.start(() -> client.getInputStream().transferTo(OutputStream.nullOutputStream()));
            } else {
                Socket server = new Socket(host, port);
                sockets.add(server);
                server.setTcpNoDelay(true);
                int born = age.get();
                OutputStream observer = observers.get();
                SocketWork.start(() -> forward(client, server, born, (piece, length) -> {
                    requests.incrementAndGet();
                    observer.write(piece, 0, length);
                }));
                SocketWork.start(() -> forward(server, client, born, (piece, length) -> {}));
            }
        }
    }

    private void forward(Socket from, Socket to, int born, Observer observer) throws IOException {
        InputStream in = from.getInputStream();
        byte[] piece = new byte[65536];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            if (born == age.get()) {
                observer.saw(piece, length);
                to.getOutputStream().write(piece, 0, length);
            }
        }
        if (born == age.get()) {
            to.shutdownOutput();
        }
    }

    private interface Observer {
        void saw(byte[] piece, int length) throws IOException;
    }

    @Override
    public void close() {
        try {
            entrance.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
