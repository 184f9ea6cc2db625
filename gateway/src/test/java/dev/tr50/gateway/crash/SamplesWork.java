package dev.tr50.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A thing that publishes numbered values of one kind, several at a time: each in a message, or many in a batch. */
final class SamplesWork implements Work {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final int UNDER_WAY = 8;
    private static final int IN_A_BATCH = 40;
    private static final int PAGE = 2000;

    private final String thingKey;
    private final SampleKind kind;
    private final boolean batches;
    private final Set<Integer> acknowledged = new TreeSet<>();
    private Line line;
    private int next;

    SamplesWork(String thingKey, SampleKind kind, boolean batches) {
        this.thingKey = thingKey;
        this.kind = kind;
        this.batches = batches;
    }

    @Override
    public void connect(Site site) throws IOException {
        line = site.thing(thingKey);
    }

    @Override
    public int step(Random chance) throws IOException {
        return batches ? batch() : several();
    }

    private int several() throws IOException {
        int first = next;
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < UNDER_WAY; i++) {
            asked.add(line.ask(kind.command("publish"), value(next++)));
        }
        for (int i = 0; i < UNDER_WAY; i++) {
            line.answer(asked.get(i));
            acknowledged.add(first + i);
        }
        return UNDER_WAY;
    }

    private int batch() throws IOException {
        List<String> values = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < IN_A_BATCH; i++) {
            numbers.add(next);
            values.add(value(next++));
        }
        line.call(kind.command("batch"), "{\"data\":[" + String.join(",", values) + "]}");
        acknowledged.addAll(numbers);
        return 1;
    }

    /** Times differ, and some values come later than younger ones. */
    private String value(int number) {
        return "{" + kind.params(number) + ",\"ts\":\"" + START.plusMillis(number ^ 5) + "\"}";
    }

    @Override
    public void check() throws IOException {
        List<Integer> found = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        JsonNode page;
        do {
            page = kind.records(line.call(kind.historyCommand(), kind.historyParams(found.size())));
            for (JsonNode entry : page) {
                found.add(kind.number(entry));
                times.add(Instant.parse(entry.get("ts").asText()));
            }
        } while (page.size() == PAGE);
        if (kind == SampleKind.LOG) {
            java.util.Collections.reverse(times);
        }
        assertThat(times).as(this::toString).isSorted();
        assertThat(found).as(this::toString).doesNotHaveDuplicates().allMatch(number -> number >= 0 && number < next);
        assertThat(found).as(this::toString).containsAll(acknowledged);
        acknowledged.addAll(found);
    }

    @Override
    public void disconnect() throws IOException {
        line.close();
    }

    @Override
    public String toString() {
        return kind + " of " + thingKey;
    }
}
