package dev.tr50.gateway.filestore.contract;

import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A gateway that runs, and what has been made in it so far for everybody's use. */
final class Installation implements AutoCloseable {
    /** Null when it runs in a process of its own. */
    private final RunningGateway gateway;

    private final IntSupplier port;
    private final Supplier<Path> data;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Object> made = new HashMap<>();

    private Installation(RunningGateway gateway, IntSupplier port, Supplier<Path> data) {
        this.gateway = gateway;
        this.port = port;
        this.data = data;
    }

    static Installation of(RunningGateway gateway) {
        return new Installation(gateway, gateway::httpPort, gateway::data);
    }

    static Installation of(int port, Path data) {
        return new Installation(null, () -> port, () -> data);
    }

    Installation start() {
        try {
            gateway.beforeAll(null);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RunningGateway gateway() {
        return gateway;
    }

    int port() {
        return port.getAsInt();
    }

    Path data() {
        return data.get();
    }

    Map<String, String> credentials() {
        try {
            return FirstStart.read(data().resolve(FirstStart.CREDENTIALS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was made under that name, or is made now. */
    synchronized <T> T once(String name, Class<T> kind, Supplier<T> making) {
        if (!made.containsKey(name)) {
            made.put(name, making.get());
        }
        return kind.cast(made.get(name));
    }

    int nextNumber() {
        return number.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
        gateway.afterAll(null);
    }
}
