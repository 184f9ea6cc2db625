package dev.tr50.gateway.crash;

import java.io.IOException;
import java.util.Random;

/** What one client writes, and knows of what it wrote. Used by one thread at a time. */
interface Work {

    /** Connects to a gateway that has been started. */
    void connect(Site site) throws IOException;

    /**
     * Writes something.
     *
     * @return how many writes were acknowledged
     * @throws IOException when the connection ended, or the gateway refused; what was under way is in doubt then
     */
    int step(Random chance) throws IOException;

    /** Reads everything back, and takes what it finds of what was in doubt for acknowledged: a restart does not lose it again. */
    void check() throws IOException;

    /** Leaves. */
    void disconnect() throws IOException;
}
