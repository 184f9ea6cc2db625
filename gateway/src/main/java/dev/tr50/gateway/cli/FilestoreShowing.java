package dev.tr50.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.client.Tr50Client;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;

/** The second door of the demonstration: what one door stores the other has at once. */
final class FilestoreShowing {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOUNDARY = "-----file-or-fields-----";
    private static final String CONTENT = "{\"offset\":0.25}\n";

    private final Showing showing;

    FilestoreShowing(Showing showing) {
        this.showing = showing;
    }

    /** A user gives the one thing there is a key. */
    String newKey(String email, String password) throws IOException, InterruptedException, Refusal {
        showing.say("The second door, plain HTTP: a user logs in and gives the device a key of its own.");
        String token = token(email, password);
        String group = firstId("/groups", token);
        String thing = firstId("/groups/" + group + "/things", token);
        return JSON.readTree(showing.send(
                        showing.request("/things/" + thing + "/key")
                                .header("Authorization", "Bearer " + token)
                                .POST(BodyPublishers.noBody()),
                        "with the token"))
                .path("key")
                .asText();
    }

    /**
     * Stores by one door and looks by the other.
     *
     * @param stored the name of a file that the device has stored over MQTT
     */
    void play(Tr50Client device, String key, String stored) throws IOException, InterruptedException, Refusal {
        showing.say("With that key it sees over HTTP what it stored over MQTT.");
        Showing.expect(files(key).findValuesAsText("name").contains(stored), "the Filestore does not list " + stored);

        showing.say("It stores a file over HTTP, with what is known of it.");
        showing.send(
                showing.request("/files")
                        .header("Authorization", "Thing " + key)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.ofString(part("name=\"file\"; filename=\"calibration.json\"", CONTENT)
                                + part("name=\"metadata\"", "{\"class\":\"document\",\"time\":1710000000.0}")
                                + "--" + BOUNDARY + "--\r\n")),
                "calibration.json, " + CONTENT.length() + " bytes");

        showing.say("And over MQTT that file is there, too.");
        JsonNode list =
                showing.call(device, "file.list", "{\"sort\":\"+fileName\"}").params();
        Showing.expect(
                list.findValuesAsText("fileName").contains("calibration.json"), "file.list does not have the file");

        showing.say("It is deleted over HTTP and gone for both.");
        showing.send(
                showing.request("/files/calibration.json")
                        .header("Authorization", "Thing " + key)
                        .DELETE(),
                "with the key");
        Showing.expect(files(key).path("total").asInt() == 1, "the file is still listed");
    }

    private String token(String email, String password) throws IOException, InterruptedException, Refusal {
        String credentials = JSON.createObjectNode()
                .put("email", email)
                .put("password", password)
                .toString();
        return JSON.readTree(showing.send(
                        showing.request("/tokens")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(credentials)),
                        "e-mail address and password"))
                .path("token")
                .asText();
    }

    private String firstId(String path, String token) throws IOException, InterruptedException, Refusal {
        return JSON.readTree(showing.send(
                        showing.request(path).header("Authorization", "Bearer " + token), "with the token"))
                .findPath("id")
                .asText();
    }

    private JsonNode files(String key) throws IOException, InterruptedException, Refusal {
        return JSON.readTree(
                showing.send(showing.request("/files").header("Authorization", "Thing " + key), "with the key"));
    }

    private static String part(String disposition, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }
}
