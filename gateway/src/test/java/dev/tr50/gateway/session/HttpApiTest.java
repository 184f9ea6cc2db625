package dev.tr50.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpApiTest {
    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @Test
    void a_user_logs_in_and_uses_the_session_in_the_body() throws Exception {
        JsonNode login = GATEWAY.api(userLogin());
        assertThat(login.at("/auth/success").asBoolean()).isTrue();
        assertThat(login.at("/auth/params/orgKey").asText()).isEqualTo("DEFAULT");

        JsonNode reply = GATEWAY.api("{\"auth\":{\"sessionId\":\""
                + login.at("/auth/params/sessionId").asText() + "\"},\"cmd\":{\"command\":\"session.info\"}}");
        assertThat(reply.at("/cmd/params/whoAmI").asText()).isEqualTo("admin@localhost");
        assertThat(reply.at("/cmd/params/connInfo/protocol").asText()).isEqualTo("HTTP");
    }

    @Test
    void a_thing_logs_in_and_uses_the_session_in_the_header() throws Exception {
        String session = thingSession("http-thing");

        JsonNode reply = GATEWAY.api("{\"cmd\":{\"command\":\"session.info\"}}", "sessionId", session);

        assertThat(reply.at("/cmd/params/thingKey").asText()).isEqualTo("http-thing");
        assertThat(reply.at("/cmd/params/roleKeys/0").asText()).isEqualTo("editor");
    }

    @Test
    void the_reply_to_a_message_with_a_session_does_not_echo_auth() throws Exception {
        String session = thingSession("http-thing");

        JsonNode reply =
                GATEWAY.api("{\"auth\":{\"sessionId\":\"" + session + "\"},\"data\":{\"command\":\"diag.ping\"}}");

        assertThat(reply).hasToString("{\"data\":{\"success\":true}}");
    }

    @Test
    void a_message_may_log_in_and_go_on_in_the_new_session() throws Exception {
        JsonNode reply = GATEWAY.api("{\"1\":{\"command\":\"session.info\"},\"auth\":{\"command\":\"api.authenticate\","
                + "\"params\":{\"appToken\":\"" + GATEWAY.appToken()
                + "\",\"appId\":\"x\",\"thingKey\":\"http-both\"}}}");

        assertThat(reply.fieldNames()).toIterable().containsExactly("1", "auth");
        assertThat(reply.at("/1/params/thingKey").asText()).isEqualTo("http-both");
    }

    @Test
    void after_a_failed_login_the_other_commands_fail_each_under_its_id() throws Exception {
        JsonNode reply = GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\"a@b\","
                + "\"password\":\"wrong\"}},\"1\":{\"command\":\"diag.ping\"}}");

        assertThat(reply.at("/auth/errorCodes/0").asInt()).isEqualTo(-99004);
        assertThat(reply.at("/1/errorCodes/0").asInt()).isEqualTo(-99004);
    }

    @Test
    void without_a_session_a_message_fails_as_a_whole_even_a_ping() throws Exception {
        JsonNode reply = GATEWAY.api("{\"cmd\":{\"command\":\"diag.ping\"}}");

        assertThat(reply.fieldNames()).toIterable().containsExactly("success", "errorCodes", "errorMessages");
        assertThat(reply.at("/errorCodes/0").asInt()).isEqualTo(-99004);
    }

    @Test
    void an_unknown_session_fails_the_message_as_a_whole() throws Exception {
        JsonNode reply = GATEWAY.api("{\"cmd\":{\"command\":\"diag.ping\"}}", "sessionId", "0".repeat(32));

        assertThat(reply.at("/success").asBoolean(true)).isFalse();
        assertThat(reply.at("/errorCodes/0").asInt()).isEqualTo(-99004);
    }

    /** Home Assistant's integration of robotic mowers logs in again only when it reads these words, the last blank included. */
    @Test
    void a_dead_session_is_told_in_the_words_that_make_scripts_in_the_field_log_in_again() throws Exception {
        JsonNode reply = GATEWAY.api("{\"auth\":{\"sessionId\":\"gone\"},\"1\":{\"command\":\"diag.ping\"}}");

        assertThat(reply.at("/errorMessages/0").asText())
                .contains("Authentication session is invalid: Error: Session ");
    }

    @Test
    void what_is_not_json_fails_as_a_whole_with_status_200() throws Exception {
        assertThat(GATEWAY.api("hello").at("/errorCodes/0").asInt()).isEqualTo(-99001);
    }

    @Test
    void a_reply_is_one_line_of_json_whatever_the_content_type_of_the_request() throws Exception {
        HttpResponse<String> reply = GATEWAY.post(
                "/api", "{\"auth\":{\"command\":\"api.authenticate\"}}", "Content-Type", "application/octet-stream");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("content-type")).contains("application/json");
        assertThat(reply.body()).doesNotContain("\n", " :", ": ");
    }

    @Test
    void a_session_survives_a_restart_of_the_gateway() throws Exception {
        String session = thingSession("http-survivor");

        GATEWAY.restart();

        JsonNode reply = GATEWAY.api("{\"cmd\":{\"command\":\"diag.ping\"}}", "sessionId", session);
        assertThat(reply).hasToString("{\"cmd\":{\"success\":true}}");
    }

    @Test
    void a_user_works_on_the_files_of_a_thing_of_the_group() throws Exception {
        thingSession("http-owner-of-files");
        String session = GATEWAY.api(userLogin()).at("/auth/params/sessionId").asText();

        JsonNode put = GATEWAY.api(
                "{\"put\":{\"command\":\"file.put\",\"params\":{\"thingKey\":\"http-owner-of-files\","
                        + "\"fileName\":\"config.json\"}}}",
                "sessionId",
                session);
        GATEWAY.post("/file/" + put.at("/put/params/fileId").asText(), "{}");
        JsonNode list = GATEWAY.api(
                "{\"list\":{\"command\":\"file.list\",\"params\":{\"thingKey\":\"http-owner-of-files\"}}}",
                "sessionId",
                session);

        assertThat(list.at("/list/params/result/0/fileName").asText()).isEqualTo("config.json");
    }

    private static String userLogin() {
        return "{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\"" + GATEWAY.ownerEmail()
                + "\",\"password\":\"" + GATEWAY.ownerPassword() + "\"}}}";
    }

    private static String thingSession(String thingKey) throws IOException, InterruptedException {
        return GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"appToken\":\""
                        + GATEWAY.appToken() + "\",\"appId\":\"app\",\"thingKey\":\"" + thingKey + "\"}}}")
                .at("/auth/params/sessionId")
                .asText();
    }
}
