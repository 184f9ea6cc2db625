package dev.tr50.gateway.simulate;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of everything.
 *
 * @param things commands of things, over MQTT
 * @param uploads bytes of files, over HTTP
 * @param calls method calls of a user, over HTTP
 */
record Score(Tally things, Tally uploads, Tally calls) {
    Score() {
        this(new Tally(), new Tally(), new Tally());
    }

    Stream<Tally> all() {
        return List.of(things, uploads, calls).stream();
    }
}
