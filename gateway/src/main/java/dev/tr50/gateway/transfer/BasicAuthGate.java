package dev.tr50.gateway.transfer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tr50.storage.BasicAuth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Asks for user name and password where a file has them.
 *
 * <p>Passwords are checked by two threads of their own, because the hash is slow on purpose. An address that guesses wrong ten
 * times for one file has to wait until five minutes have passed without another wrong guess.
 */
final class BasicAuthGate {
    private static final int MOST_WRONG_GUESSES = 10;
    private static final Duration PENALTY = Duration.ofMinutes(5);
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 100;

    private enum Guess {
        RIGHT,
        WRONG,
        ONE_TOO_MANY
    }

    private final BiPredicate<String, String> passwordMatches;
    private final Executor checks = checkers();
    private final Cache<String, Integer> wrongGuesses =
            Caffeine.newBuilder().expireAfterWrite(PENALTY).maximumSize(10_000).build();

    BasicAuthGate(BiPredicate<String, String> passwordMatches) {
        this.passwordMatches = passwordMatches;
    }

    /** The file itself when the request may read it; otherwise fails with what the client is to be told. */
    Future<ReadableFile> check(HttpServerRequest request, ReadableFile file) {
        if (file.basicAuth() == null) {
            return Future.succeededFuture(file);
        }
        String guesser =
                request.remoteAddress().hostAddress() + ' ' + file.version().fileId();
        if (guessedTooOften(guesser)) {
            return tooManyGuesses();
        }
        return BasicCredentials.parse(request.getHeader(HttpHeaders.AUTHORIZATION))
                .map(given -> compare(given, file.basicAuth(), guesser).<ReadableFile>compose(guess -> switch (guess) {
                    case RIGHT -> Future.succeededFuture(file);
                    case WRONG -> Future.failedFuture(TransferRefused.credentialsNeeded());
                    case ONE_TOO_MANY -> tooManyGuesses();
                }))
                .orElseGet(() -> Future.failedFuture(TransferRefused.credentialsNeeded()));
    }

    private static Future<ReadableFile> tooManyGuesses() {
        return Future.failedFuture(TransferRefused.tooManyGuesses(PENALTY.toSeconds()));
    }

    private boolean guessedTooOften(String guesser) {
        return wrongGuesses.asMap().getOrDefault(guesser, 0) >= MOST_WRONG_GUESSES;
    }

    private Future<Guess> compare(BasicCredentials given, BasicAuth wanted, String guesser) {
        try {
            return Future.fromCompletionStage(
                    CompletableFuture.supplyAsync(() -> judge(given, wanted, guesser), checks), Vertx.currentContext());
        } catch (RejectedExecutionException tooMany) {
            return Future.failedFuture(TransferRefused.busy());
        }
    }

    /** Looks once more at how often it was wrong: guesses that arrived together wait here one behind the other. */
    private Guess judge(BasicCredentials given, BasicAuth wanted, String guesser) {
        if (guessedTooOften(guesser)) {
            return Guess.ONE_TOO_MANY;
        }
        if (given.fit(wanted, passwordMatches)) {
            return Guess.RIGHT;
        }
        wrongGuesses.asMap().merge(guesser, 1, Integer::sum);
        return Guess.WRONG;
    }

    private static Executor checkers() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), work -> {
                    Thread thread = new Thread(work, "password-check");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
