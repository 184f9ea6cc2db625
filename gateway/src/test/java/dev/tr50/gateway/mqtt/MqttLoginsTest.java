package dev.tr50.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tr50.broker.Login;
import dev.tr50.broker.MqttLevel;
import dev.tr50.broker.Verdict;
import dev.tr50.gateway.identity.LoginRules;
import dev.tr50.gateway.identity.LoginWitness;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.gateway.identity.Secrets;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.TagKind;
import dev.tr50.storage.Thing;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MqttLoginsTest {
    private static final String TOKEN = "the token of the application";
    private static final int NEWCOMERS = 20;

    @TempDir
    Path folder;

    private final CountDownLatch databaseGoesOn = new CountDownLatch(1);
    private Storage storage;
    private MqttLogins logins;
    private String group;

    @BeforeEach
    void start() {
        storage = Storage.open(folder);
        group = storage.groups().create("G", "G").id();
        storage.apps().create(group, "app", Secrets.hash(TOKEN), Groups.DEFAULT_DEFINITION, List.of(), Role.EDITOR);
        Logins all =
                new Logins(storage, new Passwords(), LoginRules.DEFAULT, 4, Clock.systemUTC(), LoginWitness.NOBODY);
        logins = new MqttLogins(all, storage, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        databaseGoesOn.countDown();
        storage.close();
    }

    @Test
    @Timeout(60)
    void a_thing_that_is_known_does_not_wait_for_those_that_nobody_knows_while_the_database_stands_still() {
        verdict("known").join();
        CompletableFuture<Void> change = stopTheDatabase();

        List<CompletableFuture<Verdict>> newcomers = new ArrayList<>();
        for (int i = 0; i < NEWCOMERS; i++) {
            newcomers.add(verdict("new-" + i));
        }
        assertThat(verdict("known").join()).isInstanceOf(Verdict.Accepted.class);
        assertThat(newcomers).noneMatch(CompletableFuture::isDone);

        databaseGoesOn.countDown();
        change.join();
        assertThat(newcomers).allMatch(newcomer -> newcomer.join() instanceof Verdict.Accepted);
        assertThat(storage.things().findByKey(group, "new-0")).isPresent();
    }

    /** A change is under way that does not end. */
    private CompletableFuture<Void> stopTheDatabase() {
        Thing known = storage.things().findByKey(group, "known").orElseThrow();
        CountDownLatch stands = new CountDownLatch(1);
        CompletableFuture<Void> change = CompletableFuture.runAsync(() -> storage.things()
                .changeTags(
                        List.of(known),
                        TagKind.TAG,
                        tags -> {
                            stands.countDown();
                            awaitGoingOn();
                            return tags;
                        },
                        "me"));
        await().until(() -> stands.getCount() == 0);
        return change;
    }

    private void awaitGoingOn() {
        try {
            databaseGoesOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Verdict> verdict(String thingKey) {
        Login login = new Login(
                thingKey,
                false,
                thingKey,
                TOKEN.getBytes(UTF_8),
                new InetSocketAddress("127.0.0.1", 1),
                MqttLevel.MQTT_3_1_1,
                true);
        return logins.authenticate(login).toCompletableFuture();
    }
}
