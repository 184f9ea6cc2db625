package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.delete;
import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static dev.tr50.gateway.filestore.contract.Row.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How users come by what they show as {@code Bearer}. */
class TokensTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static final String MALFORMED = "malformed entity specification";
    private static final String REFUSED = "failed to perform authentication over the entity";

    static Stream<Row> logins() {
        Person person = FILES.person("editor");
        return Stream.of(
                row(
                        "the right password",
                        login(person.email(), person.password()),
                        201,
                        reply -> assertThat(Expected.parse(reply.text())
                                        .get("token")
                                        .asText())
                                .hasSizeGreaterThan(20)),
                row("a wrong password", login(person.email(), "wrong password"), 401, error(REFUSED)),
                row("nobody", login("nobody@localhost", "wrong password"), 401, error(REFUSED)),
                row("no address", login("nobody", "wrong password"), 400, error(MALFORMED)),
                row("JSON cut off", post("/tokens").json("{"), 400, error(MALFORMED)),
                row("nothing in it", post("/tokens").json("{}"), 400, error(MALFORMED)),
                row("no password", post("/tokens").json("{\"email\":\"a@localhost\"}"), 400, error(MALFORMED)),
                row("an empty body", post("/tokens").json(""), 400, error(MALFORMED)),
                row(
                        "a number for a password",
                        post("/tokens").json("{\"email\":\"a@b\",\"password\":1}"),
                        400,
                        error(MALFORMED)),
                row(
                        "no content type",
                        post("/tokens").body(null, "{}".getBytes(UTF_8)),
                        415,
                        error("unsupported content type")),
                row(
                        "text",
                        post("/tokens").body("text/plain", "{}".getBytes(UTF_8)),
                        415,
                        error("unsupported content type")));
    }

    @ParameterizedTest
    @MethodSource
    void logins(Row row) {
        row.body().accept(FILES.send(row.call()).expect(row.status()));
    }

    @Test
    void an_api_key_opens_what_its_user_may_until_it_is_taken_back() throws Exception {
        Person editor = FILES.member(FILES.group(), "editor");
        JsonNode made = FILES.send(post("/keys").as(editor.bearer()).json("{\"type\":2,\"duration\":3600}"))
                .expect(201)
                .json();
        String bearer = "Bearer " + made.get("value").asText();
        assertThat(made.fieldNames()).toIterable().contains("id", "value", "issued_at", "expires_at");
        FILES.send(get(FILES.groupFiles()).as(bearer)).expect(200);
        FILES.send(post("/keys").as(bearer).json("{\"type\":2}")).expect(403);

        FILES.send(delete("/keys/" + made.get("id").asText()).as(editor.bearer()))
                .expect(204);

        FILES.send(get(FILES.groupFiles()).as(bearer)).expect(401);
        FILES.send(get(FILES.groupFiles()).as(editor.bearer())).expect(200);
    }

    @Test
    void a_key_for_ever_says_nothing_of_its_end() throws Exception {
        Person editor = FILES.person("editor");
        JsonNode made = FILES.send(post("/keys").as(editor.bearer()).json("{\"type\":2}"))
                .expect(201)
                .json();

        assertThat(made.has("expires_at")).isFalse();
        FILES.send(get(FILES.groupFiles()).as("Bearer " + made.get("value").asText()))
                .expect(200);
    }

    private static Call login(String email, String password) {
        return post("/tokens").json("{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }
}
