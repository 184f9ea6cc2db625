package dev.tr50.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Messages are UTF-8 and nothing else. The parser by itself would guess other encodings from zero bytes, and decode byte
 * sequences that no text has.
 */
final class Utf8 {
    private Utf8() {}

    /** @throws CommandException with {@link ErrorCode#MALFORMED_MESSAGE} when the bytes are no UTF-8 text, or hold a zero */
    static void refuseWhatIsNone(byte[] message) {
        boolean ascii = true;
        for (byte each : message) {
            if (each == 0) {
                throw new CommandException(ErrorCode.MALFORMED_MESSAGE, "Request holds a zero byte");
            }
            ascii &= each > 0;
        }
        if (ascii) {
            return;
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(message));
        } catch (CharacterCodingException e) {
            throw new CommandException(ErrorCode.MALFORMED_MESSAGE, "Request is not UTF-8");
        }
    }
}
