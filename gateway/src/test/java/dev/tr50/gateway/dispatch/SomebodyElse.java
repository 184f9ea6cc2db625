package dev.tr50.gateway.dispatch;

import static org.awaitility.Awaitility.await;

import dev.tr50.gateway.dispatch.CommandSet.Bound;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Commands of which some wait for somebody else, who is asked and answers by other commands, or by the test. */
final class SomebodyElse {
    private static final Param<String> NAME =
            Param.string("name", "Of the question.").required();

    record Question(String name) {
        static Question from(Arguments arguments) {
            return new Question(arguments.get(NAME));
        }
    }

    record Answer(String word) {}

    private final Map<String, CompletableFuture<Answer>> questions = new ConcurrentHashMap<>();
    final List<String> takenBack = new CopyOnWriteArrayList<>();

    CommandSet commands() {
        return new CommandSet(List.of(
                new Bound<>(signature("test.ask"), (WaitingCommand<Question, Answer>) this::ask),
                new Bound<>(signature("test.tell"), (Command<Question, Answer>) this::tell),
                new Bound<>(signature("test.take"), new Taking())));
    }

    private static Signature<Question, Answer> signature(String name) {
        return Signature.reading(name, Question::from, Answer.class, "For tests.");
    }

    private CompletionStage<Answer> ask(Caller caller, Question question) {
        if (question.name().equals("now")) {
            return CompletableFuture.completedFuture(new Answer("at once"));
        }
        if (question.name().equals("broken")) {
            return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        questions.put(question.name(), answer);
        return answer;
    }

    private Answer tell(Caller caller, Question question) {
        CompletableFuture<Answer> waiting = questions.get(question.name());
        if (waiting != null) {
            waiting.complete(new Answer("told"));
        }
        return new Answer("ok");
    }

    private final class Taking implements Command<Question, Answer>, TakesBack<Answer> {
        @Override
        public Answer run(Caller caller, Question question) {
            return new Answer(question.name());
        }

        @Override
        public void takeBack(Caller caller, Answer result) {
            takenBack.add(result.word());
        }
    }

    /** What waits for the answer to a question that was asked. */
    CompletableFuture<Answer> question(String name) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> questions.get(name), waiting -> waiting != null);
    }

    void answer(String name, String word) {
        question(name).complete(new Answer(word));
    }

    void refuse(String name, String why) {
        question(name).completeExceptionally(new CommandException(ErrorCode.TIMED_OUT, why));
    }

    /** A command of that name with its one parameter, under an id. */
    static String command(String id, String command, String name) {
        return "\"" + id + "\":{\"command\":\"" + command + "\",\"params\":{\"name\":\"" + name + "\"}}";
    }

    /** A message. */
    static String message(String... commands) {
        return "{" + String.join(",", commands) + "}";
    }
}
