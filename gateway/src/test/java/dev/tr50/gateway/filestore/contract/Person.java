package dev.tr50.gateway.filestore.contract;

/** A user who has logged in. */
record Person(String email, String password, String token) {

    /** The value of {@code Authorization}. */
    String bearer() {
        return "Bearer " + token;
    }
}
