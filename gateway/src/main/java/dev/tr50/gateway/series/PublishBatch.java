package dev.tr50.gateway.series;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Items;
import dev.tr50.protocol.Items.Item;
import java.util.List;

/**
 * {@code property.batch} and its likes: many values of a thing. They are taken one after another; the first that cannot be
 * taken ends the batch, and those before it stay.
 */
public final class PublishBatch<S> implements Command<PublishBatch.Params<S>, Void> {

    /** The values and whose they are. */
    public record Params<S>(ThingChoice thing, List<Item<Publication<S>>> items) {}

    private final ValueKind<S> kind;
    private final Values values;

    public PublishBatch(ValueKind<S> kind, Values values) {
        this.kind = kind;
        this.values = values;
    }

    /** The outside of the command for a kind. */
    public static <S> Signature<Params<S>, Void> of(ValueKind<S> kind) {
        String single = kind.name() + ".publish";
        Items<Publication<S>> data = new Items<>(
                "data",
                "The values, each with the parameters of " + single
                        + " but for the names of a thing. What one lacks is taken from"
                        + " beside data. Without data, the one value is what stands in its place.",
                kind::read);
        return Signature.<Params<S>, Void>writing(
                        kind.name() + ".batch",
                        arguments -> new Params<>(ThingChoice.from(arguments), data.from(arguments)),
                        Void.class,
                        "Does what " + single + " does for each of many values, "
                                + (kind.isSortedInBatches() ? "in the order of their times" : "in the order sent")
                                + ". The first that is refused ends it with its error; those before it are recorded.")
                .openTo(Access.OWN)
                .inJournal();
    }

    @Override
    public Void run(Caller caller, Params<S> params) {
        values.publish(caller, params.thing(), kind, params.items());
        return null;
    }
}
