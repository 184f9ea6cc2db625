package dev.tr50.gateway.dispatch;

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
 * @param reader makes its parameters from what was sent
 * @param params what the reader asks for, in order
 * @param result the record that becomes {@code params} of the reply; {@link Void} for none
 */
public record Signature<P, R>(
        String name,
        String summary,
        Access access,
        boolean durable,
        Function<Arguments, P> reader,
        List<Param<?>> params,
        Class<R> result) {

    /** A command that every session may run. */
    public static <P, R> Signature<P, R> reading(
            String name, Function<Arguments, P> reader, Class<R> result, String summary) {
        return new Signature<>(name, summary, Access.READ, false, reader, Arguments.askedBy(reader), result);
    }

    /** A command that changes something: for editors and above, acknowledged when it is durable. */
    public static <P, R> Signature<P, R> writing(
            String name, Function<Arguments, P> reader, Class<R> result, String summary) {
        return new Signature<>(name, summary, Access.WRITE, true, reader, Arguments.askedBy(reader), result);
    }

    /** The same command with another rule of access. */
    public Signature<P, R> openTo(Access who) {
        return new Signature<>(name, summary, who, durable, reader, params, result);
    }

    /** The same command, acknowledged only when what it did is on disk. */
    public Signature<P, R> durably() {
        return new Signature<>(name, summary, access, true, reader, params, result);
    }

    /** @throws dev.tr50.protocol.CommandException naming every parameter that is wrong */
    P read(Arguments arguments) {
        P read = reader.apply(arguments);
        arguments.refuseIfWrong();
        return read;
    }
}
