package dev.tr50.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Finds text that is no text: half a surrogate pair, which JSON can spell ({@code "\ud800"}) and UTF-8 cannot. Such a string
 * could be stored but never sent back.
 */
final class Surrogates {
    private Surrogates() {}

    /** Cheap and generous: false means that no half can be in the message, which must be UTF-8; nearly always so. */
    static boolean mayOccur(byte[] message) {
        for (int i = 0; i + 2 < message.length; i++) {
            if (message[i] == '\\' && message[i + 1] == 'u' && (message[i + 2] == 'd' || message[i + 2] == 'D')) {
                return true;
            }
        }
        return false;
    }

    /** True when some name or text below the node holds half a pair. */
    static boolean areBroken(JsonNode node) {
        if (node.isTextual()) {
            return areBroken(node.textValue());
        }
        for (JsonNode element : node) {
            if (areBroken(element)) {
                return true;
            }
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (areBroken(member.getKey())) {
                return true;
            }
        }
        return false;
    }

    private static boolean areBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
