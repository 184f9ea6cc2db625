package dev.tr50.gateway.file;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.BasicAuth;
import dev.tr50.storage.NoSuchScopeException;
import dev.tr50.storage.TooManyHandlesException;
import dev.tr50.storage.Transfers;
import dev.tr50.storage.UploadOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * {@code file.put}: hands out a {@code fileId} under which the bytes are delivered by {@code POST /file/<fileId>}.
 *
 * <p>Nothing is seen of the file before its bytes have arrived and fit the promised {@code crc32}; then it replaces, in one
 * step, what had its name before. A wrong checksum discards the bytes and leaves the handle open for another try.
 */
public final class FilePut implements Command<FilePut.Params, FilePut.Result> {
    /** How long a handle lives when nothing else is said. */
    static final Duration HANDLE_LIFE = Duration.ofSeconds(300);

    static final String TOO_MANY_OPEN = "Too many open transfers for these files; use them or let them expire";

    private static final int LONGEST_LIFE = (int) Duration.ofDays(1).toSeconds();

    private static final Param<Boolean> PUBLIC =
            Param.flag("public", "True when anybody may read the file at /file/<id>, also from outside the group.");
    private static final Param<Long> CRC32 = Param.uint32(
            "crc32",
            "CRC-32 (IEEE) of the bytes to come. Bytes that do not fit are discarded and answered with an error.");
    private static final Param<List<String>> TAGS = Tags.param("tags", "Tags to find the file by.");
    private static final Param<List<String>> SEC_TAGS =
            Tags.param("secTags", "Security tags. They are kept with the file; no role is limited by them yet.");
    private static final Param<Duration> TTL = Param.integer(
                    "ttl",
                    "Seconds after which an upload that is not complete is given up, 300 when absent or less than 1,"
                            + " at most 86400.")
            .as(FilePut::life);
    private static final Param<Boolean> LOG_COMPLETE =
            Param.flag("logComplete", "Accepted for compatibility; there is no event log to write to yet.");
    private static final Param<Boolean> CALCULATE_SHA256 =
            Param.flag("calculateSha256", "Accepted for compatibility; SHA-256 is calculated for every file.");
    private static final Param<Protection> BASIC_AUTH = Param.object(
            "basicAuth",
            "Protects the bytes with HTTP Basic authentication. Both members are needed, otherwise neither is used.",
            Protection::from);

    public static final Signature<Params, Result> SIGNATURE = Signature.writing(
                    "file.put",
                    Params::from,
                    Result.class,
                    "Reserves an upload: deliver the bytes with POST /file/<fileId>, with no other credentials. The file appears when"
                            + " they are complete and replaces one of the same name.")
            .openTo(Access.OWN);

    /** A user name and a password; either may be null. HTTP ends the name at the first colon, so it has none. */
    public record Protection(String username, String password) {
        private static final int MOST_BYTES = 255;
        private static final Param<String> USERNAME =
                Param.string("username", "User name.").as(Protection::validName);
        private static final Param<String> PASSWORD =
                Param.string("password", "Password.").as(Protection::valid);

        private static String validName(String name) {
            if (name.indexOf(':') >= 0) {
                throw new IllegalArgumentException("must not hold a colon");
            }
            return valid(name);
        }

        private static String valid(String text) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > MOST_BYTES) {
                throw new IllegalArgumentException("must be 1 to " + MOST_BYTES + " bytes of UTF-8, it is " + bytes);
            }
            if (text.codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("must not hold control characters");
            }
            return text;
        }

        static Protection from(Arguments members) {
            return new Protection(members.get(USERNAME), members.get(PASSWORD));
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Protection[" + username + "]";
        }
    }

    /** What the file shall be. */
    public record Params(
            FileScope.Choice scope,
            String fileName,
            boolean isPublic,
            Long crc32,
            List<String> tags,
            List<String> secTags,
            Duration ttl,
            Protection basicAuth) {
        static Params from(Arguments arguments) {
            Params params = new Params(
                    FileScope.Choice.from(arguments),
                    arguments.get(FileName.PARAM),
                    arguments.get(PUBLIC),
                    arguments.get(CRC32),
                    arguments.get(TAGS),
                    arguments.get(SEC_TAGS),
                    arguments.get(TTL),
                    arguments.get(BASIC_AUTH));
            arguments.get(LOG_COMPLETE);
            arguments.get(CALCULATE_SHA256);
            return params;
        }
    }

    /** Where to deliver. */
    public record Result(
            @Describe("The handle for POST /file/<fileId>.") String fileId) {}

    private final FileScope scopes;
    private final Transfers transfers;
    private final Passwords passwords;
    private final Clock clock;

    public FilePut(FileScope scopes, Transfers transfers, Passwords passwords, Clock clock) {
        this.scopes = scopes;
        this.transfers = transfers;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Override
    public Result run(Caller caller, Params params) {
        UploadOrder order = new UploadOrder(
                params.fileName(),
                params.isPublic(),
                params.crc32(),
                params.tags(),
                params.secTags(),
                hashed(params.basicAuth()));
        Duration life = params.ttl() == null ? HANDLE_LIFE : params.ttl();
        try {
            return new Result(transfers.reserveUpload(
                    scopes.resolveToChange(caller, params.scope()),
                    order,
                    clock.instant().plus(life)));
        } catch (TooManyHandlesException e) {
            throw new CommandException(ErrorCode.RATE_LIMITED, TOO_MANY_OPEN);
        } catch (NoSuchScopeException e) {
            throw new CommandException(ErrorCode.NOT_FOUND, "The thing has been deleted");
        }
    }

    private BasicAuth hashed(Protection protection) {
        return protection == null || protection.username() == null || protection.password() == null
                ? null
                : new BasicAuth(protection.username(), passwords.hash(protection.password()));
    }

    private static Duration life(int seconds) {
        return seconds < 1 ? HANDLE_LIFE : Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE));
    }
}
