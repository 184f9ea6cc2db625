package dev.tr50.gateway.http;

import java.util.concurrent.atomic.LongAdder;

/** What has passed one port of the listener since it was opened. To be read at any time from any thread. */
public final class HttpCounts {
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    HttpCounts() {}

    /** Connections that are open now, those included that have become MQTT. */
    public long openConnections() {
        return Math.max(0, opened.sum() - closed.sum());
    }

    /** Connections that were ever opened. */
    public long connections() {
        return opened.sum();
    }

    /** Connections that were closed at once because there were too many. */
    public long refusedConnections() {
        return refused.sum();
    }

    /** Bytes that came in, as the network carried them, without TLS handshakes; of MQTT only its handshake. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Bytes that were sent, counted alike; those of a file when it has been sent. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    void opened() {
        opened.increment();
    }

    void closed() {
        closed.increment();
    }

    void refused() {
        refused.increment();
    }

    void received(long bytes) {
        bytesIn.add(bytes);
    }

    void sent(long bytes) {
        bytesOut.add(bytes);
    }
}
