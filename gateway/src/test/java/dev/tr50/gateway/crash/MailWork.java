package dev.tr50.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who calls methods of a thing, with and without waiting for the answer, and the thing, which fetches the calls and answers
 * them. A call is known by its number, which its params tell.
 */
final class MailWork implements Work {
    private static final int CALLS = 4;
    private static final int PAGE = 2000;

    /** How far a message certainly is; and how far it may be, because an answer was not received. */
    private enum Stage {
        SENT("new"),
        FETCHED("in-flight"),
        ANSWERED("completed-ok");

        private final String status;

        Stage(String status) {
            this.status = status;
        }
    }

    private final String thingKey;
    private final Map<Integer, Stage> certain = new LinkedHashMap<>();
    private final Set<Integer> fetched = new HashSet<>();
    private final Set<Integer> beingAnswered = new HashSet<>();
    private boolean isFetching;
    private int next;
    private Line caller;
    private Line thing;

    MailWork(String thingKey) {
        this.thingKey = thingKey;
    }

    @Override
    public void connect(Site site) throws IOException {
        thing = site.thing(thingKey);
        caller = site.owner("caller-of-" + thingKey);
    }

    @Override
    public int step(Random chance) throws IOException {
        boolean waits = chance.nextBoolean();
        int first = next;
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(caller.ask("method.exec", call(next++, waits ? 300 : 0)));
        }
        int acknowledged = 0;
        if (waits) {
            while (!fetched.containsAll(List.of(first, first + 1, first + 2, first + 3))) {
                acknowledged += 2 * fetchAndAnswer(CALLS);
            }
            acknowledged += answers(calls, first, Stage.ANSWERED);
        } else {
            acknowledged += answers(calls, first, Stage.SENT);
            // Some are left where they are.
            acknowledged += 2 * fetchAndAnswer(1 + chance.nextInt(CALLS));
        }
        return acknowledged;
    }

    private String call(int number, int ackTimeout) {
        return "{\"thingKey\":\"" + thingKey + "\",\"method\":\"m\",\"ackTimeout\":" + ackTimeout
                + ",\"ttl\":86400,\"params\":{\"n\":" + number + "}}";
    }

    private int answers(List<String> calls, int first, Stage stage) throws IOException {
        for (int i = 0; i < calls.size(); i++) {
            JsonNode answer = caller.answer(calls.get(i));
            if (stage == Stage.ANSWERED) {
                assertThat(answer.path("n").asInt(-1)).isEqualTo(first + i);
            }
            certain.merge(first + i, stage, (before, now) -> before.compareTo(now) > 0 ? before : now);
        }
        return calls.size();
    }

    private int fetchAndAnswer(int most) throws IOException {
        isFetching = true;
        JsonNode messages =
                thing.call("mailbox.check", "{\"limit\":" + most + "}").get("messages");
        isFetching = false;
        for (JsonNode message : messages) {
            int number = number(message);
            assertThat(fetched.add(number)).as("handed out once: " + message).isTrue();
            certain.put(number, Stage.FETCHED);
        }
        for (JsonNode message : messages) {
            int number = number(message);
            beingAnswered.add(number);
            thing.call(
                    "mailbox.ack", "{\"id\":\"" + message.get("id").asText() + "\",\"params\":{\"n\":" + number + "}}");
            certain.put(number, Stage.ANSWERED);
            beingAnswered.remove(number);
        }
        return messages.size();
    }

    private static int number(JsonNode message) {
        return message.at("/params/params/n").asInt(-1);
    }

    @Override
    public void check() throws IOException {
        Map<Integer, String> found = new LinkedHashMap<>();
        JsonNode page;
        do {
            page = caller.call(
                    "mailbox.list",
                    "{\"thingKey\":\"" + thingKey + "\",\"limit\":" + PAGE + ",\"offset\":" + found.size() + "}");
            for (JsonNode message : page.get("result")) {
                assertThat(found.put(number(message), status(message)))
                        .as("one: " + message)
                        .isNull();
            }
        } while (found.size() < page.get("count").asInt());
        assertThat(found.keySet())
                .allMatch(number -> number >= 0 && number < next)
                .containsAll(certain.keySet());
        found.forEach(
                (number, status) -> assertThat(status).as(this + ", " + number).isIn(possible(number)));
        found.forEach((number, status) -> certain.put(number, stage(status)));
        beingAnswered.clear();
        isFetching = false;
        certain.forEach((number, stage) -> {
            if (stage != Stage.SENT) {
                fetched.add(number);
            }
        });
    }

    private static String status(JsonNode message) {
        String status = message.get("status").asText();
        boolean isAnswered = status.equals(Stage.ANSWERED.status);
        assertThat(message.at("/ackParams/n").asInt(-1))
                .as(message.toString())
                .isEqualTo(isAnswered ? number(message) : -1);
        return status;
    }

    private Set<String> possible(int number) {
        Stage stage = certain.getOrDefault(number, Stage.SENT);
        Set<String> possible = new TreeSet<>(Set.of(stage.status));
        if (stage == Stage.SENT && isFetching) {
            possible.add(Stage.FETCHED.status);
        }
        if (beingAnswered.contains(number)) {
            possible.add(Stage.ANSWERED.status);
        }
        return possible;
    }

    private static Stage stage(String status) {
        for (Stage stage : Stage.values()) {
            if (stage.status.equals(status)) {
                return stage;
            }
        }
        throw new AssertionError(status);
    }

    @Override
    public void disconnect() throws IOException {
        thing.close();
        caller.close();
    }

    @Override
    public String toString() {
        return "mail of " + thingKey;
    }
}
