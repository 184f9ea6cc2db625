package dev.tr50.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.broker.Connection;
import dev.tr50.broker.MqttLevel;
import dev.tr50.broker.ReplyRoute;
import dev.tr50.gateway.dispatch.Answering;
import dev.tr50.gateway.limit.LimitCounts;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Recorder connection = new Recorder();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final Queue<Runnable> again = new ArrayDeque<>();
    private final Queue<Runnable> afterwards = new ArrayDeque<>();
    private final Turns turns = new Turns(workers::add, again::add, afterwards::add);
    private final Backlog backlog = new Backlog(100 << 20, new LimitCounts());
    private final List<String> started = new ArrayList<>();
    private final List<CompletableFuture<byte[]>> running = new ArrayList<>();
    private final ChangeGate gate = new ChangeGate(1);
    private final Inbox inbox = new Inbox(connection, turns, backlog, gate);

    @Test
    void messages_run_in_the_order_they_arrived() {
        take("a", "b", "c");
        work();

        assertThat(started).containsExactly("a", "b", "c");
    }

    @Test
    void an_answer_that_waits_for_the_disk_holds_back_the_later_answers_but_not_the_later_messages() {
        take("a", "b", "c");
        work();

        running.get(2).complete("C".getBytes(UTF_8));
        running.get(1).complete("B".getBytes(UTF_8));
        assertThat(connection.replies).isEmpty();

        running.get(0).complete("A".getBytes(UTF_8));
        assertThat(connection.replies).containsExactly("A", "B", "C");
    }

    @Test
    void an_answer_that_cannot_be_sent_does_not_keep_the_later_ones() {
        take("a", "b", "c");
        work();
        running.get(1).complete("B".getBytes(UTF_8));
        running.get(2).complete("C".getBytes(UTF_8));
        connection.unsendable = "A";
        running.get(0).complete("A".getBytes(UTF_8));

        assertThat(connection.replies).containsExactly("B", "C");
        assertThat(inbox.idle()).isDone();
    }

    @Property(tries = 200)
    void whatever_the_order_of_completion_answers_keep_the_order_of_arrival(
            @ForAll @Size(max = 40) List<Integer> order) {
        InboxTest fresh = new InboxTest();
        String[] names =
                IntStream.range(0, order.size()).mapToObj(Integer::toString).toArray(String[]::new);
        fresh.take(names);
        fresh.work();

        IntStream.range(0, order.size())
                .boxed()
                .sorted((a, b) -> order.get(a).compareTo(order.get(b)))
                .forEach(i -> fresh.running.get(i).complete(names[i].getBytes(UTF_8)));

        assertThat(fresh.connection.replies).containsExactly(names);
    }

    @Test
    void a_client_that_does_not_read_its_replies_is_served_no_further_until_it_does() {
        connection.writable = false;
        take("a");
        work();
        assertThat(started).isEmpty();

        connection.writable = true;
        inbox.goOn();
        work();
        assertThat(started).containsExactly("a");
    }

    @Test
    void who_has_more_than_a_turn_waits_behind_those_who_have_less_until_nothing_of_it_waits() {
        atOnce = true;
        take(names(100));
        workers.remove().run();
        assertThat(started).hasSizeLessThan(100);
        assertThat(workers).isEmpty();

        while (!again.isEmpty()) {
            again.remove().run();
        }
        assertThat(started).hasSize(100);
        take("later");
        assertThat(workers).hasSize(1);
    }

    @Test
    void who_reads_no_replies_is_behind_the_others_when_it_does() {
        connection.writable = false;
        take("a");
        connection.writable = true;
        take("b");
        workers.remove().run();
        take("c");
        connection.writable = false;
        work();
        connection.writable = true;
        inbox.goOn();

        assertThat(workers).isEmpty();
        assertThat(again).hasSize(1);
    }

    @Test
    void commands_of_a_client_that_has_left_are_still_run() {
        connection.writable = false;
        connection.open = false;
        take("a");
        work();
        assertThat(started).isEmpty();

        afterwards.remove().run();
        assertThat(started).containsExactly("a");
    }

    @Test
    void a_client_that_leaves_gives_its_place_among_the_living_back() {
        atOnce = true;
        take(names(100));
        connection.open = false;
        work();
        assertThat(started).isEmpty();

        while (!afterwards.isEmpty()) {
            afterwards.remove().run();
        }
        assertThat(started).hasSize(100);
    }

    @Test
    void while_much_waits_in_all_inboxes_together_a_client_is_read_only_when_nothing_of_its_own_waits() {
        backlog.add(100 << 20);
        take("a");
        assertThat(connection.reading).isFalse();

        answerAtOnce();
        work();
        assertThat(started).containsExactly("a");
        assertThat(connection.reading).isTrue();
    }

    @Test
    void what_finds_no_room_among_all_inboxes_together_is_answered_with_an_error_at_once() {
        backlog.add(200 << 20);
        take("a");

        assertThat(connection.replies).containsExactly("full");
        assertThat(workers).isEmpty();
    }

    @Test
    void what_was_run_makes_room_for_others() {
        Backlog small = new Backlog(3000, new LimitCounts());
        Inbox one = new Inbox(connection, turns, small, gate);
        one.take(new Text("x".repeat(1000)));
        assertThat(small.isMuch()).isFalse();
        one.take(new Text("y".repeat(1000)));
        assertThat(small.isMuch()).isTrue();

        answerAtOnce();
        work();
        small.add(2000);
        assertThat(small.isMuch()).isFalse();
    }

    @Test
    void a_client_that_sends_faster_than_it_is_served_is_not_read_until_half_is_done() {
        take(names(512));
        assertThat(connection.reading).isFalse();

        answerAtOnce();
        work();
        assertThat(connection.reading).isTrue();
        assertThat(connection.replies).hasSize(512);
    }

    @Test
    void large_messages_count_by_their_size() {
        take("x".repeat(1 << 20), "x".repeat(1 << 20));

        assertThat(connection.reading).isFalse();
    }

    @Test
    void what_finds_no_room_is_answered_with_an_error_in_its_place() {
        take(names(16 * 512));
        take("one too many");
        answerAtOnce();
        work();

        assertThat(connection.replies).hasSize(16 * 512 + 1).last().isEqualTo("full");
        assertThat(started).doesNotContain("one too many");
    }

    @Test
    void it_is_idle_when_everything_is_answered() {
        assertThat(inbox.idle()).isDone();
        take("a");
        work();
        CompletableFuture<Void> idle = inbox.idle();
        assertThat(idle).isNotDone();

        running.get(0).complete(new byte[0]);
        assertThat(idle).isDone();
    }

    @Test
    void it_is_idle_when_what_waits_for_others_is_forgotten_since_its_client_left_before_it_ran() {
        forOthers = true;
        take("a");
        connection.open = false;
        inbox.left();
        CompletableFuture<Void> idle = inbox.idle();
        work();
        while (!afterwards.isEmpty()) {
            afterwards.remove().run();
        }
        assertThat(started).containsExactly("a");
        assertThat(idle).isDone();
    }

    private final List<String> setAside = new ArrayList<>();

    @Test
    void what_changes_the_database_waits_without_a_thread_until_another_change_is_made() {
        assertThat(gate.enter()).isTrue();
        take("a", "change", "b");
        work();

        assertThat(started).containsExactly("a");
        assertThat(setAside).containsExactly("change");
        assertThat(gate.waiting()).isEqualTo(1);
        assertThat(backlog.messages()).isEqualTo(2);

        gate.leave();
        assertThat(started).containsExactly("a");
        work();
        assertThat(started).containsExactly("a", "change", "b");
        assertThat(backlog.messages()).isZero();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void whoever_asks_for_something_else_is_served_while_others_wait_to_change_the_database() {
        Inbox other = new Inbox(connection, turns, backlog, gate);
        assertThat(gate.enter()).isTrue();
        take("change");
        other.take(new Text("question"));
        work();

        assertThat(started).containsExactly("question");
    }

    @Test
    void of_a_client_that_is_turned_out_while_it_waits_to_change_the_database_nothing_is_run() {
        assertThat(gate.enter()).isTrue();
        take("change", "a");
        work();
        connection.expelled = true;
        gate.leave();
        work();

        assertThat(started).isEmpty();
        assertThat(inbox.idle()).isDone();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void what_a_client_that_left_wanted_to_change_is_changed_when_it_can_be() {
        assertThat(gate.enter()).isTrue();
        take("change");
        work();
        connection.open = false;
        inbox.left();
        gate.leave();
        work();

        assertThat(started).containsExactly("change");
    }

    @Test
    void what_waits_when_there_is_no_more_time_is_told_that_it_was_not_run_behind_what_was() {
        take("a");
        work();
        take("b", "c");
        backlog.giveUp();
        work();
        assertThat(started).containsExactly("a");

        running.get(0).complete("A".getBytes(UTF_8));
        assertThat(connection.replies).containsExactly("A", "not run: b", "not run: c");
        assertThat(inbox.idle()).isDone();
        assertThat(backlog.notRun()).isEqualTo(2);
    }

    @Test
    void what_waits_to_change_the_database_then_is_told_the_same() {
        assertThat(gate.enter()).isTrue();
        take("change", "b");
        work();
        backlog.giveUp();
        gate.leave();
        work();

        assertThat(connection.replies).containsExactly("not run: change", "not run: b");
        assertThat(inbox.idle()).isDone();
        assertThat(gate.enter()).isTrue();
    }

    private boolean forOthers;

    private boolean atOnce;

    private void answerAtOnce() {
        atOnce = true;
    }

    /** What is answered with {@code full} when there is no room, else with what the test says. */
    private final class Text implements Inbox.Message {
        private final String text;

        Text(String text) {
            this.text = text;
        }

        @Override
        public int bytes() {
            return text.length();
        }

        @Override
        public boolean changesDatabase() {
            return text.startsWith("change");
        }

        @Override
        public void setAside() {
            setAside.add(text);
        }

        @Override
        public Answering<Runnable> run() {
            started.add(text);
            if (forOthers) {
                return Answering.after(new CompletableFuture<>());
            }
            CompletableFuture<byte[]> answer =
                    atOnce ? CompletableFuture.completedFuture(text.getBytes(UTF_8)) : new CompletableFuture<>();
            running.add(answer);
            return Answering.soon(answer.thenApply(bytes -> () -> connection.show(new String(bytes, UTF_8))));
        }

        @Override
        public boolean isAwaited() {
            return false;
        }

        @Override
        public Runnable refusal() {
            return () -> connection.replies.add("full");
        }

        @Override
        public Runnable stopped() {
            return () -> connection.replies.add("not run: " + text);
        }
    }

    private void take(String... payloads) {
        for (String payload : payloads) {
            inbox.take(new Text(payload));
        }
    }

    private void work() {
        for (Runnable turn = nextTurn(); turn != null; turn = nextTurn()) {
            turn.run();
        }
    }

    private Runnable nextTurn() {
        return workers.isEmpty() ? again.poll() : workers.poll();
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static final class Recorder implements Connection {
        private volatile boolean expelled;

        @Override
        public boolean isExpelled() {
            return expelled;
        }

        private final List<String> replies = new ArrayList<>();
        private String unsendable = "";
        private boolean writable = true;
        private boolean open = true;
        private boolean reading = true;

        private void show(String reply) {
            if (reply.equals(unsendable)) {
                throw new IllegalStateException("a bug in the broker");
            }
            replies.add(reply);
        }

        @Override
        public void reply(ReplyRoute route, byte[] payload) {}

        @Override
        public void reply(ReplyRoute route, byte[] payload, Runnable undelivered) {}

        @Override
        public boolean isAwaited(ReplyRoute route) {
            return false;
        }

        @Override
        public int largestReply(ReplyRoute route) {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void pauseReading() {
            reading = false;
        }

        @Override
        public void resumeReading() {
            reading = true;
        }

        @Override
        public String clientId() {
            return "client";
        }

        @Override
        public String username() {
            return "user";
        }

        @Override
        public Object principal() {
            return null;
        }

        @Override
        public String group() {
            return "group";
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress(0);
        }

        @Override
        public MqttLevel level() {
            return MqttLevel.MQTT_3_1_1;
        }

        @Override
        public void notify(String topic, byte[] payload) {}

        @Override
        public void close(String why) {}
    }
}
