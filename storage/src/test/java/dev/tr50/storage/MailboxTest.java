package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.FetchedMessages.FetchedMessage;
import dev.tr50.storage.Mailbox.Answer;
import dev.tr50.storage.Mailbox.Outcome;
import dev.tr50.storage.Mailbox.Step;
import dev.tr50.storage.Mailbox.Unanswered;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Answer OK = new Answer(0, null, null);

    @TempDir
    static Path folder;

    private static Storage storage;
    private static Mailbox mailbox;
    private static Group group;
    private static int things;

    private Thing pump;

    @BeforeAll
    static void open() {
        storage = Storage.open(folder);
        mailbox = storage.mailbox();
        group = storage.groups().create("G", "G");
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @BeforeEach
    void newPump() {
        pump = newThing();
    }

    private static Thing newThing() {
        return storage.things().create(group.id(), NewThing.named("thing-" + things++));
    }

    private static NewMessage message(Thing thing, String method, String params, Duration ttl, boolean singleton) {
        return new NewMessage(ObjectId.next(), thing.id(), "user:ann", "method.exec", method, params, ttl, singleton);
    }

    private static String send(Thing thing, String method) {
        return mailbox.send(message(thing, method, "{}", MINUTE, false), NOON).id();
    }

    private List<String> fetch(int most) {
        return ids(mailbox.fetch(List.of(pump.id()), most, 1 << 20, false, NOON));
    }

    private static List<String> ids(FetchedMessages fetched) {
        return fetched.messages().stream().map(FetchedMessage::id).toList();
    }

    private MailboxMessage found(String id) {
        return mailbox.find(id).orElseThrow();
    }

    @Test
    void messages_of_several_things_are_fetched_in_the_order_in_which_they_came() {
        Thing child = newThing();
        String first = send(pump, "a");
        String second = send(child, "b");
        String third = send(pump, "c");
        send(newThing(), "d");

        FetchedMessages fetched =
                mailbox.fetch(List.of(child.id(), pump.id()), 100, 1 << 20, false, NOON.plusMillis(1));

        assertThat(ids(fetched)).containsExactly(first, second, third);
        assertThat(fetched.more()).isFalse();
        assertThat(fetched.messages().get(1))
                .isEqualTo(new FetchedMessage(second, child.id(), "user:ann", "method.exec", "{}"));
        assertThat(mailbox.fetch(List.of(child.id(), pump.id()), 100, 1 << 20, false, NOON)
                        .messages())
                .isEmpty();
    }

    @Test
    void fetching_stops_at_the_number_and_at_the_bytes_and_tells_that_there_is_more() {
        String large = "{\"a\":\"" + "x".repeat(1000) + "\"}";
        for (int i = 0; i < 3; i++) {
            mailbox.send(message(pump, "m", large, MINUTE, false), NOON);
        }

        FetchedMessages one = mailbox.fetch(List.of(pump.id()), 100, 10, false, NOON);
        assertThat(one.messages()).hasSize(1);
        assertThat(one.more()).isTrue();
        FetchedMessages two = mailbox.fetch(List.of(pump.id()), 1, 1 << 20, false, NOON);
        assertThat(two.messages()).hasSize(1);
        assertThat(two.more()).isTrue();
        assertThat(mailbox.fetch(List.of(pump.id()), 1, 1 << 20, false, NOON).more())
                .isFalse();
    }

    @Test
    void the_whole_way_of_a_message_can_be_looked_up() {
        String id = send(pump, "update");
        fetch(100);
        mailbox.update(id, List.of(pump.id()), "Running Install", NOON.plusSeconds(2));
        Answer answer = new Answer(19, "fail and such", "{\"a\":1.50}");
        assertThat(mailbox.complete(id, List.of(pump.id()), answer, NOON.plusSeconds(5)))
                .isEqualTo(Step.DONE);

        MailboxMessage message = found(id);
        assertThat(message.status()).isEqualTo(MessageStatus.COMPLETED_ERROR);
        assertThat(message.errorCode()).isEqualTo(19);
        assertThat(message.errorMessage()).isEqualTo("fail and such");
        assertThat(message.answer()).isEqualTo("{\"a\":1.50}");
        assertThat(message.expiresAt()).isNull();
        assertThat(message.history())
                .containsExactly(
                        new MailboxMessage.Step(MessageStatus.NEW, NOON, null),
                        new MailboxMessage.Step(MessageStatus.IN_FLIGHT, NOON, null),
                        new MailboxMessage.Step(MessageStatus.IN_PROGRESS, NOON.plusSeconds(2), "Running Install"),
                        new MailboxMessage.Step(MessageStatus.COMPLETED_ERROR, NOON.plusSeconds(5), "fail and such"));
    }

    @Test
    void a_finished_message_stays_as_it_is() {
        String id = send(pump, "m");
        fetch(100);
        mailbox.complete(id, List.of(pump.id()), OK, NOON);

        Answer late = new Answer(7, "again", null);
        assertThat(mailbox.complete(id, List.of(pump.id()), late, NOON)).isEqualTo(Step.IGNORED);
        assertThat(mailbox.update(id, List.of(pump.id()), "again", NOON)).isEqualTo(Step.IGNORED);
        assertThat(mailbox.putBack(List.of(id), NOON)).isEmpty();
        assertThat(found(id).status()).isEqualTo(MessageStatus.COMPLETED_OK);
        assertThat(found(id).history()).hasSize(3);
    }

    @Test
    void nobody_answers_what_is_in_the_mailbox_of_another() {
        String id = send(pump, "m");
        List<String> stranger = List.of(newThing().id());

        assertThat(mailbox.complete(id, stranger, OK, NOON)).isEqualTo(Step.UNKNOWN);
        assertThat(mailbox.update(id, stranger, "x", NOON)).isEqualTo(Step.UNKNOWN);
        assertThat(mailbox.complete("none", List.of(pump.id()), OK, NOON)).isEqualTo(Step.UNKNOWN);
        assertThat(found(id).status()).isEqualTo(MessageStatus.NEW);
    }

    @Test
    void what_did_not_arrive_is_new_again_in_its_old_place_with_its_old_time() {
        String first = send(pump, "a");
        String second = send(pump, "b");
        fetch(1);
        assertThat(found(first).expiresAt()).isEqualTo(NOON.plus(Mailbox.ANSWERED_WITHIN));

        assertThat(mailbox.putBack(List.of(first), NOON)).containsExactly(pump.id());
        assertThat(found(first).expiresAt()).isEqualTo(NOON.plus(MINUTE));
        assertThat(fetch(100)).containsExactly(first, second);
    }

    @Test
    void what_was_completed_by_being_fetched_goes_back_too() {
        String id = send(pump, "a");
        mailbox.fetch(List.of(pump.id()), 100, 1 << 20, true, NOON);
        assertThat(found(id).status()).isEqualTo(MessageStatus.COMPLETED_AUTO);

        mailbox.putBack(List.of(id), NOON);
        assertThat(fetch(100)).containsExactly(id);
    }

    @Test
    void a_message_is_not_fetched_from_the_moment_on_at_which_it_expires() {
        String id = send(pump, "m");

        assertThat(mailbox.fetch(List.of(pump.id()), 100, 1 << 20, false, NOON.plus(MINUTE))
                        .messages())
                .isEmpty();
        assertThat(mailbox.waitingOf(List.of(pump.id()), NOON.plus(MINUTE))).isEmpty();
        assertThat(mailbox.expire(NOON.plus(MINUTE), 500)).contains(new Unanswered(id, pump.id()));
        assertThat(found(id).status()).isEqualTo(MessageStatus.EXPIRED);
    }

    @Test
    void a_message_that_was_fetched_stays_open_for_a_day_or_for_its_ttl_if_that_is_longer() {
        String brief = send(pump, "a");
        Duration week = Duration.ofDays(7);
        String lasting =
                mailbox.send(message(pump, "b", "{}", week, false), NOON).id();
        fetch(100);

        assertThat(found(brief).expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(24)));
        assertThat(found(lasting).expiresAt()).isEqualTo(NOON.plus(week));
        mailbox.expire(NOON.plus(Duration.ofDays(3)), 5000);
        assertThat(found(brief).status()).isEqualTo(MessageStatus.EXPIRED);
        assertThat(found(lasting).status()).isEqualTo(MessageStatus.IN_FLIGHT);
    }

    @Test
    void a_second_singleton_joins_one_that_is_new_and_its_params_win() {
        String id = mailbox.send(message(pump, "m", "{\"a\":1}", MINUTE, true), NOON)
                .id();
        Mailbox.Sent second =
                mailbox.send(message(pump, "m", "{\"a\":2}", MINUTE.multipliedBy(2), true), NOON.plusSeconds(1));

        assertThat(second).isEqualTo(new Mailbox.Sent(Outcome.JOINED, id));
        assertThat(found(id).expiresAt()).isEqualTo(NOON.plusSeconds(121));
        assertThat(mailbox.fetch(List.of(pump.id()), 100, 1 << 20, false, NOON).messages())
                .extracting(FetchedMessage::params)
                .containsExactly("{\"a\":2}");
        assertThat(mailbox.send(message(pump, "m", "{}", MINUTE, true), NOON).outcome())
                .isEqualTo(Outcome.PENDING);
        assertThat(mailbox.send(message(pump, "other", "{}", MINUTE, true), NOON)
                        .outcome())
                .isEqualTo(Outcome.ADDED);
        assertThat(mailbox.send(message(pump, "m", "{}", MINUTE, false), NOON).outcome())
                .isEqualTo(Outcome.ADDED);
        mailbox.complete(id, List.of(pump.id()), OK, NOON);
    }

    @Test
    void a_mailbox_holds_a_thousand_open_messages() {
        storage.database().write(handle -> {
            for (int i = 0; i < Mailbox.MOST_OPEN; i++) {
                MailboxRows.insert(handle, message(pump, "m", "{}", MINUTE, false), NOON);
            }
            return null;
        });
        NewMessage oneMore = message(pump, "m", "{}", MINUTE, false);

        assertThat(mailbox.send(oneMore, NOON)).isEqualTo(new Mailbox.Sent(Outcome.FULL, null));
        String fetched = fetch(1).get(0);
        assertThat(mailbox.send(oneMore, NOON).outcome()).isEqualTo(Outcome.FULL);
        mailbox.complete(fetched, List.of(pump.id()), OK, NOON);
        assertThat(mailbox.send(oneMore, NOON).outcome()).isEqualTo(Outcome.ADDED);
        assertThat(mailbox.purge(pump.id(), NOON)).hasSize(Mailbox.MOST_OPEN);
        assertThat(mailbox.summary(pump.id()))
                .isEqualTo(Map.of(MessageStatus.PURGED, 1000L, MessageStatus.COMPLETED_OK, 1L));
    }

    @Test
    void nothing_is_sent_to_a_thing_there_is_not() {
        NewMessage message = new NewMessage(ObjectId.next(), "none", "x", "c", null, "{}", MINUTE, false);

        assertThat(mailbox.send(message, NOON).outcome()).isEqualTo(Outcome.NO_THING);
    }

    @Test
    void of_a_message_that_is_updated_without_end_a_hundred_steps_and_the_last_are_kept() {
        String id = send(pump, "m");
        fetch(1);
        for (int i = 0; i < 150; i++) {
            mailbox.update(id, List.of(pump.id()), "step " + i, NOON.plusSeconds(i));
        }
        mailbox.complete(id, List.of(pump.id()), new Answer(0, "y".repeat(5000), null), NOON.plusSeconds(200));

        List<MailboxMessage.Step> history = found(id).history();
        assertThat(history).hasSize(MailboxRows.MOST_STEPS + 1);
        assertThat(history.get(MailboxRows.MOST_STEPS - 1).note()).isEqualTo("step 149");
        assertThat(history.get(MailboxRows.MOST_STEPS).note()).hasSize(4096).endsWith("y…");
    }

    @Test
    void of_many_who_fetch_at_once_each_message_goes_to_one() throws Exception {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sent.add(send(pump, "m"));
        }
        List<Callable<List<String>>> fetching = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            fetching.add(() -> fetch(7));
        }
        List<String> all = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (Future<List<String>> some : threads.invokeAll(fetching)) {
            all.addAll(some.get());
        }
        threads.shutdown();

        assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void of_many_who_answer_at_once_one_does() throws Exception {
        String id = send(pump, "m");
        fetch(1);
        List<Callable<Step>> answering = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Answer answer = new Answer(i, "text " + i, null);
            answering.add(() -> mailbox.complete(id, List.of(pump.id()), answer, NOON));
        }
        List<Step> steps = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (Future<Step> some : threads.invokeAll(answering)) {
            steps.add(some.get());
        }
        threads.shutdown();

        assertThat(steps).filteredOn(Step.DONE::equals).hasSize(1);
        assertThat(found(id).history()).hasSize(3);
    }

    @Test
    void messages_go_with_their_thing_and_who_waits_for_them_hears_of_it() {
        String open = send(pump, "m");
        String answered = send(pump, "m");
        mailbox.complete(answered, List.of(pump.id()), new Answer(0, null, "{}"), NOON);
        List<String> lost = new ArrayList<>();
        mailbox.onLoss(lost::addAll);

        assertThat(storage.provisioning().deleteThing(pump)).isTrue();
        assertThat(lost).containsExactly(open);
        assertThat(mailbox.find(answered)).isEmpty();
        assertThat(rowsWithoutMessage()).isZero();
    }

    @Test
    void messages_go_with_their_group() {
        Group doomed = storage.groups().create("DOOMED", "Doomed");
        Thing thing = storage.things().create(doomed.id(), NewThing.named("t"));
        String open = send(thing, "m");
        List<String> lost = new ArrayList<>();
        mailbox.onLoss(lost::addAll);

        storage.provisioning().deleteGroup(doomed);
        assertThat(lost).containsExactly(open);
        assertThat(mailbox.find(open)).isEmpty();
        assertThat(rowsWithoutMessage()).isZero();
    }

    private static long rowsWithoutMessage() {
        return storage.database()
                .read(handle -> handle.createQuery("""
                        SELECT (SELECT COUNT(*) FROM mailbox_contents c
                                WHERE NOT EXISTS (SELECT 1 FROM mailbox_messages m WHERE m.pk = c.message_pk))
                            + (SELECT COUNT(*) FROM mailbox_history h
                                WHERE NOT EXISTS (SELECT 1 FROM mailbox_messages m WHERE m.pk = h.message_pk))
                        """).mapTo(Long.class).one());
    }

    @Test
    void finished_messages_are_forgotten_by_age_and_by_number_and_open_ones_never() {
        String open = send(pump, "m");
        List<String> finished = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String id = send(pump, "m");
            mailbox.complete(id, List.of(pump.id()), OK, NOON.minusSeconds(1000 - i));
            finished.add(id);
        }
        mailbox.trim(6);
        assertThat(finished).filteredOn(id -> mailbox.find(id).isPresent()).isEqualTo(finished.subList(114, 120));

        mailbox.forget(NOON.minusSeconds(1000 - 117));
        assertThat(finished).filteredOn(id -> mailbox.find(id).isPresent()).isEqualTo(finished.subList(117, 120));
        assertThat(mailbox.list(pump.id(), 0, 2000, 1 << 20).items())
                .extracting(MailboxMessage::id)
                .containsExactly(finished.get(119), finished.get(118), finished.get(117), open);
        assertThat(mailbox.list(pump.id(), 1, 2, 1 << 20).items())
                .extracting(MailboxMessage::id)
                .containsExactly(finished.get(118), finished.get(117));
        assertThat(rowsWithoutMessage()).isZero();
    }

    @Test
    void a_page_holds_no_more_bytes_than_it_may() {
        for (int i = 0; i < 3; i++) {
            send(pump, "m");
        }
        Page<MailboxMessage> page = mailbox.list(pump.id(), 0, 2000, 3);

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items()).hasSize(1);
    }

    @Test
    void every_look_at_mailboxes_is_answered_by_an_index() {
        for (int i = 0; i < 30; i++) {
            send(newThing(), "m");
        }
        storage.database().read(handle -> handle.execute("ANALYZE"));
        assertThat(planOf(MailboxFetching.SQL_OF_ONE, pump.id(), 0L, 10)).contains("MAILBOX_BY_STAGE", "index sorted");
        assertThat(planOf(MailboxFetching.SQL_OF_SEVERAL, new String[] {pump.id(), "other"}, 0L, 10))
                .contains("MAILBOX_BY_STAGE");
        assertThat(plan(MailboxPages.SQL_OF_THING)).contains("MAILBOX_BY_THING", "index sorted");
        assertThat(planOf(MailboxPages.SQL_WAITING_OF_SEVERAL, new String[] {pump.id(), "other"}, 0L))
                .contains("MAILBOX_BY_STAGE");
        assertThat(planOf(MailboxContents.SQL, (Object) new Long[] {1L, 2L})).contains("MESSAGE_PK IN");
        assertThat(plan(MailboxPages.SQL_NEXT_EXPIRY)).contains("MAILBOX_BY_DUE", "index sorted");
        assertThat(plan(MailboxPages.SQL_FINISHED_BEYOND)).contains("MAILBOX_BY_STAGE", "index sorted");
        assertThat(plan(MailboxPages.SQL_FINISHED_BEFORE)).contains("MAILBOX_BY_DUE", "index sorted");
    }

    @Test
    void looking_for_mail_and_fetching_it_reads_nothing_of_others_however_much_waits_or_is_kept() {
        Thing other = newThing();
        for (int i = 0; i < 200; i++) {
            send(other, "m");
        }
        send(pump, "m");
        String[] several = {pump.id(), newThing().id()};

        assertThat(rowsRead(MailboxPages.SQL_WAITING_OF_ONE, pump.id(), 0L)).isBetween(1L, 10L);
        assertThat(rowsRead(MailboxPages.SQL_WAITING_OF_SEVERAL, several, 0L)).isBetween(1L, 10L);
        assertThat(rowsRead(MailboxFetching.SQL_OF_ONE, pump.id(), 0L, 10)).isBetween(1L, 10L);
        assertThat(rowsRead(MailboxFetching.SQL_OF_SEVERAL, several, 0L, 10)).isBetween(1L, 10L);
        assertThat(rowsRead(MailboxContents.SQL, (Object) new Long[] {1L, 2L})).isBetween(1L, 10L);
    }

    @Test
    void sending_reads_nothing_that_is_finished_however_much_is_kept() {
        for (int i = 0; i < 200; i++) {
            mailbox.complete(send(pump, "m"), List.of(pump.id()), OK, NOON);
        }
        send(pump, "m");

        assertThat(rowsRead(MailboxSending.SQL_COUNT_OPEN, pump.id())).isBetween(1L, 3L);
        assertThat(rowsRead(MailboxSending.SQL_TWIN, pump.id(), 0L, "method.exec", "m"))
                .isBetween(1L, 3L);
        assertThat(rowsRead(MailboxRows.SQL_OPEN, pump.id())).isBetween(1L, 3L);
    }

    private static long rowsRead(String sql, Object... values) {
        return Pattern.compile("scanCount: (\\d+)")
                .matcher(explain("EXPLAIN ANALYZE " + sql, values))
                .results()
                .mapToLong(count -> Long.parseLong(count.group(1)))
                .sum();
    }

    private static String planOf(String sql, Object... values) {
        String plan = explain("EXPLAIN " + sql, values);
        assertThat(plan).doesNotContain("tableScan");
        return plan;
    }

    private static String explain(String sql, Object... values) {
        return storage.database()
                .read(handle -> PlainSql.find(handle, sql, row -> row.getString(1), values)
                        .orElseThrow());
    }

    private String plan(String sql) {
        String plan = storage.database()
                .read(handle -> handle.createQuery("EXPLAIN " + sql)
                        .bind("thing", pump.id())
                        .bind("stage", 0)
                        .bind("before", 0L)
                        .bind("kept", 10)
                        .bind("most", 10)
                        .bind("offset", 0L)
                        .bind("limit", 10)
                        .mapTo(String.class)
                        .one());
        assertThat(plan).doesNotContain("tableScan");
        return plan;
    }
}
