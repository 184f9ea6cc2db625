package dev.tr50.gateway.provisioning;

/**
 * What a handler answers.
 *
 * @param body a record to be written as JSON, or null for none
 * @param location where what was made can be found, or null
 */
record Reply(int status, Object body, String location) {

    static Reply ok(Object body) {
        return new Reply(200, body, null);
    }

    static Reply created(Object body, String location) {
        return new Reply(201, body, location);
    }

    static Reply noContent() {
        return new Reply(204, null, null);
    }
}
