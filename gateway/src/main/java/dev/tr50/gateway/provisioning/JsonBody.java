package dev.tr50.gateway.provisioning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.tr50.gateway.http.HttpRefused;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Records from JSON and to JSON. Reading is strict in types, so that nothing is taken for what it is not, and lenient in members
 * that a record does not have. Members are spelt like {@code member_id}.
 */
final class JsonBody {
    private static final int DEEPEST = 16;
    private static final int LONGEST_NUMBER = 30;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> texts.setCoercion(shape, CoercionAction.Fail)))
            .build();

    private JsonBody() {}

    static byte[] write(Object body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written: " + body.getClass(), e);
        }
    }

    /** @throws HttpRefused status 400 that names what is wrong */
    static <B> B read(byte[] json, Class<B> form) {
        B body;
        try {
            body = MAPPER.readValue(json, form);
        } catch (JsonMappingException e) {
            throw refusal(e);
        } catch (IOException e) {
            throw HttpRefused.malformed("the body is not JSON");
        }
        if (body == null) {
            throw HttpRefused.malformed("the body is null");
        }
        return body;
    }

    private static HttpRefused refusal(JsonMappingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpRefused refused) {
                return refused;
            }
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            String where = e.getPath().isEmpty() ? "the body" : where(e.getPath());
            return HttpRefused.malformed(where + " is not " + kind(mismatch.getTargetType()));
        }
        return HttpRefused.malformed("the body is not JSON");
    }

    /** As in {@code group_memberships[0].role}. */
    private static String where(List<Reference> path) {
        StringBuilder where = new StringBuilder();
        for (Reference step : path) {
            if (step.getFieldName() == null) {
                where.append('[').append(step.getIndex()).append(']');
            } else {
                where.append(where.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return where.toString();
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "a text";
        }
        if (type == Long.class || type == Integer.class) {
            return "a whole number";
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
