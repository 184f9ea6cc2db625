package dev.tr50.gateway.crash;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Something that keeps named texts, and acknowledges each change of them. */
interface Shelf {

    void connect(Site site) throws IOException;

    /** @param isThere whether there is a text of that name already, which is replaced then */
    void put(String name, String text, boolean isThere) throws IOException;

    void remove(String name) throws IOException;

    Optional<String> get(String name) throws IOException;

    Set<String> names() throws IOException;

    void disconnect() throws IOException;
}
