package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts that know HTTP alone; none of them sends a content type. */
class HttpScriptsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DEAD = "6512f0c2a1b2c3d4e5f607186512f0c2";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    /**
     * sample_tr50_python tries its old session by a ping and logs in anew only when the root says false; it raises on any
     * status but 200, and reads what it asked under data.
     */
    @Test
    void the_sample_logs_in_when_the_root_says_that_its_session_is_dead() throws Exception {
        String ping = "{\"auth\":{\"sessionId\":\"" + DEAD + "\"},\"data\":{\"command\":\"diag.ping\"}}";
        JsonNode dead = JSON.readTree(httplib(ping));
        assertThat(dead.at("/success")).hasToString("false");
        assertThat(dead.at("/errorMessages/0").isTextual()).isTrue();
        assertThat(dead.has("data")).isFalse();

        JsonNode login = JSON.readTree(httplib("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\""
                + GATEWAY.ownerEmail() + "\",\"password\":\"" + GATEWAY.ownerPassword() + "\"}}}"));
        assertThat(login.at("/auth/success")).hasToString("true");
        String session = login.at("/auth/params/sessionId").asText();

        String alive = ping.replace(DEAD, session);
        assertThat(httplib(alive)).isEqualTo("{\"data\":{\"success\":true}}");
    }

    /** Its reader takes the length of what stands under data. */
    @Test
    void the_sample_finds_its_result_under_data() throws Exception {
        String session = session("sample-results");
        String list = "{\"auth\":{\"sessionId\":\"" + session
                + "\"},\"data\":{\"command\":\"file.list\",\"params\":{\"thingKey\":\"sample-results\"}}}";

        JsonNode reply = JSON.readTree(httplib(list));

        assertThat(reply.fieldNames()).toIterable().containsExactly("data");
        assertThat(reply.at("/data").size()).isPositive();
        assertThat(reply.at("/data/params/result").isArray()).isTrue();
    }

    /** The validation scripts of device-cloud-python read auth in place of cmd where there is one. */
    @Test
    void the_validation_scripts_get_no_auth_back_when_the_session_is_in_the_header() throws Exception {
        String session = session("validate-app");

        assertThat(requests("{\"cmd\":{\"command\":\"diag.ping\"}}", "sessionId: " + session + "\r\n"))
                .isEqualTo("{\"cmd\":{\"success\":true}}");
        assertThat(requests("{\"cmd\":{\"command\":\"no.such.command\"}}", "sessionId: " + session + "\r\n"))
                .startsWith("{\"cmd\":{\"success\":false,\"errorCodes\":[");
    }

    @Test
    void the_validation_scripts_see_under_auth_why_a_login_failed() throws Exception {
        JsonNode refused = JSON.readTree(requests(
                "{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\"" + GATEWAY.ownerEmail()
                        + "\",\"password\":\"wrong\"}}}",
                ""));

        assertThat(refused.fieldNames()).toIterable().containsExactly("auth");
        assertThat(refused.at("/auth/success")).hasToString("false");
        assertThat(refused.at("/auth/errorCodes/0").isInt()).isTrue();
    }

    @Test
    void a_login_and_commands_in_one_message_are_answered_together() throws Exception {
        JsonNode reply = JSON.readTree(requests(
                "{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"appToken\":\"" + GATEWAY.appToken()
                        + "\",\"appId\":\"script\",\"thingKey\":\"one-message\"}},"
                        + "\"1\":{\"command\":\"session.info\"},\"2\":{\"command\":\"diag.time\"}}",
                ""));

        assertThat(reply.fieldNames()).toIterable().containsExactly("auth", "1", "2");
        assertThat(reply.at("/1/params/thingKey").asText()).isEqualTo("one-message");
        assertThat(reply.at("/2/params/time").isIntegralNumber()).isTrue();
    }

    /** The REST class sends its unset arguments as null. */
    @Test
    void members_that_are_null_count_as_absent() throws Exception {
        String session = session("rest-class");
        JsonNode put = JSON.readTree(requests(
                "{\"cmd\":{\"command\":\"file.put\",\"params\":{\"thingKey\":\"rest-class\",\"fileName\":\"a\","
                        + "\"public\":false,\"crc32\":null,\"tags\":null,\"secTags\":null,\"ttl\":null,\"global\":null,"
                        + "\"logComplete\":null}}}",
                "sessionId: " + session + "\r\n"));

        assertThat(put.at("/cmd/success")).hasToString("true");
    }

    /** The REST class prints the JSON of an answer that is not 200. */
    @Test
    void a_failed_upload_is_explained_in_json() throws Exception {
        try (ByteClient http = new ByteClient(GATEWAY.httpPort())) {
            http.send("POST /file/000000000000000000000000 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Connection: close\r\nContent-Length: 2\r\n\r\nok");
            assertThat(http.head()).first().isEqualTo("HTTP/1.1 404 Not Found");
            assertThat(JSON.readTree(http.rest()).at("/errorCodes")).hasToString("[-90008]");
        }
    }

    private static String session(String thingKey) throws IOException {
        String reply = requests(
                "{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"appToken\":\"" + GATEWAY.appToken()
                        + "\",\"appId\":\"script\",\"thingKey\":\"" + thingKey + "\"}}}",
                "");
        return LibTr50.value(reply, "sessionId");
    }

    /** Python's httplib. */
    private static String httplib(String message) throws IOException {
        return post("POST /api HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n", message);
    }

    /** Python's requests, given a text as data. */
    private static String requests(String message, String header) throws IOException {
        return post(
                "POST /api HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: python-requests/2.18.4\r\n"
                        + "Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n" + header,
                message);
    }

    private static String post(String head, String message) throws IOException {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        try (ByteClient http = new ByteClient(GATEWAY.httpPort())) {
            http.send(head + "Content-Length: " + body.length + "\r\n\r\n").send(body);
            List<String> answer = http.head();
            assertThat(answer).first().isEqualTo("HTTP/1.1 200 OK");
            String length = answer.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length: "))
                    .findFirst()
                    .orElseThrow();
            return http.text(Integer.parseInt(length.substring("content-length: ".length())));
        }
    }
}
