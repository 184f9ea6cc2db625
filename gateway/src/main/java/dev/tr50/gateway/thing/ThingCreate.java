package dev.tr50.gateway.thing;

import dev.tr50.gateway.definition.DataKey;
import dev.tr50.gateway.definition.DefinitionMissing;
import dev.tr50.gateway.definition.Definitions;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.topic.ChangeFeed;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlreadyExistsException;
import dev.tr50.storage.AttributeSample;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Identifiers;
import dev.tr50.storage.NewThing;
import dev.tr50.storage.NoSuchDefinitionException;
import dev.tr50.storage.Recording;
import dev.tr50.storage.Sample;
import dev.tr50.storage.Storage;
import dev.tr50.storage.Thing;
import dev.tr50.storage.ThingChange;
import dev.tr50.storage.ThingDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** {@code thing.create}: makes a thing, which can then connect with any token of its group. */
public final class ThingCreate implements Command<ThingCreate.Params, ThingCreate.Result> {
    private static final Param<String> KEY = Param.string("key", "Key of the thing, unique in its group.")
            .as(ThingKey::valid)
            .required();
    private static final Param<String> NAME =
            ThingTexts.text("name", "Name for people.").required();
    private static final Param<String> DEF_KEY =
            ThingTexts.text("defKey", "Key of its thing definition. Without it and defId, default.");
    private static final Param<String> DEF_ID = Param.string("defId", "Id of its thing definition.");
    private static final Param<String> DESC = ThingTexts.text("desc", "Description for people.");
    private static final Param<List<String>> TAGS = ThingTexts.tags("tags", "Tags to find the thing by.");
    private static final Param<List<String>> SEC_TAGS =
            ThingTexts.tags("secTags", "Security tags, kept with the thing.");

    private static final Param<Boolean> LOC_ENABLED = Param.flag(
                    "locEnabled", "Whether it is to be located; kept with the thing.")
            .defaultsTo(true);
    private static final Param<SortedMap<String, FirstAttribute>> ATTRS = Param.objectsByKey(
                    "attrs", "Its first attributes by key.", DataKey::valid, (key, each) -> FirstAttribute.from(each))
            .defaultsTo(Collections.emptySortedMap());

    public static final Signature<Params, Result> SIGNATURE =
            Signature.writing("thing.create", Params::from, Result.class, "Makes a thing in the group of the session.");

    /** What the thing shall be. */
    public record Params(
            String key,
            String name,
            String defKey,
            String defId,
            String desc,
            List<String> tags,
            List<String> secTags,
            Identifiers identifiers,
            boolean locEnabled,
            SortedMap<String, FirstAttribute> attrs) {
        static Params from(Arguments arguments) {
            return new Params(
                    arguments.get(KEY),
                    arguments.get(NAME),
                    arguments.get(DEF_KEY),
                    arguments.get(DEF_ID),
                    arguments.get(DESC),
                    arguments.get(TAGS),
                    arguments.get(SEC_TAGS),
                    RadioIds.from(arguments),
                    arguments.get(LOC_ENABLED),
                    arguments.get(ATTRS));
        }
    }

    /** An attribute that a thing has from the start. */
    record FirstAttribute(String value, Instant ts) {
        private static final int LONGEST = 65_535;
        private static final Param<String> VALUE =
                Param.textOf("value", "The text.").as(FirstAttribute::bounded).required();
        private static final Param<Instant> TS = Param.time("ts", "When that was; now, when absent.");

        static FirstAttribute from(Arguments arguments) {
            return new FirstAttribute(arguments.get(VALUE), arguments.get(TS));
        }

        private static String bounded(String text) {
            if (text.length() > LONGEST || text.indexOf(0) >= 0) {
                throw new IllegalArgumentException(
                        "must be at most " + LONGEST + " characters, without the character U+0000");
            }
            return text;
        }
    }

    /** The thing that was made. */
    public record Result(@Describe("Id of the new thing.") String id) {}

    private final Storage storage;
    private final Definitions definitions;
    private final ChangeFeed feed;
    private final Clock clock;

    public ThingCreate(Storage storage, Definitions definitions, ChangeFeed feed, Clock clock) {
        this.storage = storage;
        this.definitions = definitions;
        this.feed = feed;
        this.clock = clock;
    }

    @Override
    public Result run(Caller caller, Params params) {
        ThingDefinition definition = definition(caller.group().id(), params);
        refuseUndefined(definition, params.attrs().keySet());
        Thing thing = create(caller, params, definition.key());
        if (!params.locEnabled()) {
            ThingChange unlocated = new ThingChange(null, null, null, null, Identifiers.NONE, false, Set.of());
            storage.things().update(thing.id(), unlocated, caller.whoAmI());
        }
        params.attrs().forEach((key, attribute) -> set(thing, key, attribute));
        return new Result(thing.id());
    }

    private ThingDefinition definition(String groupId, Params params) {
        if (params.defId() == null) {
            String key = params.defKey() == null ? Groups.DEFAULT_DEFINITION : params.defKey();
            return storage.thingDefinitions().find(groupId, key).orElseThrow(() -> DefinitionMissing.of(key));
        }
        return storage.thingDefinitions()
                .findById(groupId, params.defId())
                .filter(found -> params.defKey() == null || found.key().equals(params.defKey()))
                .orElseThrow(() -> DefinitionMissing.of(params.defId()));
    }

    /** Before there is a thing, so that there is none when it cannot have what it is to have. */
    private static void refuseUndefined(ThingDefinition definition, Set<String> attributes) {
        for (String key : attributes) {
            if (definition.attribute(key).isEmpty() && !definition.content().autoDefAttrs()) {
                throw new CommandException(
                        ErrorCode.NOT_DEFINED,
                        "Attribute " + key + " is not defined in thing definition " + definition.key());
            }
        }
    }

    private Thing create(Caller caller, Params params, String defKey) {
        try {
            return storage.things()
                    .create(
                            caller.group().id(),
                            new NewThing(
                                    params.key(),
                                    params.name(),
                                    params.desc(),
                                    defKey,
                                    params.tags(),
                                    params.secTags(),
                                    params.identifiers(),
                                    caller.whoAmI(),
                                    null,
                                    null,
                                    null));
        } catch (AlreadyExistsException e) {
            throw new CommandException(ErrorCode.ALREADY_EXISTS, "Thing " + params.key() + " exists already");
        } catch (NoSuchDefinitionException goneMeanwhile) {
            throw DefinitionMissing.of(defKey);
        }
    }

    private void set(Thing thing, String key, FirstAttribute attribute) {
        definitions.attribute(thing, key);
        Instant ts = attribute.ts() == null ? clock.instant() : attribute.ts();
        Sample<AttributeSample> sample = new Sample<>(ts, new AttributeSample(attribute.value(), null));
        if (storage.timeSeries().add(thing.id(), AttributeSample.KIND, key, sample, new Recording(false, false))) {
            feed.valueChanged(thing, AttributeSample.KIND.name(), key, attribute::value);
        }
    }
}
