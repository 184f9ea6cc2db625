package dev.tr50.gateway.filestore;

import static dev.tr50.fuzz.Claims.claim;

import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Arrays;
import java.util.Optional;

/** A multipart body with the boundary {@code b}, whole, and in pieces of the first byte's length. */
public final class FormTarget {

    private FormTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        String whole = read(body, Math.max(1, body.length));
        String cut = read(body, (input[0] & 0xFF) + 1);
        claim(whole.equals(cut), "a form depends on where the network cuts it: " + whole + " or " + cut);
    }

    /** What came of it, in words. */
    private static String read(byte[] body, int pieceBytes) {
        Buffer content = Buffer.buffer();
        Form form = new Form(new Pieces(body, pieceBytes), "b", RequestBody.UNKNOWN_LENGTH);
        Future<Optional<FilePart>> file = form.file()
                .onSuccess(part -> part.ifPresent(bytes -> {
                    bytes.handler(content::appendBuffer);
                    bytes.resume();
                }));
        Future<Fields> fields = form.fields();
        claim(file.isComplete() && fields.isComplete(), "a form is over and nobody was told");
        if (fields.failed()) {
            claim(fields.cause() instanceof HttpRefused, "a form failed with " + fields.cause());
            return "refused";
        }
        return file.result().map(FilePart::fileName).orElse("no file") + " " + content + " "
                + fields.result().metadata();
    }

    /** A body that arrives in pieces of one length. */
    private static final class Pieces implements ReadStream<Buffer> {

        private final byte[] bytes;
        private final int length;
        private int at;
        private boolean flowing;
        private boolean delivering;
        private boolean ended;
        private Handler<Buffer> onBytes;
        private Handler<Void> onEnd;

        Pieces(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }

        private void deliver() {
            if (delivering) {
                return;
            }
            delivering = true;
            while (flowing && at < bytes.length) {
                int from = at;
                at = Math.min(bytes.length, from + length);
                onBytes.handle(Buffer.buffer(Arrays.copyOfRange(bytes, from, at)));
            }
            if (flowing && !ended) {
                ended = true;
                onEnd.handle(null);
            }
            delivering = false;
        }

        @Override
        public Pieces pause() {
            flowing = false;
            return this;
        }

        @Override
        public Pieces resume() {
            flowing = true;
            deliver();
            return this;
        }

        @Override
        public Pieces fetch(long amount) {
            return resume();
        }

        @Override
        public Pieces handler(Handler<Buffer> handler) {
            onBytes = handler;
            return this;
        }

        @Override
        public Pieces endHandler(Handler<Void> handler) {
            onEnd = handler;
            return this;
        }

        /** It never fails. */
        @Override
        public Pieces exceptionHandler(Handler<Throwable> handler) {
            return this;
        }
    }
}
