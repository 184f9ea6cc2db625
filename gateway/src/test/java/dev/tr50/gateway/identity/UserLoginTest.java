package dev.tr50.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.MovableClock;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.identity.LoginRefused.Why;
import dev.tr50.storage.Group;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserLoginTest {
    private static final Origin HERE = Origin.http("127.0.0.1:1");
    private static final String ANN = "ann@example.org";
    private static final String NOBODY = "nobody@example.org";
    private static final String RIGHT = "correct horse";
    private static final int MOST = 3;
    private static final int AT_ONCE = 8;

    private static final LoginRules RULES = new LoginRules(MOST, Duration.ofMinutes(30), Duration.ofHours(10), false);

    @TempDir
    Path data;

    private final MovableClock clock = new MovableClock();
    private final Passwords passwords = new Passwords();
    private Storage storage;
    private Group group;
    private Logins logins;

    @BeforeEach
    void open() {
        storage = Storage.open(data);
        group = storage.groups().create("PLANT1", "Plant 1");
        storage.users().create(ANN, passwords.hash(RIGHT), group.id(), Role.EDITOR);
        logins = new Logins(storage, passwords, RULES, AT_ONCE, clock, LoginWitness.NOBODY);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private LoginRefused refused(String name, String password) {
        return catchThrowableOfType(LoginRefused.class, () -> logins.user(name, password, HERE));
    }

    private void guess(String name, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(refused(name, "guess " + i).why()).isEqualTo(Why.WRONG);
        }
    }

    @Test
    void a_name_locks_after_so_many_guesses_and_then_the_right_password_is_refused_too() {
        guess(ANN, MOST);

        LoginRefused locked = refused(ANN, RIGHT);
        assertThat(locked.why()).isEqualTo(Why.LOCKED);
        assertThat(locked).hasMessageContaining("until 2026-03-01T12:30:00Z");
    }

    @Test
    void after_half_an_hour_the_right_password_lets_in() {
        guess(ANN, MOST);
        clock.advance(Duration.ofMinutes(30));

        assertThat(logins.user(ANN, RIGHT, HERE).role()).isEqualTo(Role.EDITOR);
    }

    @Test
    void the_right_password_in_between_begins_the_count_anew_even_when_it_is_remembered() {
        for (int round = 0; round < 3; round++) {
            guess(ANN, MOST - 1);
            logins.user(ANN, RIGHT, HERE);
        }
    }

    @Test
    void a_password_that_is_remembered_as_right_is_refused_while_the_name_is_locked() {
        logins.user(ANN, RIGHT, HERE);
        guess(ANN, MOST);

        assertThat(refused(ANN, RIGHT).why()).isEqualTo(Why.LOCKED);
    }

    @Test
    void while_a_name_is_locked_no_password_is_hashed() {
        storage.users().create("broken@example.org", "no hash: to look at it fails", group.id(), Role.EDITOR);
        assertThat(catchThrowableOfType(RuntimeException.class, () -> logins.user("broken@example.org", RIGHT, HERE)))
                .isNotInstanceOf(LoginRefused.class);

        Lockout lockout = new Lockout(RULES, clock);
        for (int i = 0; i < MOST; i++) {
            lockout.failed("broken@example.org");
        }
        PasswordGate gate = new PasswordGate(passwords, lockout, AT_ONCE);
        LoginRefused locked = catchThrowableOfType(
                LoginRefused.class,
                () -> gate.pass("broken@example.org", RIGHT, Optional.of("no hash: to look at it fails")));
        assertThat(locked.why()).isEqualTo(Why.LOCKED);
    }

    @Test
    void a_name_nobody_has_behaves_like_one_that_somebody_has() {
        List<String> known = answersToGuesses(ANN);
        List<String> unknown = answersToGuesses(NOBODY);

        assertThat(unknown).isEqualTo(known);
        assertThat(known.get(MOST)).contains("Locked");
    }

    private List<String> answersToGuesses(String name) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i <= MOST; i++) {
            LoginRefused refused = refused(name, "guess");
            answers.add(refused.why() + " " + refused.getMessage());
        }
        return answers;
    }

    @Test
    void locking_one_user_leaves_the_others_alone() {
        guess(NOBODY, MOST);
        assertThat(logins.user(ANN, RIGHT, HERE).group()).isEqualTo(group);
    }

    @ParameterizedTest
    @ValueSource(strings = {ANN, NOBODY})
    void guesses_side_by_side_are_counted_like_guesses_in_a_row(String name) throws Exception {
        int guesses = 20;
        ExecutorService threads = Executors.newFixedThreadPool(guesses);
        try {
            CyclicBarrier together = new CyclicBarrier(guesses);
            List<Future<Why>> answers = new ArrayList<>();
            for (int i = 0; i < guesses; i++) {
                String password = "guess " + i;
                answers.add(threads.submit(() -> {
                    together.await();
                    return answerWhenNotBusy(name, password);
                }));
            }
            List<Why> whys = new ArrayList<>();
            for (Future<Why> answer : answers) {
                whys.add(answer.get());
            }
            assertThat(whys).filteredOn(Why.WRONG::equals).hasSize(MOST);
            assertThat(whys).filteredOn(Why.LOCKED::equals).hasSize(guesses - MOST);
        } finally {
            threads.shutdownNow();
        }
    }

    private Why answerWhenNotBusy(String name, String password) {
        return await().atMost(Duration.ofMinutes(1))
                .until(() -> refused(name, password).why(), why -> why != Why.BUSY);
    }

    @Test
    void more_logins_at_once_than_can_be_checked_soon_are_told_to_come_again() throws Exception {
        int logins = 30;
        ExecutorService threads = Executors.newFixedThreadPool(logins);
        try {
            CyclicBarrier together = new CyclicBarrier(logins);
            List<Future<Why>> answers = new ArrayList<>();
            for (int i = 0; i < logins; i++) {
                String name = i + "@example.org";
                answers.add(threads.submit(() -> {
                    together.await();
                    return refused(name, "guess").why();
                }));
            }
            List<Why> whys = new ArrayList<>();
            for (Future<Why> answer : answers) {
                whys.add(answer.get());
            }
            assertThat(whys).containsOnly(Why.WRONG, Why.BUSY).contains(Why.WRONG, Why.BUSY);
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@example.org", "Ann@Example.org", "ANN@EXAMPLE.ORG"})
    void capitals_in_an_address_make_no_difference(String typed) {
        assertThat(logins.user(typed, RIGHT, HERE).group()).isEqualTo(group);

        guess(typed.toUpperCase(Locale.ROOT), MOST);
        assertThat(refused(typed, RIGHT).why()).isEqualTo(Why.LOCKED);
    }
}
