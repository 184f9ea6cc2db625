package dev.tr50.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tr50.gateway.logline.Printable;
import java.util.Map;
import java.util.Set;

/**
 * Which part of what somebody asked is told: members that name what was changed or what somebody may do. Everything else may be
 * a secret or long, so what is not listed here is left out.
 */
enum ToldMembers {
    /** Of parameters of commands, where {@code key} and {@code thingKey} name something. */
    OF_COMMANDS(Set.of(
            "id",
            "key",
            "name",
            "emailAddress",
            "username",
            "userId",
            "orgId",
            "roles",
            "perms",
            "isOrgAdmin",
            "restrictAccessToSelf",
            "thingKey",
            "thingId",
            "thingTag",
            "thingQuery",
            "thingAll",
            "all",
            "tag",
            "query",
            "bindTo",
            "defId",
            "defKey",
            "newDefKey",
            "dropProps",
            "dropAttrs",
            "dropAlarms",
            "autoRegThingDefId",
            "autoRegTags",
            "autoRegSecTags",
            "tags",
            "secTags",
            "viewTags",
            "updateTags",
            "unset",
            "imei",
            "meid",
            "esn",
            "iccid",
            "imsi",
            "startTs",
            "endTs")),
    /** Of parameters of commands for sessions. */
    OF_SESSIONS(Set.of("ref")),
    /** Of HTTP requests, where {@code key} is a secret. */
    OF_REQUESTS(Set.of("email", "name", "role", "thing_key", "group_id", "member_id", "group_memberships", "duration"));

    private static final int MOST_ELEMENTS = 20;

    private final Set<String> names;

    ToldMembers(Set<String> names) {
        this.names = names;
    }

    /** The parts of it that are told; null for none. */
    JsonNode of(JsonNode asked) {
        if (asked.isObject()) {
            return object(asked);
        }
        return asked.isArray() ? array(asked) : null;
    }

    private ObjectNode object(JsonNode asked) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : asked.properties()) {
            if (names.contains(member.getKey())) {
                told.set(member.getKey(), value(member.getValue()));
            }
        }
        return told;
    }

    private ArrayNode array(JsonNode asked) {
        ArrayNode told = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : asked) {
            if (told.size() == MOST_ELEMENTS) {
                told.add("… " + asked.size() + " in all");
                break;
            }
            told.add(value(element));
        }
        return told;
    }

    private JsonNode value(JsonNode value) {
        if (value.isContainerNode()) {
            return of(value);
        }
        return value.isTextual() ? JsonNodeFactory.instance.textNode(Printable.of(value.textValue())) : value;
    }
}
