package dev.tr50.gateway.filestore;

import dev.tr50.gateway.http.ClientLeftException;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartCompliance;
import org.eclipse.jetty.io.Content;

/**
 * A body of the type {@code multipart/form-data} (RFC 7578), taken apart while it arrives and never held as a whole.
 *
 * <p>The first part {@code file} is handed on as a stream, the fields are kept, all other parts are thrown away. All state belongs to
 * the event loop of the request.
 */
final class Form {
    private static final int MOST_PARTS = 100;
    private static final int LONGEST_HEADER = 8 * 1024;
    private static final String FILE = "file";
    private static final int NOT_HERE = -1;

    /** What a form may have around its file, in bytes: two fields, the headers of all parts, and what is thrown away. */
    static final long MOST_BESIDE_FILE = 1024 * 1024;

    private final ReadStream<Buffer> body;
    private final long length;
    private final MultiPart.Parser parser;
    private final Fields fields = new Fields();
    private final Promise<Optional<FilePart>> begun = Promise.promise();
    private final Promise<Fields> done = Promise.promise();
    private Buffer arrived;
    private ByteBuffer arrivedBytes;
    private PartHeader header = PartHeader.NONE;
    private FilePart file;
    private boolean inFile;
    private boolean inField;
    private int firstByte = NOT_HERE;
    private boolean contentBegins;
    private boolean over;
    private long received;
    private long fileReceived;

    /**
     * @param body must be paused
     * @param boundary what separates the parts, not empty
     * @param length of the body in bytes, or {@link RequestBody#UNKNOWN_LENGTH}
     */
    Form(ReadStream<Buffer> body, String boundary, long length) {
        this.body = body;
        this.length = length;
        parser = new MultiPart.Parser(boundary, MultiPartCompliance.RFC7578, new Parts());
        parser.setMaxParts(MOST_PARTS);
        parser.setPartHeadersMaxLength(LONGEST_HEADER);
        body.exceptionHandler(cause -> fail(new ClientLeftException(cause)));
        body.handler(this::read);
        body.endHandler(this::end);
    }

    /**
     * Reads up to the file.
     *
     * @return the file, whose bytes are yet to be read; empty when the form is complete without one. Fails as {@link #fields} does
     */
    Future<Optional<FilePart>> file() {
        body.resume();
        return begun.future();
    }

    /** The bytes that the file must have, going by the length of the body; 0 where that tells nothing. */
    long leastFileBytes() {
        return length == RequestBody.UNKNOWN_LENGTH ? 0 : Math.max(0, length - MOST_BESIDE_FILE);
    }

    /**
     * What stands around the file. Completes when the whole form has arrived.
     *
     * @return fails with {@link HttpRefused} when the form cannot be understood, ends too early or has too much beside its file, and
     *     with {@link ClientLeftException}
     */
    Future<Fields> fields() {
        return done.future();
    }

    private void read(Buffer chunk) {
        received += chunk.length();
        if (over) {
            return;
        }
        arrived = chunk;
        arrivedBytes = bytesOf(chunk);
        if (contentBegins && firstByte == NOT_HERE) {
            firstByte = next(arrivedBytes);
        }
        parser.parse(Content.Chunk.from(arrivedBytes, false));
        if (received - fileReceived > MOST_BESIDE_FILE) {
            fail(HttpRefused.with(413, "the form is longer than " + MOST_BESIDE_FILE + " bytes beside its file"));
        }
    }

    /** Without copying them, for which there is no other way. */
    @SuppressWarnings("deprecation")
    private static ByteBuffer bytesOf(Buffer chunk) {
        return chunk.getByteBuf().nioBuffer();
    }

    private static int next(ByteBuffer bytes) {
        return bytes.hasRemaining() ? bytes.get(bytes.position()) : NOT_HERE;
    }

    private void end(Void end) {
        if (!over) {
            parser.parse(Content.Chunk.EOF);
        }
    }

    private void fail(Throwable cause) {
        if (!over) {
            over = true;
            begun.tryFail(cause);
            done.tryFail(cause);
        }
    }

    private void complete() {
        over = true;
        begun.tryComplete(Optional.empty());
        done.tryComplete(fields);
    }

    private void beginPart() {
        contentBegins = true;
        firstByte = next(arrivedBytes);
        if (!header.name().equals(FILE)) {
            inField = fields.begin(header.name());
        } else if (header.fileName() == null) {
            throw HttpRefused.malformed("the part file is no file but a field");
        } else if (file == null) {
            inFile = true;
            file = new FilePart(body, header.fileName());
            begun.complete(Optional.of(file));
        }
    }

    private void addContent(ByteBuffer content) {
        if (contentBegins && content.hasRemaining()) {
            contentBegins = false;
            leaveOutEndOfHeaders(content);
        }
        if (inFile) {
            fileReceived += content.remaining();
            file.add(buffer(content));
        } else if (inField) {
            fields.add(copy(content));
        }
    }

    /**
     * The parser takes the line end behind the headers for the beginning of a boundary, because the part may be empty; when the piece that
     * arrived ends there and the next one shows that it was none, it gives that line end back as content.
     */
    private void leaveOutEndOfHeaders(ByteBuffer content) {
        if (content.get(content.position()) == '\n' && firstByte != '\n') {
            content.get();
        }
    }

    /** The piece of what has arrived that the content is; a copy only of what was kept back from before because it might end a part. */
    private Buffer buffer(ByteBuffer content) {
        if (!content.hasArray() || !arrivedBytes.hasArray() || content.array() != arrivedBytes.array()) {
            return Buffer.buffer(copy(content));
        }
        int from = content.arrayOffset() + content.position() - arrivedBytes.arrayOffset();
        return arrived.slice(from, from + content.remaining());
    }

    private static byte[] copy(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    private void endPart() {
        if (inField) {
            fields.end(header.name());
        }
        inFile = false;
        inField = false;
        header = PartHeader.NONE;
    }

    private static HttpRefused refusal(Throwable failure) {
        return HttpRefused.malformed(
                failure instanceof EOFException
                        ? "the body ends before the boundary that closes it"
                        : "the parts of the body cannot be told apart: " + failure.getMessage());
    }

    /** What the parser calls. It swallows what is thrown at it, and goes on after a failure when there is more to read. */
    private final class Parts implements MultiPart.Parser.Listener {
        @Override
        public void onPartHeader(String name, String value) {
            attempt(() -> {
                if (name.equalsIgnoreCase("Content-Disposition")) {
                    header = PartHeader.of(value);
                }
            });
        }

        @Override
        public void onPartHeaders() {
            attempt(Form.this::beginPart);
        }

        @Override
        public void onPartContent(Content.Chunk chunk) {
            attempt(() -> addContent(chunk.getByteBuffer()));
        }

        @Override
        public void onPartEnd() {
            attempt(Form.this::endPart);
        }

        @Override
        public void onComplete() {
            attempt(Form.this::complete);
        }

        @Override
        public void onFailure(Throwable failure) {
            fail(refusal(failure));
        }

        private void attempt(Runnable step) {
            if (over) {
                return;
            }
            try {
                step.run();
            } catch (RuntimeException e) {
                fail(e);
            }
        }
    }
}
