package dev.tr50.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What is long of some messages and stands beside their rows: what is to be done, and what was answered. Both are JSON. */
record MailboxContents(Map<Long, String> params, Map<Long, String> answers) {

    private static final int PARAMS = 0;
    private static final int ANSWER = 1;

    /** By the first column of the key alone: with a condition on the second, H2 reads the contents of all messages there are. */
    static final String SQL = "SELECT message_pk, part, json FROM mailbox_contents WHERE message_pk = ANY(:pks)";

    private record Content(long pk, int part, String json) {}

    static MailboxContents of(Handle handle, List<Long> pks) {
        MailboxContents contents = new MailboxContents(new HashMap<>(), new HashMap<>());
        handle.createQuery(SQL)
                .bindArray("pks", Long.class, pks.toArray())
                .map((row, context) ->
                        new Content(row.getLong("message_pk"), row.getInt("part"), row.getString("json")))
                .forEach(contents::put);
        return contents;
    }

    private void put(Content content) {
        (content.part() == PARAMS ? params : answers).put(content.pk(), content.json());
    }

    /** What is to be done. */
    String params(long pk) {
        return params.get(pk);
    }

    /** What was answered; null when nothing was. */
    String answer(long pk) {
        return answers.get(pk);
    }

    static void addParams(Handle handle, long pk, String json) {
        add(handle, pk, PARAMS, json);
    }

    static void addAnswer(Handle handle, long pk, String json) {
        add(handle, pk, ANSWER, json);
    }

    private static void add(Handle handle, long pk, int part, String json) {
        handle.createUpdate("INSERT INTO mailbox_contents (message_pk, part, json) VALUES (:pk, :part, :json)")
                .bind("pk", pk)
                .bind("part", part)
                .bind("json", json)
                .execute();
    }

    static void replaceParams(Handle handle, long pk, String json) {
        handle.createUpdate("UPDATE mailbox_contents SET json = :json WHERE message_pk = :pk AND part = :part")
                .bind("json", json)
                .bind("pk", pk)
                .bind("part", PARAMS)
                .execute();
    }
}
