package dev.tr50.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.storage.Group;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of an HTTP session when who holds it is changed. */
class ChangedWhileLoggedInTest {
    private static final String PUT =
            "{\"1\":{\"command\":\"file.put\",\"params\":{\"fileName\":\"f\",\"global\":true}}}";
    private static final String LIST = "{\"1\":{\"command\":\"file.list\",\"params\":{\"global\":true}}}";

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    private static Group defaultGroup(Storage storage) {
        return storage.groups().findByKey("DEFAULT").orElseThrow();
    }

    private static String session(String email) throws Exception {
        GATEWAY.whileStopped(storage -> storage.users()
                .create(
                        email,
                        new Passwords().hash("right"),
                        defaultGroup(storage).id(),
                        Role.EDITOR));
        return GATEWAY.api("{\"auth\":{\"command\":\"api.authenticate\",\"params\":{\"username\":\"" + email
                        + "\",\"password\":\"right\"}}}")
                .at("/auth/params/sessionId")
                .asText();
    }

    @Test
    void a_role_that_was_taken_away_holds_no_more_in_sessions_there_are() throws Exception {
        String session = session("demoted@example.org");
        assertThat(GATEWAY.api(PUT, "sessionId", session).at("/1/success").asBoolean())
                .isTrue();

        GATEWAY.whileStopped(storage -> storage.users()
                .setRole(
                        storage.users()
                                .findByEmail("demoted@example.org")
                                .orElseThrow()
                                .id(),
                        defaultGroup(storage).id(),
                        Role.VIEWER));

        assertThat(GATEWAY.api(PUT, "sessionId", session).at("/1/errorCodes/0").asInt())
                .isEqualTo(-99005);
        assertThat(GATEWAY.api(LIST, "sessionId", session).at("/1/success").asBoolean())
                .isTrue();
    }

    @Test
    void a_role_in_another_group_opens_nothing_there_for_a_session_of_this_one() throws Exception {
        String session = session("elsewhere@example.org");
        assertThat(GATEWAY.api(PUT, "sessionId", session).at("/1/success").asBoolean())
                .isTrue();

        GATEWAY.whileStopped(storage -> storage.users()
                .setRole(
                        storage.users()
                                .findByEmail("elsewhere@example.org")
                                .orElseThrow()
                                .id(),
                        storage.groups().create("ELSEWHERE", "Elsewhere").id(),
                        Role.OWNER));

        JsonNode info = GATEWAY.api("{\"1\":{\"command\":\"session.info\"}}", "sessionId", session);
        assertThat(info.at("/1/params/orgKey").asText()).isEqualTo("DEFAULT");
        assertThat(info.at("/1/params/roleKeys/0").asText()).isEqualTo("editor");
    }
}
