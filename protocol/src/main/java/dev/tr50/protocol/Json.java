package dev.tr50.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** JSON as TR50 clients need it. */
final class Json {

    private static final int LAST_YEAR = 9999;

    /** Always three fraction digits and Z: one client script demands a fraction, none minds three digits. */
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** RFC 3339: a full date, a full time, an offset; letters of either case. */
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final JsonMapper WRITER = writer();

    private Json() {}

    /** A record as compact JSON. */
    static String text(Record members) {
        try {
            return WRITER.writeValueAsString(members);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(members.getClass().getName() + " cannot be written", e);
        }
    }

    /** @throws DateTimeException for what is no time, or one whose year in UTC has not four digits */
    static Instant moment(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text, MOMENT);
        int year = time.atZoneSameInstant(ZoneOffset.UTC).getYear();
        if (year < 0 || year > LAST_YEAR) {
            throw new DateTimeException("year " + year);
        }
        return time.toInstant();
    }

    /**
     * Reads numbers exactly, refuses what is nested deeper than {@code depth}.
     *
     * <p>Duplicate keys are allowed, because libtr50 sends {@code fileName} twice.
     */
    static JsonMapper reader(int depth) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxNumberLength(400)
                        // Names and texts are as long as the message allows.
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /**
     * Writes compact UTF-8 on one line. Characters beyond the basic plane leave as four bytes, not as two escapes, which
     * libtr50 cannot read. Absent members are left out.
     */
    static JsonMapper writer() {
        JsonFactory factory = JsonFactory.builder()
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
        return JsonMapper.builder(factory)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .addModule(new Jdk8Module())
                .addModule(new SimpleModule()
                        .addSerializer(Instant.class, new TimeSerializer())
                        .addSerializer(Double.class, new NumberSerializer())
                        .addSerializer(double.class, new NumberSerializer()))
                .build();
    }

    private static final class TimeSerializer extends StdSerializer<Instant> {
        TimeSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(TIME.format(time));
        }
    }

    /** Whole numbers leave as plain digits. */
    private static final class NumberSerializer extends StdSerializer<Double> {
        NumberSerializer() {
            super(Double.class);
        }

        @Override
        public void serialize(Double number, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(Decimal.text(number));
        }
    }
}
