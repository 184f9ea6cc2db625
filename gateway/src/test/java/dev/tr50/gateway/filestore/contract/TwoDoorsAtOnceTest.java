package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code file.list} and {@code GET /files} tell of the same files while both doors are written through. */
class TwoDoorsAtOnceTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final int WRITERS_EACH = 3;
    private static final int CHANGES_EACH = 15;
    private static final int QUIET_POINTS = 3;
    private static final int NAMES = 8;

    private final Device device = FILES.device();
    private final AtomicInteger writing = new AtomicInteger();

    @Test
    void both_lists_agree_whenever_nobody_writes_and_each_agrees_with_itself_always() throws Exception {
        for (int point = 0; point < QUIET_POINTS; point++) {
            List<Callable<Void>> everybody = new ArrayList<>();
            writing.set(2 * WRITERS_EACH);
            for (int writer = 0; writer < WRITERS_EACH; writer++) {
                Random byHttp = new Random(100 * point + writer);
                Random byTr50 = new Random(100 * point + 50 + writer);
                everybody.add(() -> write(() -> changeByHttp(byHttp)));
                everybody.add(() -> write(byTr50));
            }
            everybody.add(this::readLists);
            Together.run(everybody);

            assertBothListsAgree();
        }
    }

    private interface Change {
        void run() throws Exception;
    }

    private Void write(Change change) throws Exception {
        try {
            for (int i = 0; i < CHANGES_EACH; i++) {
                change.run();
            }
        } finally {
            writing.decrementAndGet();
        }
        return null;
    }

    private Void write(Random chance) throws Exception {
        try (Tr50Client session = session()) {
            return write(() -> changeByTr50(session, chance));
        }
    }

    private void changeByHttp(Random chance) {
        String name = name(chance);
        Form form = Form.file(name, content(chance));
        Call call = switch (chance.nextInt(4)) {
            case 0 -> post("/files").form(form);
            case 1 -> put("/files/" + name).form(form);
            case 2 -> put("/files/" + name).json("{\"time\":" + chance.nextInt(100) + "}");
            default -> delete("/files/" + name);
        };
        assertThat(FILES.send(call.as(device.key())).status()).isIn(200, 201, 204, 404, 409);
    }

    private void changeByTr50(Tr50Client session, Random chance) throws Exception {
        String params = "{\"fileName\":\"" + name(chance) + "\"}";
        if (chance.nextInt(3) > 0) {
            FILES.gateway().store(session, params, content(chance));
        } else {
            JsonNode reply = RunningGateway.call(session, "file.delete", params);
            assertThat(reply.get("success").asBoolean()
                            || reply.at("/errorCodes/0").asInt() == -90008)
                    .as(reply.toString())
                    .isTrue();
        }
    }

    private Void readLists() throws Exception {
        try (Tr50Client session = session()) {
            do {
                byHttp();
                byTr50(session);
                partOfEach(session);
            } while (writing.get() > 0);
        }
        return null;
    }

    private void assertBothListsAgree() throws Exception {
        try (Tr50Client session = session()) {
            Map<String, Long> lengths = byTr50(session);
            assertThat(byHttp()).containsExactlyInAnyOrderElementsOf(lengths.keySet());
            lengths.forEach((name, length) -> {
                Reply file = FILES.send(get("/files/" + name).as(device.key())).expect(200);
                assertThat(file.body()).hasSize(length.intValue());
                assertThat(file.text().chars().distinct().count())
                        .as("letters in " + name)
                        .isEqualTo(1);
            });
        }
    }

    /** The names on one page, which has to be right in itself. */
    private List<String> byHttp() throws Exception {
        JsonNode page = FILES.send(get("/files?limit=200&order=name&dir=asc").as(device.key()))
                .expect(200)
                .json();
        List<String> names = page.get("files").findValuesAsText("name");
        assertThat(page.get("total").asInt()).isEqualTo(names.size());
        assertThat(names).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.naturalOrder());
        return names;
    }

    /** The names and lengths on one page, which has to be right in itself. */
    private Map<String, Long> byTr50(Tr50Client session) throws Exception {
        JsonNode page = RunningGateway.call(session, "file.list", "{\"sort\":\"fileName\"}")
                .get("params");
        List<String> names = page.get("result").findValuesAsText("fileName");
        assertThat(page.get("count").asInt()).isEqualTo(names.size());
        assertThat(names).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.naturalOrder());
        Map<String, Long> lengths = new HashMap<>();
        StreamSupport.stream(page.get("result").spliterator(), false)
                .forEach(row -> lengths.put(
                        row.get("fileName").asText(), row.get("length").asLong()));
        return lengths;
    }

    /** The third to fifth file, as far as the same page counts that many. */
    private void partOfEach(Tr50Client session) throws Exception {
        JsonNode byHttp = FILES.send(get("/files?offset=2&limit=3").as(device.key()))
                .expect(200)
                .json();
        assertThat(byHttp.get("files")).hasSize(ofThree(byHttp.get("total").asInt()));
        JsonNode byTr50 = RunningGateway.call(session, "file.list", "{\"offset\":2,\"limit\":3}")
                .get("params");
        assertThat(byTr50.get("result")).hasSize(ofThree(byTr50.get("count").asInt()));
    }

    private static int ofThree(int files) {
        return Math.max(0, Math.min(3, files - 2));
    }

    private Tr50Client session() {
        return FILES.gateway().client(device.thingKey(), device.secret());
    }

    private static String name(Random chance) {
        return "n" + chance.nextInt(NAMES) + ".txt";
    }

    private static String content(Random chance) {
        return Character.toString('a' + chance.nextInt(26)).repeat(1 + chance.nextInt(30_000));
    }
}
