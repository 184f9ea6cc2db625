package dev.tr50.storage;

/**
 * User name and password that protect one file.
 *
 * @param passwordHash opaque here
 */
public record BasicAuth(String username, String passwordHash) {

    @Override
    public String toString() {
        return "BasicAuth[username=" + username + "]";
    }
}
