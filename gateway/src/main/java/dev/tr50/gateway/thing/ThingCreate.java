package dev.tr50.gateway.thing;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.NoSuchDefinitionException;
import dev.tr50.storage.Things;
import java.util.List;

/** {@code thing.create}: makes a thing, which can then connect with any token of its group. */
public final class ThingCreate implements Command<ThingCreate.Params, ThingCreate.Result> {
    private static final Param<String> KEY = Param.string("key", "Key of the thing, unique in its group.")
            .as(ThingKey::valid)
            .required();
    private static final Param<String> NAME =
            ThingTexts.text("name", "Name for people.").required();
    private static final Param<String> DEF_KEY =
            ThingTexts.text("defKey", "Key of its thing definition.").defaultsTo(Groups.DEFAULT_DEFINITION);
    private static final Param<String> DESC = ThingTexts.text("desc", "Description for people.");
    private static final Param<List<String>> TAGS = ThingTexts.tags("tags", "Tags to find the thing by.");
    private static final Param<List<String>> SEC_TAGS =
            ThingTexts.tags("secTags", "Security tags, kept with the thing.");

    public static final Signature<Params, Result> SIGNATURE =
            Signature.writing("thing.create", Params::from, Result.class, "Makes a thing in the group of the session.");

    /** What the thing shall be. */
    public record Params(
            String key,
            String name,
            String defKey,
            String desc,
            List<String> tags,
            List<String> secTags,
            Identifiers identifiers) {
        static Params from(Arguments arguments) {
            return new Params(
                    arguments.get(KEY),
                    arguments.get(NAME),
                    arguments.get(DEF_KEY),
                    arguments.get(DESC),
                    arguments.get(TAGS),
                    arguments.get(SEC_TAGS),
                    RadioIds.from(arguments));
        }
    }

    /** The thing that was made. */
    public record Result(@Describe("Id of the new thing.") String id) {}

    private final Things things;

    public ThingCreate(Things things) {
        this.things = things;
    }

    @Override
    public Result run(Caller caller, Params params) {
        try {
            return new Result(things.create(
                            caller.group().id(),
                            new NewThing(
                                    params.key(),
                                    params.name(),
                                    params.desc(),
                                    params.defKey(),
                                    params.tags(),
                                    params.secTags(),
                                    params.identifiers(),
                                    caller.whoAmI(),
                                    null,
                                    null,
                                    null))
                    .id());
        } catch (AlreadyExistsException e) {
            throw new CommandException(ErrorCode.ALREADY_EXISTS, "Thing " + params.key() + " exists already");
        } catch (NoSuchDefinitionException e) {
            throw new CommandException(ErrorCode.NOT_FOUND, "Thing definition " + params.defKey() + " not found");
        }
    }
}
