package dev.tr50.gateway.today;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A piece of network between a client and the gateway, which can be cut. */
final class Line implements AutoCloseable {
    private final int gatewayPort;
    private final ServerSocket entrance;
    private final Queue<Socket> ends = new ConcurrentLinkedQueue<>();

    Line(int gatewayPort) throws IOException {
        this.gatewayPort = gatewayPort;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Where clients connect to, on this machine. */
    int port() {
        return entrance.getLocalPort();
    }

    /** Ends every connection there is, to both sides' surprise; new ones can be made. */
    void cut() throws IOException {
        for (Socket end = ends.poll(); end != null; end = ends.poll()) {
            end.close();
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            Socket gateway = new Socket(InetAddress.getLoopbackAddress(), gatewayPort);
            client.setTcpNoDelay(true);
            gateway.setTcpNoDelay(true);
            ends.add(client);
            ends.add(gateway);
            start(() -> copy(client, gateway));
            start(() -> copy(gateway, client));
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } finally {
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
            } catch (IOException theLineEnded) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
