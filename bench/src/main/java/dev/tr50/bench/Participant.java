package dev.tr50.bench;

import java.io.IOException;
import java.nio.channels.Selector;

/** One of those that make a load together, all on one thread. */
interface Participant extends AutoCloseable {

    /** Registers with the selector, under itself, and asks to be let in. */
    void start(Selector selector) throws IOException;

    /** Whether the server has let it in. */
    boolean isIn();

    /** The selector found something to do. */
    void ready() throws IOException;

    @Override
    void close() throws IOException;
}
