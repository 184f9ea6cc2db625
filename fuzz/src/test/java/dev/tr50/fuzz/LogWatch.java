package dev.tr50.fuzz;

import static dev.tr50.fuzz.Claims.claim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Reads the log of this process from now on: whatever clients send, there is no stack trace in it and no error. */
public final class LogWatch {

    private static final String EVERYTHING = org.slf4j.Logger.ROOT_LOGGER_NAME;

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private LogWatch() {}

    /** Begins, and keeps what is no warning from being printed. */
    public static LogWatch begin() {
        LogWatch watch = new LogWatch();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        AppenderBase<ILoggingEvent> reader = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null) {
                    watch.faults.add(event.toString());
                }
            }
        };
        reader.setContext(context);
        reader.start();
        Logger root = context.getLogger(EVERYTHING);
        root.addAppender(reader);
        root.setLevel(Level.WARN);
        return watch;
    }

    /** @throws AssertionError when something was logged that no client may cause */
    public void claimQuiet() {
        claim(faults.isEmpty(), "logged: " + faults);
    }
}
