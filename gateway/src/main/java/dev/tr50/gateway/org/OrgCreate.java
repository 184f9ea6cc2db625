package dev.tr50.gateway.org;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.provisioning.Declined;
import dev.tr50.gateway.provisioning.Organisations;
import dev.tr50.gateway.provisioning.Rules;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.User;

/** {@code org.create}: a new group, owned by the root user that makes it. */
public final class OrgCreate implements Command<OrgCreate.Params, OrgCreate.Result> {
    private static final String KEY_RULE = "must be 1 to 64 capitals, digits, '_' or '-'";
    private static final Param<String> NAME =
            Param.string("name", "Name for people.").as(OrgCreate::name).required();
    private static final Param<String> KEY =
            Param.string("key", "Its key; without one, its name in capitals.").as(OrgCreate::key);

    public static final Signature<Params, Result> SIGNATURE = Signature.writing(
                    "org.create",
                    Params::from,
                    Result.class,
                    "Makes a group, for users that are root, who own it then.")
            .openTo(Access.USER);

    /** The group. */
    public record Params(String name, String key) {
        static Params from(Arguments arguments) {
            String name = arguments.get(NAME);
            String given = arguments.get(KEY);
            String key = given == null && name != null ? Rules.groupKey(name) : given;
            if (arguments.areFine() && key != null && !Rules.isGroupKey(key)) {
                arguments.reject("key " + KEY_RULE + "; without one it is the name");
            }
            return new Params(name, key);
        }
    }

    /** The group that was made. */
    public record Result(
            @Describe("Id of the group.") String id,
            @Describe("Its key.") String key) {}

    private final Organisations organisations;

    public OrgCreate(Organisations organisations) {
        this.organisations = organisations;
    }

    @Override
    public Result run(Caller caller, Params params) {
        User user = caller.user().orElseThrow();
        return Declined.told(() -> new Result(
                organisations.create(user, params.key(), params.name()).id(), params.key()));
    }

    private static String name(String name) {
        if (!Rules.isName(name)) {
            throw new IllegalArgumentException("must be 1 to 255 characters, not all blank and no control characters");
        }
        return name;
    }

    private static String key(String key) {
        if (!Rules.isGroupKey(key)) {
            throw new IllegalArgumentException(KEY_RULE);
        }
        return key;
    }
}
