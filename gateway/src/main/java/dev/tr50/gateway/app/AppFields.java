package dev.tr50.gateway.app;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AppChange;
import dev.tr50.storage.Role;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an application is, as {@code app.create} and {@code app.update} take it. The provisioning script of device-cloud-python and
 * device-cloud-lib sends {@code "token":""}, {@code "roles":""} and tags of {@code ["",""]}: empty texts mean nothing at all.
 *
 * @param token null for none
 * @param rest everything else but the name
 */
record AppFields(String token, AppChange rest) {
    private static final int LONGEST = 255;
    private static final int LONGEST_DESC = 4096;
    private static final int LONGEST_TOKEN = 1024;
    private static final int MOST = 100;
    private static final Pattern STRONG =
            Pattern.compile("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[!-~]{16," + LONGEST_TOKEN + "}");

    private static final Param<String> DESC =
            Param.string("desc", "Description for people.").as(text -> bounded(text, LONGEST_DESC));
    private static final Param<String> TOKEN = Param.string(
                    "token",
                    "What things log in with: 16 to 1024 visible ASCII characters, among them a capital, a small letter and a"
                            + " digit. Absent or empty: one is made up for a new application, and another keeps the one it has.")
            .as(AppFields::strong);
    private static final Param<String> DEFINITION = Param.string(
            "autoRegThingDefId",
            "Id of the thing definition, or its key, that things get which register themselves. Empty or, for a new"
                    + " application, absent: unknown things are not let in.");
    private static final Param<List<String>> TAGS = texts("autoRegTags", "Tags for things that register themselves.");
    private static final Param<List<String>> SEC_TAGS =
            texts("autoRegSecTags", "Security tags for things that register themselves.");
    private static final Param<List<String>> ROLES = texts(
                    "roles",
                    "Ids of roles: what one of them allows, things of the application may do. Without any they may do what an"
                            + " editor may, with what is their own.")
            .as(AppFields::forThings);
    private static final Param<Boolean> ORG_ADMIN = Param.flag(
                    "isOrgAdmin",
                    "Whether things of the application may do what an admin of the group may, with every thing of the group.")
            .defaultsTo(null);
    private static final Param<Boolean> RESTRICTED = Param.flag(
                    "restrictAccessToSelf",
                    "Whether they are kept to themselves and what is bound to them, even with isOrgAdmin.")
            .defaultsTo(null);
    private static final Param<Boolean> SUPER_ADMIN = never("isSuperAdmin");
    private static final Param<Boolean> SUPER_OPS = never("isSuperOps");

    static AppFields from(Arguments arguments) {
        String desc = arguments.get(DESC);
        String token = arguments.get(TOKEN);
        AppChange rest = new AppChange(
                desc,
                null,
                arguments.get(DEFINITION),
                arguments.get(TAGS),
                arguments.get(SEC_TAGS),
                arguments.get(ROLES),
                arguments.get(ORG_ADMIN),
                arguments.get(RESTRICTED));
        arguments.get(SUPER_ADMIN);
        arguments.get(SUPER_OPS);
        return new AppFields(token, rest);
    }

    /** The parameter that names an application. */
    static Param<String> name(String description) {
        return Param.string("name", description).as(name -> {
            if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("must not be blank or hold control characters");
            }
            return bounded(name, LONGEST);
        });
    }

    private static Param<List<String>> texts(String name, String description) {
        return Param.stringOrStrings(name, description).as(AppFields::some).defaultsTo(null);
    }

    private static List<String> some(List<String> texts) {
        if (texts.size() > MOST) {
            throw new IllegalArgumentException("must hold at most " + MOST);
        }
        texts.forEach(text -> bounded(text, LONGEST));
        return texts.stream().filter(text -> !text.isEmpty()).toList();
    }

    private static List<String> forThings(List<String> roles) {
        if (roles.contains(Role.ADMIN.id()) || roles.contains(Role.OWNER.id())) {
            throw new IllegalArgumentException(
                    "must not hold those of admins and owners; isOrgAdmin makes admins of things");
        }
        return roles;
    }

    private static String bounded(String text, int most) {
        if (text.length() > most) {
            throw new IllegalArgumentException("must be at most " + most + " characters");
        }
        return text;
    }

    private static String strong(String token) {
        if (token.isEmpty()) {
            return null;
        }
        if (!STRONG.matcher(token).matches()) {
            throw new IllegalArgumentException("must be 16 to " + LONGEST_TOKEN
                    + " visible ASCII characters, among them a capital, a small letter and a digit");
        }
        return token;
    }

    private static Param<Boolean> never(String name) {
        return Param.flag(name, "Only false: no application stands above the groups.")
                .as(wanted -> {
                    if (wanted) {
                        throw new IllegalArgumentException("must be false: no application stands above the groups");
                    }
                    return false;
                });
    }
}
