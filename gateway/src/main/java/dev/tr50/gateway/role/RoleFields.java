package dev.tr50.gateway.role;

import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AppRoleChange;
import java.util.List;
import java.util.regex.Pattern;

/** What a role is beside its key, as {@code role.create} and {@code role.update} take it. */
final class RoleFields {
    private static final int LONGEST = 255;
    private static final int LONGEST_DESC = 4096;
    private static final int MOST_PERMS = 1000;
    private static final int MOST_TAGS = 100;
    private static final Pattern NAME_OF_COMMAND = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");

    private static final Param<String> NAME =
            Param.string("name", "Name for people.").as(text -> bounded(text, LONGEST));
    private static final Param<String> DESC =
            Param.string("desc", "Description for people.").as(text -> bounded(text, LONGEST_DESC));
    private static final Param<List<String>> PERMS = Param.stringOrStrings(
                    "perms",
                    "What the role allows: services such as property, with all their commands, and commands such as property.publish;"
                            + " role.perms tells which there are. Names of others are kept and allow nothing.")
            .as(RoleFields::perms)
            .defaultsTo(null);
    private static final Param<List<String>> VIEW_TAGS =
            tags("viewTags", "Security tags of things that may be seen. Kept, without effect.");
    private static final Param<List<String>> UPDATE_TAGS =
            tags("updateTags", "Security tags of things that may be changed. Kept, without effect.");

    private RoleFields() {}

    static AppRoleChange required(Arguments arguments) {
        return new AppRoleChange(
                arguments.get(NAME.required()),
                arguments.get(DESC),
                arguments.get(PERMS),
                arguments.get(VIEW_TAGS),
                arguments.get(UPDATE_TAGS));
    }

    static AppRoleChange from(Arguments arguments) {
        return new AppRoleChange(
                arguments.get(NAME),
                arguments.get(DESC),
                arguments.get(PERMS),
                arguments.get(VIEW_TAGS),
                arguments.get(UPDATE_TAGS));
    }

    private static Param<List<String>> tags(String name, String description) {
        return Param.stringOrStrings(name, description)
                .as(tags -> some(tags, MOST_TAGS))
                .defaultsTo(null);
    }

    private static List<String> perms(List<String> names) {
        List<String> perms = some(names, MOST_PERMS);
        if (!perms.stream().allMatch(perm -> NAME_OF_COMMAND.matcher(perm).matches())) {
            throw new IllegalArgumentException("must hold names of services and commands, in small letters");
        }
        return perms;
    }

    private static List<String> some(List<String> texts, int most) {
        if (texts.size() > most) {
            throw new IllegalArgumentException("must hold at most " + most);
        }
        texts.forEach(text -> bounded(text, LONGEST));
        return texts.stream().filter(text -> !text.isEmpty()).toList();
    }

    private static String bounded(String text, int most) {
        if (text.length() > most) {
            throw new IllegalArgumentException("must be at most " + most + " characters");
        }
        return text;
    }
}
