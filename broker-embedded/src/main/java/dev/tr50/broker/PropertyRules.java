package dev.tr50.broker;

/** Which properties a client may send with which packet, how often, and of what value (MQTT 5, 2.2.2). */
final class PropertyRules {

    /** Where properties stand. */
    enum Place {
        CONNECT,
        WILL,
        PUBLISH,
        ACKNOWLEDGEMENT,
        SUBSCRIBE,
        UNSUBSCRIBE,
        DISCONNECT,
        AUTH;

        int bit() {
            return 1 << ordinal();
        }
    }

    private enum Type {
        SWITCH,
        OCTET,
        TWO_OCTETS,
        POSITIVE_TWO_OCTETS,
        FOUR_OCTETS,
        POSITIVE_FOUR_OCTETS,
        POSITIVE_VARIABLE,
        ALIAS,
        BINARY,
        TEXT,
        TOPIC,
        PAIR
    }

    private record Rule(Type type, int places, boolean repeatable) {}

    private static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
    private static final int AUTHENTICATION_METHOD = 0x15;
    private static final int AUTHENTICATION_DATA = 0x16;

    /** What a message keeps of them in memory is many times as much. */
    private static final int MOST_BYTES = 4096;

    private static final Rule[] RULES = new Rule[0x2B];

    static {
        int message = places(Place.PUBLISH, Place.WILL);
        int login = places(Place.CONNECT, Place.AUTH);
        int onlyFromServers = 0;
        rule(0x01, Type.SWITCH, message);
        rule(0x02, Type.FOUR_OCTETS, message);
        rule(0x03, Type.TEXT, message);
        rule(0x08, Type.TOPIC, message);
        rule(0x09, Type.BINARY, message);
        rule(SUBSCRIPTION_IDENTIFIER, Type.POSITIVE_VARIABLE, places(Place.SUBSCRIBE));
        rule(0x11, Type.FOUR_OCTETS, places(Place.CONNECT, Place.DISCONNECT));
        rule(0x12, Type.TEXT, onlyFromServers);
        rule(0x13, Type.TWO_OCTETS, onlyFromServers);
        rule(AUTHENTICATION_METHOD, Type.TEXT, login);
        rule(AUTHENTICATION_DATA, Type.BINARY, login);
        rule(0x17, Type.SWITCH, places(Place.CONNECT));
        rule(0x18, Type.FOUR_OCTETS, places(Place.WILL));
        rule(0x19, Type.SWITCH, places(Place.CONNECT));
        rule(0x1A, Type.TEXT, onlyFromServers);
        rule(0x1C, Type.TEXT, onlyFromServers);
        rule(0x1F, Type.TEXT, places(Place.ACKNOWLEDGEMENT, Place.DISCONNECT, Place.AUTH));
        rule(0x21, Type.POSITIVE_TWO_OCTETS, places(Place.CONNECT));
        rule(0x22, Type.TWO_OCTETS, places(Place.CONNECT));
        rule(0x23, Type.ALIAS, places(Place.PUBLISH));
        rule(0x24, Type.OCTET, onlyFromServers);
        rule(0x25, Type.OCTET, onlyFromServers);
        RULES[0x26] = new Rule(Type.PAIR, places(Place.values()), true);
        rule(0x27, Type.POSITIVE_FOUR_OCTETS, places(Place.CONNECT));
        rule(0x28, Type.OCTET, onlyFromServers);
        rule(0x29, Type.OCTET, onlyFromServers);
        rule(0x2A, Type.OCTET, onlyFromServers);
    }

    private PropertyRules() {}

    private static int places(Place... places) {
        int bits = 0;
        for (Place place : places) {
            bits |= place.bit();
        }
        return bits;
    }

    private static void rule(int id, Type type, int places) {
        RULES[id] = new Rule(type, places, false);
    }

    /** Goes over a block of properties, its length included. */
    static void check(PacketCursor cursor, Place place) {
        int length = cursor.variableNumber();
        if (length > cursor.left()) {
            throw Violation.malformed("properties end after their packet");
        }
        if (length > MOST_BYTES) {
            throw Violation.of(ReasonCode.PACKET_TOO_LARGE, "properties over " + MOST_BYTES + " bytes");
        }
        int end = cursor.position() + length;
        long seen = 0;
        while (cursor.position() < end) {
            int id = cursor.variableNumber();
            Rule rule = ruleFor(id, place);
            if (!rule.repeatable() && (seen & 1L << id) != 0) {
                throw Violation.protocolError("property " + id + " twice");
            }
            seen |= 1L << id;
            checkValue(cursor, rule.type());
        }
        if (cursor.position() > end) {
            throw Violation.malformed("a property ends after the others");
        }
        if ((seen & 1L << AUTHENTICATION_DATA) != 0 && (seen & 1L << AUTHENTICATION_METHOD) == 0) {
            throw Violation.protocolError("authentication data without a method");
        }
    }

    private static Rule ruleFor(int id, Place place) {
        Rule rule = id < RULES.length ? RULES[id] : null;
        if (rule == null) {
            throw Violation.malformed("unknown property " + id);
        }
        if ((rule.places() & place.bit()) == 0) {
            String message = "property " + id + " does not belong to " + place;
            throw id == SUBSCRIPTION_IDENTIFIER ? Violation.protocolError(message) : Violation.malformed(message);
        }
        return rule;
    }

    private static void checkValue(PacketCursor cursor, Type type) {
        switch (type) {
            case SWITCH -> require(cursor.octet() <= 1);
            case OCTET -> cursor.octet();
            case TWO_OCTETS -> cursor.twoOctets();
            case POSITIVE_TWO_OCTETS -> require(cursor.twoOctets() > 0);
            case FOUR_OCTETS -> cursor.fourOctets();
            case POSITIVE_FOUR_OCTETS -> require(cursor.fourOctets() > 0);
            case POSITIVE_VARIABLE -> require(cursor.variableNumber() > 0);
            case ALIAS -> requireAlias(cursor.twoOctets());
            case BINARY -> cursor.skipBinary();
            case TEXT -> cursor.text();
            case TOPIC -> require(!cursor.hasWildcard(cursor.text()));
            default -> {
                cursor.text();
                cursor.text();
            }
        }
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw Violation.protocolError("a property has a value that it must not have");
        }
    }

    private static void requireAlias(int alias) {
        if (alias == 0) {
            throw Violation.of(ReasonCode.TOPIC_ALIAS_INVALID, "a topic alias of 0");
        }
    }
}
