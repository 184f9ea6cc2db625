package dev.tr50.gateway.series;

import dev.tr50.gateway.definition.Definitions;
import dev.tr50.protocol.Arguments;
import dev.tr50.storage.SampleKind;
import dev.tr50.storage.Thing;
import java.util.Optional;

/**
 * A kind of value that things publish. A further kind is one implementation of this: it is published, in batches too, told to
 * subscribers and deleted like all others.
 *
 * @param <S> a value, without its time
 */
public interface ValueKind<S> {

    /** How it is stored; its name is the group of its commands and the level of its topic. */
    SampleKind<S> stored();

    /** What one of them is called, at the beginning of a sentence. */
    String noun();

    /** What publishing does, in sentences for users. */
    String summary();

    /** Reads the parameters of a value. */
    Publication<S> read(Arguments arguments);

    /**
     * What the definition of the thing makes of a value; empty when it is to be ignored.
     *
     * @throws dev.tr50.protocol.CommandException when it does not allow it
     */
    Optional<Publication<S>> judged(Publication<S> publication, Thing thing, Definitions definitions);

    /** What subscribers get of a value. */
    String text(S value);

    /** Whether things have one series for each key, instead of one alone. */
    default boolean hasKeys() {
        return true;
    }

    /** Whether the items of a batch are taken in the order of their times, instead of that in which they were sent. */
    default boolean isSortedInBatches() {
        return false;
    }

    /** The group of its commands. */
    default String name() {
        return stored().name();
    }
}
