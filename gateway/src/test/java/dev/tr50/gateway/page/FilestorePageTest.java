package dev.tr50.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.page.Page.Example;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Does what {@code docs/filestore.md} says, as a reader would, and compares what comes back with what stands there. */
class FilestorePageTest {
    private static final Path PAGE = Path.of("..", "docs", "filestore.md");
    private static final Pattern BLANK = Pattern.compile("<([a-z_]+)>");
    private static final Pattern UPLOADED = Pattern.compile("file=@([^\"]+)");

    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    @TempDir
    private Path home;

    @BeforeAll
    static void look() {
        Shell.assumeCurl();
    }

    @Test
    void the_page_is_as_the_gateway_answers() throws Exception {
        Shell shell = new Shell(home, GATEWAY.data().resolve("cert.pem"), GATEWAY.httpTlsPort());
        Map<String, String> known = new HashMap<>(provisioned());
        List<Example> examples = Page.examples(PAGE);
        assertThat(examples).hasSizeGreaterThan(10);
        for (Example example : examples) {
            known.put("name", fileOf(example.section(), examples));
            List<Answer> answers = Answer.of(shell.run(filled(example.script(), known)));

            assertThat(answers.isEmpty()).as(example.toString()).isEqualTo(!example.answers());
            for (Answer answer : answers) {
                compare(example, answer, known);
            }
        }
    }

    private static void compare(Example example, Answer answer, Map<String, String> known) {
        for (String line : filled(example.head(), known).split("\n")) {
            assertThat(answer.says(line))
                    .as(example + ": " + line + " in " + answer)
                    .isTrue();
        }
        if (example.json() != null) {
            assertThat(withoutSpaces(answer.body())).as(example.toString()).isEqualTo(withoutSpaces(example.json()));
        } else {
            assertThat(answer.body()).as(example.toString()).isEqualTo(example.text() == null ? "" : example.text());
        }
    }

    /** JSON whose tokens are as they were, so that 1710000000.0 is not 1.71E9. */
    private static String withoutSpaces(String json) {
        return json.replaceAll("(\"(?:[^\"\\\\]|\\\\.)*\")|\\s+", "$1");
    }

    /** The first file that is stored in a section is the one that its other examples are about. */
    private static String fileOf(String section, List<Example> examples) {
        return examples.stream()
                .filter(example -> example.section().equals(section))
                .flatMap(example -> UPLOADED.matcher(example.script()).results())
                .map(upload -> upload.group(1))
                .findFirst()
                .orElse("none");
    }

    private static String filled(String text, Map<String, String> known) {
        return BLANK.matcher(text).replaceAll(blank -> {
            assertThat(known).containsKey(blank.group(1));
            return Matcher.quoteReplacement(known.get(blank.group(1)));
        });
    }

    /** A group with a thing in it and an editor. */
    private static Map<String, String> provisioned() throws Exception {
        String root = token(GATEWAY.ownerEmail(), GATEWAY.ownerPassword());
        String group =
                ask("POST", "/groups", root, "{\"name\":\"Plant\"}").get("id").asText();
        JsonNode things = ask("POST", "/groups/" + group + "/things", root, "[{\"name\":\"pump-17\"}]");
        ask("POST", "/users", root, "{\"email\":\"ann@example.com\",\"password\":\"correct horse\"}");
        ask(
                "PUT",
                "/groups/" + group + "/memberships",
                root,
                "{\"group_memberships\":[{\"email\":\"ann@example.com\",\"role\":\"editor\"}]}");
        return Map.of(
                "group_id", group,
                "thing_key", things.at("/things/0/key").asText(),
                "user_token", token("ann@example.com", "correct horse"));
    }

    private static String token(String email, String password) throws Exception {
        return ask("POST", "/tokens", null, "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .get("token")
                .asText();
    }

    private static JsonNode ask(String method, String path, String token, String json) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + GATEWAY.httpPort() + path))
                .method(method, BodyPublishers.ofString(json))
                .header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isBetween(200, 201);
        return new JsonMapper().readTree(response.body());
    }
}
