package dev.tr50.gateway.audit;

import java.util.Set;

/** The commands that change who may do what, or what there is; not those by which things report and talk to each other. */
final class AdministrativeCommands {
    private static final Set<String> NAMES = Set.of(
            "session.end",
            "user.create",
            "user.delete",
            "user.org.add",
            "user.org.update",
            "user.org.remove",
            "org.create",
            "org.delete",
            "app.create",
            "app.update",
            "app.delete",
            "role.create",
            "role.update",
            "role.delete",
            "thing.create",
            "thing.update",
            "thing.delete",
            "thing.def.change",
            "thing.tag.add",
            "thing.tag.delete",
            "thing.sectag.add",
            "thing.sectag.delete",
            "thing.bind",
            "thing.unbind",
            "thing_def.create",
            "thing_def.update",
            "thing_def.delete",
            "property.delete",
            "attribute.delete",
            "alarm.delete",
            "location.delete",
            "mailbox.purge");

    private AdministrativeCommands() {}

    static boolean include(String command) {
        return command != null && NAMES.contains(command);
    }

    static Set<String> names() {
        return NAMES;
    }
}
