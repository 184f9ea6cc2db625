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
    static final String SQL = "SELECT message_pk, part, json FROM mailbox_contents WHERE message_pk = ANY(?)";

    private static final String SQL_ADD = "INSERT INTO mailbox_contents (message_pk, part, json) VALUES (?, ?, ?)";

    private record Content(long pk, int part, String json) {}

    static MailboxContents of(Handle handle, List<Long> pks) {
        MailboxContents contents = new MailboxContents(new HashMap<>(), new HashMap<>());
        PlainSql.list(handle, SQL, row -> new Content(row.getLong(1), row.getInt(2), row.getString(3)), (Object)
                        pks.toArray(Long[]::new))
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
        PlainSql.update(handle, SQL_ADD, pk, part, json);
    }

    static void replaceParams(Handle handle, long pk, String json) {
        PlainSql.update(
                handle, "UPDATE mailbox_contents SET json = ? WHERE message_pk = ? AND part = ?", json, pk, PARAMS);
    }
}
