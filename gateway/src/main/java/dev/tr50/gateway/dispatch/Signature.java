package dev.tr50.gateway.dispatch;

import dev.tr50.gateway.dispatch.Outcome.Promise;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import java.util.List;
import java.util.function.Function;

/**
 * The outside of a command: everything that the dispatcher and the command reference need to know of it.
 *
 * @param name {@code group.verb}, as clients send it
 * @param summary what it does, in a sentence or two for users
 * @param access who may run it
 * @param durable true when its success promises something that must survive a power cut; the reply waits for the disk
 * @param journaled true when what it changes goes to the journal of values, which many write at once; false when it needs the
 *     database, which takes one change at a time
 * @param reader makes its parameters from what was sent
 * @param params what the reader asks for, in order
 * @param result the record that becomes {@code params} of the reply; {@link Void} for none
 */
public record Signature<P, R>(
        String name,
        String summary,
        Access access,
        boolean durable,
        boolean journaled,
        Function<Arguments, P> reader,
        List<Param<?>> params,
        Class<R> result) {

    /** A command that every session may run. */
    public static <P, R> Signature<P, R> reading(
            String name, Function<Arguments, P> reader, Class<R> result, String summary) {
        return new Signature<>(name, summary, Access.READ, false, false, reader, Arguments.askedBy(reader), result);
    }

    /** A command that changes something: for editors and above, acknowledged when it is durable. */
    public static <P, R> Signature<P, R> writing(
            String name, Function<Arguments, P> reader, Class<R> result, String summary) {
        return new Signature<>(name, summary, Access.WRITE, true, false, reader, Arguments.askedBy(reader), result);
    }

    /** The same command with another rule of access. */
    public Signature<P, R> openTo(Access who) {
        return new Signature<>(name, summary, who, durable, journaled, reader, params, result);
    }

    /** The same command, acknowledged only when what it did is on disk. */
    public Signature<P, R> durably() {
        return new Signature<>(name, summary, access, true, journaled, reader, params, result);
    }

    /** The same command, of which the journal of values takes what it changes. */
    public Signature<P, R> inJournal() {
        return new Signature<>(name, summary, access, durable, true, reader, params, result);
    }

    /** Whether it may have to wait until others have changed the database. */
    boolean changesDatabase() {
        return promise() == Promise.EVERYTHING;
    }

    /** What its success promises. */
    Promise promise() {
        return durable ? journaled ? Promise.VALUES : Promise.EVERYTHING : Promise.NOTHING;
    }

    /** @throws dev.tr50.protocol.CommandException naming every parameter that is wrong */
    P read(Arguments arguments) {
        P read = reader.apply(arguments);
        arguments.refuseIfWrong();
        return read;
    }
}
