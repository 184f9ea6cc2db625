package dev.tr50.gateway.app;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.App;
import dev.tr50.storage.Apps;
import java.util.Optional;

/**
 * Which application of the caller's group a command is about.
 *
 * @param id null when absent
 * @param name null when absent
 * @param token null when absent
 */
record AppChoice(String id, String name, String token) {
    private static final Param<String> ID = Param.string("id", "Id of the application.");
    private static final Param<String> NAME = AppFields.name("Name of the application.");
    private static final Param<String> TOKEN = Param.string("token", "Its token, when neither id nor name is there.");

    /** By id or name. */
    static AppChoice from(Arguments arguments) {
        return checked(arguments, new AppChoice(arguments.get(ID), arguments.get(NAME), null), "id or name");
    }

    /** By id, name or token. */
    static AppChoice orToken(Arguments arguments) {
        return checked(
                arguments,
                new AppChoice(arguments.get(ID), arguments.get(NAME), arguments.get(TOKEN)),
                "id, name or token");
    }

    private static AppChoice checked(Arguments arguments, AppChoice choice, String names) {
        if (arguments.areFine() && choice.id == null && choice.name == null && choice.token == null) {
            arguments.reject(names + " (string) is required");
        }
        return choice;
    }

    /** @throws CommandException when the group has no such application */
    App in(Apps apps, Caller caller) {
        String group = caller.group().id();
        return find(apps, group)
                .filter(app -> app.groupId().equals(group))
                .orElseThrow(() -> new CommandException(ErrorCode.NOT_FOUND, "Application " + named() + " not found"));
    }

    private Optional<App> find(Apps apps, String group) {
        if (id != null) {
            return apps.findById(id);
        }
        return name != null ? apps.findByName(group, name) : apps.findByTokenHash(Secrets.hash(token));
    }

    private String named() {
        return id != null ? id : name != null ? name : "with this token";
    }

    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "AppChoice[" + named() + "]";
    }
}
