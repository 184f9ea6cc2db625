package dev.tr50.gateway.definition;

import dev.tr50.protocol.Param;
import java.util.regex.Pattern;

/** The rule for keys of thing definitions: the one for keys of things. */
final class DefinitionKey {
    static final Param<String> KEY =
            Param.string("key", "Key of the definition, unique in its group.").as(DefinitionKey::valid);

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    private DefinitionKey() {}

    private static String valid(String key) {
        if (!RULE.matcher(key).matches()) {
            throw new IllegalArgumentException("must be 1 to 128 letters, digits, '_', '.', ':' or '-'");
        }
        return key;
    }
}
