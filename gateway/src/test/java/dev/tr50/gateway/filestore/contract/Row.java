package dev.tr50.gateway.filestore.contract;

import java.util.function.Consumer;

/** A line of a table: what is sent, what comes back. */
record Row(String name, Call call, int status, Consumer<Reply> body) {

    static Row row(String name, Call call, int status, Consumer<Reply> body) {
        return new Row(name, call, status, body);
    }

    @Override
    public String toString() {
        return name;
    }
}
