package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    @TempDir
    Path folder;

    private Storage storage;
    private User ada;

    @BeforeEach
    void open() {
        storage = Storage.open(folder);
        ada = storage.users().create("ada@example.org", "hash");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Token token(String hash, Token.Kind kind, Instant issued, Instant expires) {
        return new Token(ObjectId.next(), hash, ada.id(), kind, issued, expires);
    }

    private void login(String hash, long second) {
        storage.tokens().create(token(hash, Token.Kind.LOGIN, NOW.plusSeconds(second), NOW.plusSeconds(3600)), 2);
    }

    private boolean apiKey(String hash, Instant issued, Instant expires) {
        return storage.tokens().createUnlessFull(token(hash, Token.Kind.API_KEY, issued, expires), 2);
    }

    @Test
    void a_token_is_found_until_it_expires_also_after_a_restart() {
        Token login = token("login", Token.Kind.LOGIN, NOW, NOW.plusSeconds(60));
        Token key = token("key", Token.Kind.API_KEY, NOW, null);
        storage.tokens().create(login, 2);
        storage.tokens().createUnlessFull(key, 2);
        storage.close();

        storage = Storage.open(folder);

        assertThat(storage.tokens().find("login", NOW.plusMillis(59_999))).contains(login);
        assertThat(storage.tokens().find("login", NOW.plusSeconds(60))).isEmpty();
        assertThat(storage.tokens().find("key", NOW.plusSeconds(1_000_000_000))).contains(key);
        assertThat(storage.tokens().find("LOGIN", NOW)).isEmpty();
    }

    @Test
    void who_showed_a_password_that_was_changed_meanwhile_gets_neither_token_nor_session() {
        storage.users().changePassword(ada, "other", null);
        Token login = token("login", Token.Kind.LOGIN, NOW, NOW.plusSeconds(60));
        String group = storage.groups().create("PLANT", "Plant").id();
        Session session =
                new Session("session", Session.Kind.USER, ada.id(), group, null, NOW, NOW, NOW.plusSeconds(60));

        assertThat(storage.tokens().create(login, "hash", 2)).isFalse();
        assertThat(storage.sessions().create(session, "hash", 10)).isFalse();
        assertThat(storage.tokens().find("login", NOW)).isEmpty();
        assertThat(storage.sessions().find("session", NOW)).isEmpty();

        assertThat(storage.tokens().create(login, "other", 2)).isTrue();
        assertThat(storage.sessions().create(session, "other", 10)).isTrue();
    }

    @Test
    void who_showed_a_token_or_a_secret_that_was_changed_meanwhile_gets_no_session() {
        String group = storage.groups().create("PLANT", "Plant").id();
        App app = storage.apps().create(group, "app", "token", "default", List.of(), Role.EDITOR);
        Thing pump = storage.things().create(group, NewThing.named("pump"));
        storage.provisioning().change(pump, ThingProvision.secret("secret"), "me");

        assertThat(storage.sessions().create(ofThing("a", pump, app.id()), "earlier", 10))
                .isFalse();
        assertThat(storage.sessions().create(ofThing("b", pump, null), "earlier", 10))
                .isFalse();
        assertThat(storage.sessions().find("a", NOW)).isEmpty();
        assertThat(storage.sessions().find("b", NOW)).isEmpty();

        assertThat(storage.sessions().create(ofThing("a", pump, app.id()), "token", 10))
                .isTrue();
        assertThat(storage.sessions().create(ofThing("b", pump, null), "secret", 10))
                .isTrue();
    }

    private static Session ofThing(String token, Thing thing, String appId) {
        return new Session(
                token, Session.Kind.THING, thing.id(), thing.groupId(), appId, NOW, NOW, NOW.plusSeconds(60));
    }

    @Test
    void one_session_too_many_ends_the_one_that_was_not_used_for_longest() {
        String group = storage.groups().create("PLANT", "Plant").id();
        User other = storage.users().create("other@example.org", "hash");
        session("of another", other, group, 0);
        for (int i = 0; i < 10; i++) {
            session("s" + i, ada, group, i);
        }
        storage.sessions().touch("s0", NOW.plusSeconds(30), NOW.plusSeconds(90));

        session("one more", ada, group, 10);

        assertThat(storage.sessions().find("s1", NOW)).isEmpty();
        assertThat(storage.sessions().find("s0", NOW)).isPresent();
        assertThat(storage.sessions().find("s2", NOW)).isPresent();
        assertThat(storage.sessions().find("one more", NOW)).isPresent();
        assertThat(storage.sessions().find("of another", NOW)).isPresent();
    }

    private void session(String token, User user, String group, int seconds) {
        Instant used = NOW.plusSeconds(seconds);
        Session session = new Session(token, Session.Kind.USER, user.id(), group, null, NOW, used, NOW.plusSeconds(60));
        assertThat(storage.sessions().create(session, "hash", 10)).isTrue();
    }

    @Test
    void one_login_too_many_ends_the_oldest_and_no_api_key() {
        apiKey("key", NOW.minusSeconds(100), null);
        login("one", 1);
        login("two", 2);
        login("three", 3);

        assertThat(storage.tokens().find("one", NOW)).isEmpty();
        assertThat(storage.tokens().find("two", NOW)).isPresent();
        assertThat(storage.tokens().find("three", NOW)).isPresent();
        assertThat(storage.tokens().find("key", NOW)).isPresent();
    }

    @Test
    void one_api_key_too_many_is_not_made_unless_another_has_expired() {
        assertThat(apiKey("one", NOW, NOW.plusSeconds(5))).isTrue();
        assertThat(apiKey("two", NOW, null)).isTrue();
        assertThat(apiKey("three", NOW.plusSeconds(4), null)).isFalse();
        assertThat(storage.tokens().find("three", NOW)).isEmpty();

        assertThat(apiKey("four", NOW.plusSeconds(5), null)).isTrue();
    }

    @Test
    void an_api_key_is_ended_by_its_owner_only() {
        apiKey("key", NOW, null);
        login("login", 0);
        User other = storage.users().create("other@example.org", "hash");
        Token key = storage.tokens().apiKeysOf(ada.id()).get(0);
        String loginId = storage.tokens().find("login", NOW).orElseThrow().id();

        assertThat(storage.tokens().removeApiKey(other.id(), key.id())).isFalse();
        assertThat(storage.tokens().removeApiKey(ada.id(), loginId)).isFalse();
        assertThat(storage.tokens().removeApiKey(ada.id(), key.id())).isTrue();
        assertThat(storage.tokens().removeApiKey(ada.id(), key.id())).isFalse();
        assertThat(storage.tokens().find("key", NOW)).isEmpty();
        assertThat(storage.tokens().apiKeysOf(ada.id())).isEmpty();
    }

    @Test
    void the_sweep_removes_what_has_expired_and_nothing_else() {
        apiKey("forever", NOW, null);
        apiKey("short", NOW, NOW.plusSeconds(5));

        storage.sweep(NOW.plusSeconds(5));

        assertThat(storage.tokens().apiKeysOf(ada.id()))
                .extracting(Token::tokenHash)
                .containsExactly("forever");
    }
}
