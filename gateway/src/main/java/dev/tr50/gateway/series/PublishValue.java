package dev.tr50.gateway.series;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.thing.ThingChoice;

/** {@code property.publish} and its likes: one value of a thing. */
public final class PublishValue<S> implements Command<PublishValue.Params<S>, Void> {

    /** The value and whose it is. */
    public record Params<S>(ThingChoice thing, Publication<S> publication) {}

    private final ValueKind<S> kind;
    private final Values values;

    public PublishValue(ValueKind<S> kind, Values values) {
        this.kind = kind;
        this.values = values;
    }

    /** The outside of the command for a kind. */
    public static <S> Signature<Params<S>, Void> of(ValueKind<S> kind) {
        return Signature.<Params<S>, Void>writing(
                        kind.name() + ".publish",
                        arguments -> new Params<>(ThingChoice.from(arguments), kind.read(arguments)),
                        Void.class,
                        kind.summary())
                .openTo(Access.OWN)
                .inJournal();
    }

    @Override
    public Void run(Caller caller, Params<S> params) {
        values.publish(caller, params.thing(), kind, params.publication());
        return null;
    }
}
