package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.head;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Call.put;
import static dev.tr50.gateway.filestore.contract.Form.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.gateway.http.ByteClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that send one request after the other over one connection. */
class KeptConnectionTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    @Test
    void a_connection_stays_good_after_every_answer() throws Exception {
        Device device = FILES.device();
        Map<Call, Integer> calls = new LinkedHashMap<>();
        calls.put(post("/files").form(file("a.csv", "1")), 201);
        calls.put(post("/files").form(file("a.csv", "2")), 409);
        calls.put(post("/files").form(Form.empty()), 400);
        calls.put(post("/files").body("text/plain", "hello".getBytes(UTF_8)), 415);
        calls.put(post("/files").form(file("b.csv", "x".repeat(20_000)).withoutEnd()), 400);
        calls.put(put("/files/a.csv").json("{"), 400);
        calls.put(put("/files/none").form(file("a.csv", "1")), 404);
        calls.put(head("/files/a.csv"), 200);
        calls.put(head("/files/none"), 404);
        calls.put(get("/files?limit=0"), 400);
        calls.put(get("/files/a.csv").header("Range: bytes=10-"), 416);
        calls.put(Call.of("PATCH", "/files").form(file("a.csv", "1")), 405);
        calls.put(post("/nothing").form(file("a.csv", "1")), 404);
        calls.put(delete("/files/none"), 404);
        calls.put(get("/files/a.csv"), 200);
        calls.put(delete("/files/a.csv"), 204);
        calls.put(get("/files"), 200);
        try (ByteClient client = new ByteClient(FILES.port())) {
            for (Map.Entry<Call, Integer> call : calls.entrySet()) {
                client.send(kept(call.getKey(), device));
                Reply.read(client, call.getKey().method()).expect(call.getValue());
            }
            client.send(kept(post("/files").form(file("a.csv", "1")).as("Thing unknown"), null));
            Reply.read(client, "POST").expect(401);
            client.send(kept(get("/files"), device));
            Reply.read(client, "GET").expect(200);
        }
    }

    @Test
    void requests_that_do_not_wait_for_answers_are_answered_in_their_order() throws Exception {
        Device device = FILES.device();
        try (ByteClient client = new ByteClient(FILES.port())) {
            client.send(kept(post("/files").form(file("a.csv", "1,2")), device))
                    .send(kept(get("/files/a.csv"), device))
                    .send(kept(delete("/files/a.csv"), device))
                    .send(kept(get("/files/a.csv"), device));

            Reply.read(client, "POST").expect(201);
            assertThat(Reply.read(client, "GET").expect(200).text()).isEqualTo("1,2");
            Reply.read(client, "DELETE").expect(204);
            Reply.read(client, "GET").expect(404);
        }
    }

    @Test
    void a_client_of_http_1_0_is_served() throws Exception {
        Device device = FILES.device();
        FILES.store(device, "a.csv", "1,2");
        try (ByteClient client = new ByteClient(FILES.port())) {
            client.send("GET /files/a.csv HTTP/1.0\r\nAuthorization: " + device.key() + "\r\n\r\n");

            assertThat(client.head())
                    .contains("Content-Length: 3")
                    .first()
                    .asString()
                    .endsWith(" 200 OK");
            assertThat(client.rest()).isEqualTo("1,2");
        }
    }

    private static byte[] kept(Call call, Device device) {
        return call.as(device == null ? null : device.key())
                .header("Connection: keep-alive")
                .bytes();
    }
}
