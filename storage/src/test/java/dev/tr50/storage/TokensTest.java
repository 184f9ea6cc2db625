package dev.tr50.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
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
        assertThat(storage.sessions().create(session, "hash")).isFalse();
        assertThat(storage.tokens().find("login", NOW)).isEmpty();
        assertThat(storage.sessions().find("session", NOW)).isEmpty();

        assertThat(storage.tokens().create(login, "other", 2)).isTrue();
        assertThat(storage.sessions().create(session, "other")).isTrue();
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
