package dev.tr50.gateway.logline;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.slf4j.LoggerFactory;

/**
 * The log of a gateway that serves: lines on standard error, in one of two forms, from a level on. It takes the place of what
 * {@code logback.xml} says, which holds for every other use of the command line.
 */
public final class LogOutput implements AutoCloseable {
    /** The part of the log that has a level of its own; libraries never say more than they do by default. */
    private static final String GATEWAY = "dev.tr50";

    private static final int PATIENCE_MILLIS = 1000;
    private static final String QUEUE = "lines";
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} - %line%n";

    private final LoggerContext context;

    private LogOutput(LoggerContext context) {
        this.context = context;
    }

    /**
     * Sends the log of this process there from now on.
     *
     * @param least the lowest level that is written
     */
    public static LogOutput begin(LogFormat format, org.slf4j.event.Level least) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LineQueue queue = new LineQueue();
        queue.setContext(context);
        queue.setName(QUEUE);
        queue.addAppender(standardError(context, format));
        queue.start();

        Level level = Level.convertAnSLF4JLevel(least);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(queue);
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
        context.getLogger(GATEWAY).setLevel(level);
        return new LogOutput(context);
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context, LogFormat format) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(
                switch (format) {
                    case TEXT -> text(context);
                    case JSON -> json(context);
                });
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("line", OneLine::new);
        layout.setPattern(PATTERN);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonLine encoder = new JsonLine();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    /** Lines of this process that were lost because nobody read the log. */
    public static long lostLines() {
        Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
        return root.getAppender(QUEUE) instanceof LineQueue queue ? queue.lost() : 0;
    }

    /** Writes what waits. Does not wait for it for long: who should read it may have stopped. */
    @Override
    public void close() {
        Thread last = new Thread(context::stop, "log-end");
        last.setDaemon(true);
        last.start();
        try {
            last.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
