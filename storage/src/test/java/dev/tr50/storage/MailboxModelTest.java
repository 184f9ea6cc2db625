package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.FetchedMessages.FetchedMessage;
import dev.tr50.storage.Mailbox.Answer;
import dev.tr50.storage.Mailbox.Outcome;
import dev.tr50.storage.Mailbox.Sent;
import dev.tr50.storage.Mailbox.Step;
import dev.tr50.storage.Mailbox.Unanswered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Mailboxes against lists in memory that are looked through from end to end, with restarts in between. */
class MailboxModelTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long DAY = Duration.ofHours(24).toSeconds();

    private static Path folder;
    private static Storage storage;
    private static int groups;

    enum Act {
        SEND,
        SEND_SINGLETON,
        FETCH,
        FETCH_AND_COMPLETE,
        PUT_BACK,
        UPDATE,
        SUCCEED,
        FAIL,
        ANSWER_FOR_ANOTHER,
        PURGE,
        WAIT,
        EXPIRE,
        RESTART
    }

    /** What is done; the two numbers choose a thing, a message, a method, a limit or a time. */
    record Action(Act act, int one, int two) {}

    /** A message as the model knows it. */
    private static final class Mail {
        final String id;
        final String thing;
        final String method;
        final long sent;
        String params;
        long ttl;
        long due;
        final List<MessageStatus> history = new ArrayList<>(List.of(MessageStatus.NEW));

        Mail(String id, String thing, String method, String params, long sent, long ttl) {
            this.id = id;
            this.thing = thing;
            this.method = method;
            this.params = params;
            this.sent = sent;
            this.ttl = ttl;
            this.due = sent + ttl;
        }

        MessageStatus status() {
            return history.get(history.size() - 1);
        }

        boolean is(MessageStatus status) {
            return status() == status;
        }
    }

    @BeforeContainer
    static void open() throws IOException {
        folder = java.nio.file.Files.createTempDirectory("mailbox-model");
        storage = Storage.open(folder);
    }

    @AfterContainer
    static void close() throws IOException {
        storage.close();
        try (var paths = java.nio.file.Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                java.nio.file.Files.delete(path);
            }
        }
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void mailboxes_agree_with_a_plain_model(@ForAll("actions") List<Action> actions) {
        new Run().all(actions);
    }

    /** One history of three mailboxes. */
    private static final class Run {
        private final List<String> things = new ArrayList<>();
        private final List<Mail> model = new ArrayList<>();
        private long seconds;

        Run() {
            Group group = storage.groups().create("M" + groups++, "M");
            for (int i = 0; i < 3; i++) {
                things.add(storage.things()
                        .create(group.id(), NewThing.named("t" + i))
                        .id());
            }
        }

        void all(List<Action> actions) {
            actions.forEach(this::act);
            compare();
        }

        private void act(Action action) {
            String thing = things.get(action.one() % things.size());
            switch (action.act()) {
                case SEND -> send(thing, action.two(), false);
                case SEND_SINGLETON -> send(thing, action.two(), true);
                case FETCH -> fetch(thing, action, false);
                case FETCH_AND_COMPLETE -> fetch(thing, action, true);
                case PUT_BACK -> putBack(action);
                case UPDATE -> chosen(action).ifPresent(this::update);
                case SUCCEED -> chosen(action).ifPresent(mail -> answer(mail, 0));
                case FAIL -> chosen(action).ifPresent(mail -> answer(mail, 1 + action.two()));
                case ANSWER_FOR_ANOTHER -> chosen(action).ifPresent(this::answerForAnother);
                case PURGE -> purge(thing);
                case WAIT -> seconds += action.two() % 5 == 0 ? DAY : action.two();
                case EXPIRE -> expire();
                case RESTART -> restart();
            }
        }

        private Instant now() {
            return NOON.plusSeconds(seconds);
        }

        private java.util.Optional<Mail> chosen(Action action) {
            return model.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(model.get((31 * action.one() + action.two()) % model.size()));
        }

        private void send(String thing, int choice, boolean singleton) {
            String method = "m" + choice % 2;
            long ttl = choice % 7 == 0 ? 2 * DAY : 1 + choice;
            String params = "{\"n\":" + choice + "}";
            String id = ObjectId.next();
            Sent sent = storage.mailbox()
                    .send(
                            new NewMessage(
                                    id,
                                    thing,
                                    "user:x",
                                    "method.exec",
                                    method,
                                    params,
                                    Duration.ofSeconds(ttl),
                                    singleton),
                            now());
            List<Mail> twins = model.stream()
                    .filter(mail -> mail.thing.equals(thing)
                            && mail.method.equals(method)
                            && mail.status().isOpen()
                            && mail.due > seconds)
                    .toList();
            if (!singleton || twins.isEmpty()) {
                assertThat(sent).isEqualTo(new Sent(Outcome.ADDED, id));
                model.add(new Mail(id, thing, method, params, seconds, ttl));
            } else if (twins.stream().allMatch(mail -> mail.is(MessageStatus.NEW))) {
                Mail twin = twins.get(0);
                assertThat(sent).isEqualTo(new Sent(Outcome.JOINED, twin.id));
                twin.params = params;
                twin.due = Math.max(twin.due, seconds + ttl);
                twin.ttl = twin.due - twin.sent;
            } else {
                assertThat(sent.outcome()).isEqualTo(Outcome.PENDING);
            }
        }

        private void fetch(String thing, Action action, boolean complete) {
            List<String> whose = action.two() % 3 == 0 ? things : List.of(thing);
            int most = 1 + action.two() % 4;
            List<Mail> waiting = model.stream()
                    .filter(mail -> whose.contains(mail.thing) && mail.is(MessageStatus.NEW) && mail.due > seconds)
                    .toList();
            List<Mail> expected = waiting.subList(0, Math.min(most, waiting.size()));

            FetchedMessages fetched = storage.mailbox().fetch(whose, most, 1 << 20, complete, now());
            assertThat(fetched.messages())
                    .extracting(FetchedMessage::id, FetchedMessage::params)
                    .containsExactlyElementsOf(expected.stream()
                            .map(mail -> org.assertj.core.groups.Tuple.tuple(mail.id, mail.params))
                            .toList());
            assertThat(fetched.more()).isEqualTo(waiting.size() > most);
            expected.forEach(mail -> {
                mail.history.add(complete ? MessageStatus.COMPLETED_AUTO : MessageStatus.IN_FLIGHT);
                mail.due = seconds + Math.max(mail.ttl, DAY);
            });
        }

        private void putBack(Action action) {
            List<Mail> some = model.stream()
                    .filter(mail -> mail.sent % 2 == action.two() % 2)
                    .toList();
            List<Mail> fetched = some.stream()
                    .filter(mail -> mail.is(MessageStatus.IN_FLIGHT) || mail.is(MessageStatus.COMPLETED_AUTO))
                    .toList();
            Set<String> told =
                    storage.mailbox().putBack(some.stream().map(mail -> mail.id).toList(), now());

            assertThat(told).isEqualTo(fetched.stream().map(mail -> mail.thing).collect(Collectors.toSet()));
            fetched.forEach(mail -> {
                mail.history.add(MessageStatus.NEW);
                mail.due = mail.sent + mail.ttl;
            });
        }

        private void update(Mail mail) {
            Step step = storage.mailbox().update(mail.id, things, "note", now());
            assertThat(step).isEqualTo(mail.status().isOpen() ? Step.DONE : Step.IGNORED);
            if (step == Step.DONE) {
                mail.due = mail.is(MessageStatus.NEW) ? seconds + Math.max(mail.ttl, DAY) : mail.due;
                mail.history.add(MessageStatus.IN_PROGRESS);
            }
        }

        private void answer(Mail mail, int code) {
            Step step = storage.mailbox().complete(mail.id, List.of(mail.thing), new Answer(code, "text", "{}"), now());
            assertThat(step).isEqualTo(mail.status().isOpen() ? Step.DONE : Step.IGNORED);
            if (step == Step.DONE) {
                mail.history.add(code == 0 ? MessageStatus.COMPLETED_OK : MessageStatus.COMPLETED_ERROR);
            }
        }

        private void answerForAnother(Mail mail) {
            List<String> others =
                    things.stream().filter(thing -> !thing.equals(mail.thing)).toList();
            assertThat(storage.mailbox().complete(mail.id, others, new Answer(0, null, null), now()))
                    .isEqualTo(Step.UNKNOWN);
        }

        private void purge(String thing) {
            List<Mail> open = model.stream()
                    .filter(mail -> mail.thing.equals(thing) && mail.status().isOpen())
                    .toList();
            assertThat(storage.mailbox().purge(thing, now())).containsExactlyElementsOf(unanswered(open));
            open.forEach(mail -> mail.history.add(MessageStatus.PURGED));
        }

        private void expire() {
            List<Mail> over = model.stream()
                    .filter(mail -> mail.status().isOpen() && mail.due <= seconds)
                    .toList();
            assertThat(storage.mailbox().expire(now(), 1000).stream()
                            .filter(message -> things.contains(message.thingId())))
                    .containsExactlyInAnyOrderElementsOf(unanswered(over));
            over.forEach(mail -> mail.history.add(MessageStatus.EXPIRED));
        }

        private static List<Unanswered> unanswered(List<Mail> mails) {
            return mails.stream()
                    .map(mail -> new Unanswered(mail.id, mail.thing))
                    .toList();
        }

        private static void restart() {
            storage.durable().join();
            storage.close();
            storage = Storage.open(folder);
        }

        private void compare() {
            for (String thing : things) {
                List<Mail> mails = new ArrayList<>(
                        model.stream().filter(mail -> mail.thing.equals(thing)).toList());
                java.util.Collections.reverse(mails);
                List<MailboxMessage> stored =
                        storage.mailbox().list(thing, 0, 2000, 1 << 24).items();
                assertThat(stored).hasSize(mails.size());
                Map<MessageStatus, Long> counts = new EnumMap<>(MessageStatus.class);
                for (int i = 0; i < mails.size(); i++) {
                    compare(mails.get(i), stored.get(i));
                    counts.merge(mails.get(i).status(), 1L, Long::sum);
                }
                assertThat(storage.mailbox().summary(thing)).isEqualTo(counts);
            }
        }

        private static void compare(Mail mail, MailboxMessage stored) {
            assertThat(stored.id()).isEqualTo(mail.id);
            assertThat(stored.params()).isEqualTo(mail.params);
            assertThat(stored.history()).extracting(MailboxMessage.Step::status).isEqualTo(mail.history);
            assertThat(stored.status()).isEqualTo(mail.status());
            assertThat(stored.expiresAt()).isEqualTo(mail.status().isOpen() ? NOON.plusSeconds(mail.due) : null);
        }
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Act> acts = Arbitraries.frequency(
                Tuple.of(8, Act.SEND),
                Tuple.of(3, Act.SEND_SINGLETON),
                Tuple.of(5, Act.FETCH),
                Tuple.of(1, Act.FETCH_AND_COMPLETE),
                Tuple.of(2, Act.PUT_BACK),
                Tuple.of(2, Act.UPDATE),
                Tuple.of(3, Act.SUCCEED),
                Tuple.of(2, Act.FAIL),
                Tuple.of(1, Act.ANSWER_FOR_ANOTHER),
                Tuple.of(1, Act.PURGE),
                Tuple.of(3, Act.WAIT),
                Tuple.of(2, Act.EXPIRE),
                Tuple.of(1, Act.RESTART));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 20);
        return Combinators.combine(acts, numbers, numbers)
                .as(Action::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(60);
    }
}
