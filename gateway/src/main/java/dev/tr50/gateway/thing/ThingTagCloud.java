package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.GroupWide;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.TagKind;
import dev.tr50.storage.Things;
import java.util.List;
import java.util.Map;

/** {@code thing.tag.cloud} and {@code thing.sectag.cloud}: how many things of the group have each tag. */
public final class ThingTagCloud implements Command<ThingTagCloud.Params, ThingTagCloud.Result> {
    private static final int MOST = 2000;

    public static final Signature<Params, Result> OF_TAGS =
            Signature.reading("thing.tag.cloud", Params::from, Result.class, "Counts the things of the group by tag.");
    public static final Signature<Params, Result> OF_SEC_TAGS = Signature.reading(
            "thing.sectag.cloud", Params::from, Result.class, "Counts the things of the group by security tag.");

    /** Nothing. */
    public record Params() {
        static Params from(Arguments arguments) {
            return new Params();
        }
    }

    /** Tags and counts. */
    public record Result(
            @Describe("One object for each tag, tag → number of things, the most used first, at most 2000.")
            List<Map<String, Long>> result) {}

    private final TagKind kind;
    private final Things things;

    public ThingTagCloud(TagKind kind, Things things) {
        this.kind = kind;
        this.things = things;
    }

    @Override
    public Result run(Caller caller, Params params) {
        GroupWide.require(caller, kind == TagKind.TAG ? OF_TAGS : OF_SEC_TAGS);
        return new Result(things.tagCloud(caller.group().id(), kind, MOST).stream()
                .map(tag -> Map.of(tag.tag(), tag.count()))
                .toList());
    }
}
