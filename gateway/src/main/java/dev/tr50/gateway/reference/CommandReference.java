package dev.tr50.gateway.reference;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command reference: one page of Markdown, made from what the commands declare of themselves. */
public final class CommandReference {
    private CommandReference() {}

    /** The whole page. */
    public static String of(List<? extends Signature<?, ?>> commands) {
        StringBuilder page = new StringBuilder("""
                # Command reference

                Made from the catalogue of commands; do not edit. `./tr50 commands` lists the same.

                """);
        commands.forEach(command -> page.append("- [`")
                .append(command.name())
                .append("`](#")
                .append(command.name().replace(".", ""))
                .append(")\n"));
        commands.forEach(command -> describe(command, page));
        return page.toString();
    }

    private static void describe(Signature<?, ?> command, StringBuilder page) {
        page.append("\n## ").append(command.name()).append("\n\n");
        page.append(command.summary()).append("\n\n");
        page.append(who(command.access()));
        if (command.durable()) {
            page.append(" Answered when it is on disk.");
        }
        page.append('\n');
        if (!command.params().isEmpty()) {
            page.append("\n| parameter | type | meaning |\n|---|---|---|\n");
            command.params().forEach(param -> row(param, page));
        }
        if (command.result().isSealed()) {
            page.append("\nThe result is one of these.\n");
        }
        forms(command.result()).forEach(form -> {
            page.append("\n| result | type | meaning |\n|---|---|---|\n");
            fields("", form, page);
        });
    }

    /** The records as which a result comes: one, or several of which the parameters choose one. */
    private static List<Class<?>> forms(Class<?> result) {
        if (result.isSealed()) {
            return List.of(result.getPermittedSubclasses());
        }
        return result.isRecord() && result.getRecordComponents().length > 0 ? List.of(result) : List.of();
    }

    private static String who(Access access) {
        return switch (access) {
            case OPEN -> "Needs no session.";
            case READ -> "Needs a session.";
            case OWN ->
                "Needs a session: a thing's for what is its own, for all else one whose role is editor, admin or owner.";
            case WRITE -> "Needs a session whose role is editor, admin or owner.";
            case USER -> "Needs a session of a user.";
            case ADMIN ->
                "Needs a session whose role is admin or owner; things of an application with isOrgAdmin have that of an admin.";
        };
    }

    private static void row(Param<?> param, StringBuilder page) {
        page.append("| `").append(param.name()).append("` | ").append(param.type());
        if (param.isRequired()) {
            page.append(", **required**");
        }
        page.append(" | ").append(param.description()).append(" |\n");
    }

    private static void fields(String path, Class<?> record, StringBuilder page) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
                continue;
            }
            Describe meaning = component.getAnnotation(Describe.class);
            if (meaning == null) {
                throw new IllegalStateException(record.getName() + "." + component.getName() + " is not described");
            }
            String name = path + name(record, component);
            Class<?> inner = element(component.getGenericType());
            page.append("| `").append(name).append("` | ");
            page.append(typeName(component.getGenericType()));
            page.append(" | ").append(meaning.value()).append(" |\n");
            for (Class<?> form : forms(inner)) {
                fields(name + within(component.getType()), form, page);
            }
        }
    }

    private static String within(Class<?> type) {
        if (type == Map.class) {
            return ".<key>.";
        }
        return type == List.class ? "[]." : ".";
    }

    private static String name(Class<?> record, RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private static Class<?> element(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return element(arguments[arguments.length - 1]);
        }
        return type instanceof Class<?> plain ? plain : Map.class;
    }

    private static String typeName(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type raw = generic.getRawType();
            if (raw == Optional.class) {
                return typeName(generic.getActualTypeArguments()[0]) + ", may be absent";
            }
            return raw == List.class ? "array of " + typeName(generic.getActualTypeArguments()[0]) : "object";
        }
        return switch (((Class<?>) type).getSimpleName()) {
            case "String" -> "string";
            case "long", "int", "Long", "Integer" -> "integer";
            case "double", "Double" -> "number";
            case "boolean", "Boolean" -> "boolean";
            case "Instant" -> "time (RFC 3339)";
            default -> "object";
        };
    }
}
