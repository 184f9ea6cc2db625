package dev.tr50.broker;

/** Whose session it is: many devices share one client id, so that alone names nobody. */
record SessionKey(User user, String clientId) {

    /** A user name within its group. */
    record User(String group, String name) {}

    /** One string that no other key has: the lengths tell where the parts end, whatever stands in them. */
    String id() {
        return user.group().length() + ":" + user.group() + "/" + user.name().length() + ":" + user.name() + "/"
                + clientId;
    }
}
