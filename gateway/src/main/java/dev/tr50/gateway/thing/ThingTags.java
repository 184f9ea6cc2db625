package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.TagKind;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * {@code thing.tag.add}, {@code thing.tag.delete} and the same for security tags. Adding a tag twice, or taking away one that
 * is not there, is success.
 */
public final class ThingTags implements Command<ThingTags.Params, Void> {
    private static final Param<List<String>> TAGS =
            ThingTexts.tags("tags", "The tags.").required();

    /** One of the four commands. */
    public enum Verb {
        ADD_TAGS("thing.tag.add", TagKind.TAG, "Gives things tags.", ThingTags::added),
        DELETE_TAGS("thing.tag.delete", TagKind.TAG, "Takes tags from things.", ThingTags::taken),
        ADD_SEC_TAGS("thing.sectag.add", TagKind.SEC_TAG, "Gives things security tags.", ThingTags::added),
        DELETE_SEC_TAGS("thing.sectag.delete", TagKind.SEC_TAG, "Takes security tags from things.", ThingTags::taken);

        private final TagKind kind;
        private final BinaryOperator<List<String>> change;
        private final Signature<Params, Void> signature;

        Verb(String command, TagKind kind, String summary, BinaryOperator<List<String>> change) {
            this.kind = kind;
            this.change = change;
            this.signature = Signature.writing(command, Params::from, Void.class, summary)
                    .openTo(Access.OWN);
        }

        /** The outside of the command. */
        public Signature<Params, Void> signature() {
            return signature;
        }
    }

    /** Which things and which tags. */
    public record Params(ThingsChoice things, List<String> tags) {
        static Params from(Arguments arguments) {
            return new Params(ThingsChoice.from(arguments), arguments.get(TAGS));
        }
    }

    private final Verb verb;
    private final ChosenThings chosen;
    private final Things things;

    public ThingTags(Verb verb, ChosenThings chosen, Things things) {
        this.verb = verb;
        this.chosen = chosen;
        this.things = things;
    }

    @Override
    public Void run(Caller caller, Params params) {
        chosen.each(caller, params.things(), verb.signature(), some -> change(caller, some, params.tags()));
        return null;
    }

    private void change(Caller caller, List<Thing> some, List<String> tags) {
        things.changeTags(some, verb.kind, old -> verb.change.apply(old, tags), caller.whoAmI());
    }

    private static List<String> added(List<String> old, List<String> more) {
        Set<String> all = new LinkedHashSet<>(old);
        all.addAll(more);
        if (all.size() > ThingTexts.MOST_TAGS) {
            throw new CommandException(
                    ErrorCode.TOO_LARGE, "A thing has at most " + ThingTexts.MOST_TAGS + " tags of a kind");
        }
        return List.copyOf(all);
    }

    private static List<String> taken(List<String> old, List<String> less) {
        List<String> rest = new ArrayList<>(old);
        rest.removeAll(less);
        return rest;
    }
}
